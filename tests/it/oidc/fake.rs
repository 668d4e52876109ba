//! A provider of identities that does what it is told to: right, or each wrong thing by itself.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use openidconnect::core::{
    CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey,
};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// What it calls the site, and what only the two know.
pub(super) const CLIENT: &str = "wiki";
pub(super) const SECRET: &str = "a secret: of +both";

/// How it signs.
#[derive(Clone, Copy, Debug)]
pub(super) enum Signing {
    /// With its key.
    Own,
    /// With its other key, RS256.
    Rsa,
    /// Not at all: `alg: none`.
    None,
    /// HS256, with its public key as the secret.
    Public,
    /// HS256, with the secret that the site knows.
    Shared,
    /// With a key that it has not published, under this name.
    Unpublished(&'static str),
}

/// How it answers at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mood {
    Right,
    /// Leads elsewhere, where the right answer is.
    Leads,
    /// Sends ten megabytes.
    Huge,
    /// Begins an answer and never ends it.
    Slow,
    /// Says that it cannot.
    Broken,
}

/// An answer in JSON.
struct Json(Value);

impl IntoResponse for Json {
    fn into_response(self) -> Response {
        let kind = [(header::CONTENT_TYPE, "application/json")];
        (kind, self.0.to_string()).into_response()
    }
}

type Twist = Arc<dyn Fn(&mut Value) + Send + Sync>;

/// What it is told to do.
pub(super) struct Told {
    pub(super) subject: String,
    pub(super) groups: Vec<&'static str>,
    pub(super) username: &'static str,
    pub(super) signing: Signing,
    /// Changes the claims, its description of itself, or the answer with the token.
    pub(super) claims: Twist,
    pub(super) description: Twist,
    pub(super) answer: Twist,
    pub(super) describing: Mood,
    pub(super) keying: Mood,
    pub(super) exchanging: Mood,
    /// Whether a code counts more than once.
    pub(super) forgives: bool,
    /// How often its keys were asked for.
    pub(super) keys_asked: usize,
    /// The name of its key.
    pub(super) key: &'static str,
    codes: HashMap<String, HashMap<String, String>>,
    pub(super) address: String,
}

/// A provider on a port of this machine.
#[derive(Clone)]
pub(super) struct Fake {
    pub(super) address: String,
    told: Arc<Mutex<Told>>,
}

/// Changes nothing.
pub(super) fn as_it_is() -> Twist {
    Arc::new(|_| ())
}

impl Fake {
    pub(super) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let told = Told {
            subject: "s-1".to_owned(),
            groups: Vec::new(),
            username: "anna@stat.example",
            signing: Signing::Own,
            claims: as_it_is(),
            description: as_it_is(),
            answer: as_it_is(),
            describing: Mood::Right,
            keying: Mood::Right,
            exchanging: Mood::Right,
            forgives: false,
            keys_asked: 0,
            key: "own",
            codes: HashMap::new(),
            address: address.clone(),
        };
        let fake = Self {
            address,
            told: Arc::new(Mutex::new(told)),
        };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/elsewhere", get(describe_right))
            .route("/keys", get(keys))
            .route("/token", post(exchange))
            .with_state(fake.clone());
        let service = axum_service(listener, router);
        tokio::spawn(service);
        fake
    }

    /// Has it do something else from now on.
    pub(super) fn tell(&self, tell: impl FnOnce(&mut Told)) {
        tell(&mut self.told.lock().unwrap());
    }

    pub(super) fn keys_asked(&self) -> usize {
        self.told.lock().unwrap().keys_asked
    }

    /// Has somebody sign in who was led here with a query; returns the code with which they go back.
    pub(super) fn authorize(&self, query: &HashMap<String, String>) -> String {
        let mut told = self.told.lock().unwrap();
        let code = format!("code-{}", told.codes.len());
        assert_eq!(query["response_type"], "code");
        assert_eq!(query["client_id"], CLIENT);
        assert_eq!(query["code_challenge_method"], "S256");
        assert!(query["scope"].split(' ').any(|scope| scope == "openid"));
        told.codes.insert(code.clone(), query.clone());
        code
    }
}

/// Serves a router; axum itself is built here without a server.
async fn axum_service(listener: tokio::net::TcpListener, router: Router) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            return;
        };
        let service = hyper_util::service::TowerToHyperService::new(router.clone());
        let io = hyper_util::rt::TokioIo::new(stream);
        tokio::spawn(async move {
            let builder = hyper::server::conn::http1::Builder::new();
            let _ = builder.serve_connection(io, service).await;
        });
    }
}

/// Answers in a mood other than the right one.
fn moody(mood: Mood) -> Option<Response> {
    Some(match mood {
        Mood::Right => return None,
        Mood::Leads => (StatusCode::FOUND, [(header::LOCATION, "/elsewhere")]).into_response(),
        Mood::Huge => {
            let body = format!("{{\"keys\": [], \"more\": \"{}\"}}", "x".repeat(10 << 20));
            ([(header::CONTENT_TYPE, "application/json")], body).into_response()
        }
        Mood::Slow => {
            let never = futures_util::stream::pending::<Result<Bytes, std::io::Error>>();
            Body::from_stream(never).into_response()
        }
        Mood::Broken => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    })
}

async fn describe(State(fake): State<Fake>) -> Response {
    let mood = fake.told.lock().unwrap().describing;
    match moody(mood) {
        Some(answer) => answer,
        None => describe_right(State(fake)).await,
    }
}

async fn describe_right(State(fake): State<Fake>) -> Response {
    let told = fake.told.lock().unwrap();
    let at = |path: &str| format!("{}{path}", told.address);
    let mut description = json!({
        "issuer": told.address,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        // It claims to sign in every way there is.
        "id_token_signing_alg_values_supported": ["EdDSA", "RS256", "HS256", "none"],
        "authorization_response_iss_parameter_supported": true,
    });
    (told.description)(&mut description);
    Json(description).into_response()
}

fn own_key(kid: &str) -> CoreEdDsaPrivateSigningKey {
    let kid = Some(JsonWebKeyId::new(kid.to_owned()));
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(include_str!("own.pem"), kid).unwrap()
}

fn rsa_key() -> CoreRsaPrivateSigningKey {
    let kid = Some(JsonWebKeyId::new("rsa".to_owned()));
    CoreRsaPrivateSigningKey::from_pem(include_str!("rsa.pem"), kid).unwrap()
}

async fn keys(State(fake): State<Fake>) -> Response {
    let mut told = fake.told.lock().unwrap();
    told.keys_asked += 1;
    if let Some(answer) = moody(told.keying) {
        return answer;
    }
    let own = own_key(told.key).as_verification_key();
    let rsa = rsa_key().as_verification_key();
    Json(json!({"keys": [own, rsa]})).into_response()
}

async fn exchange(State(fake): State<Fake>, head: header::HeaderMap, body: Bytes) -> Response {
    let mut told = fake.told.lock().unwrap();
    if let Some(answer) = moody(told.exchanging) {
        return answer;
    }
    let form: HashMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    let found = match told.forgives {
        true => told.codes.get(&form["code"]).cloned(),
        false => told.codes.remove(&form["code"]),
    };
    let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encode(CLIENT), encode(SECRET));
    let pair = base64::engine::general_purpose::STANDARD.encode(pair);
    let is_site = head["authorization"] == format!("Basic {pair}");
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"]));
    let asked = found.filter(|asked| {
        is_site
            && asked["code_challenge"] == challenge
            && asked["redirect_uri"] == form["redirect_uri"]
    });
    let Some(asked) = asked else {
        let error = Json(json!({"error": "invalid_grant"}));
        return (StatusCode::BAD_REQUEST, error).into_response();
    };
    let mut answer = json!({
        "access_token": "unused",
        "token_type": "Bearer",
        "id_token": told.sign(&asked),
    });
    (told.answer)(&mut answer);
    Json(answer).into_response()
}

/// Returns the time, in seconds since 1970.
pub(super) fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(since.unwrap().as_secs()).unwrap()
}

impl Told {
    fn sign(&self, asked: &HashMap<String, String>) -> String {
        let mut claims = json!({
            "iss": self.address,
            "sub": self.subject,
            "aud": CLIENT,
            "exp": now() + 300,
            "iat": now(),
            "nonce": asked["nonce"],
            "preferred_username": self.username,
            "name": "Anna Berg",
            "groups": self.groups,
            // Which no account is found by.
            "email": "organizer@test.example",
            "email_verified": true,
        });
        if asked.contains_key("max_age") {
            claims["auth_time"] = json!(now());
        }
        (self.claims)(&mut claims);
        let (algorithm, kid) = match self.signing {
            Signing::Own => ("EdDSA", self.key),
            Signing::Rsa => ("RS256", "rsa"),
            Signing::None => ("none", self.key),
            Signing::Public | Signing::Shared => ("HS256", self.key),
            Signing::Unpublished(kid) => ("EdDSA", kid),
        };
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let head = encode(&json!({"alg": algorithm, "kid": kid, "typ": "JWT"}));
        let text = format!("{head}.{}", encode(&claims));
        let signature = self.signature(text.as_bytes());
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn signature(&self, text: &[u8]) -> Vec<u8> {
        let mac = |key: &[u8]| {
            let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
            mac.update(text);
            mac.finalize().into_bytes().to_vec()
        };
        let ed = CoreJwsSigningAlgorithm::EdDsa;
        match self.signing {
            Signing::Own => own_key(self.key).sign(&ed, text).unwrap(),
            Signing::Rsa => {
                let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
                rsa_key().sign(&algorithm, text).unwrap()
            }
            Signing::None => Vec::new(),
            Signing::Public => {
                let key = serde_json::to_value(own_key(self.key).as_verification_key()).unwrap();
                mac(&URL_SAFE_NO_PAD.decode(key["x"].as_str().unwrap()).unwrap())
            }
            Signing::Shared => mac(SECRET.as_bytes()),
            Signing::Unpublished(_) => {
                let pem = include_str!("other.pem");
                let key = CoreEdDsaPrivateSigningKey::from_ed25519_pem(pem, None).unwrap();
                key.sign(&ed, text).unwrap()
            }
        }
    }
}
