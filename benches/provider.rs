//! What does coming in by another provider's word cost of ours?
//!
//! From the moment a browser asks to be led there until it is led on, and from the moment it comes back
//! until it is in: the question for the code, the signature and the change on the disk. The provider is
//! a thread here that has its answer ready; what it takes to sign it is not counted.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, ensure};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use serde_json::json;

use crate::generate;
use crate::people::PAGES;
use crate::support::{Answer, Figure, Goal, Server, Table, copy, get, percentile, scratch};

const ROUNDS: usize = 100;
/// What the site should do in.
const GOAL: Duration = Duration::from_millis(15);

/// What the provider answers to a code.
type Ready = Arc<Mutex<String>>;

/// Measures it.
pub(crate) fn run(table: &mut Table) -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let issuer = format!("http://{}", listener.local_addr()?);
    let kid = Some(JsonWebKeyId::new("bench".to_owned()));
    let pem = include_str!("../tests/it/oidc/rsa.pem");
    let key = CoreRsaPrivateSigningKey::from_pem(pem, kid).map_err(anyhow::Error::msg)?;
    let ready = Ready::default();
    serve(listener, &issuer, &key, Arc::clone(&ready));
    let repository = copy(&generate::repository(PAGES, 0)?, "provider.git")?;
    let index = scratch("index")?;
    let configuration = index.join("bench.toml");
    let text = format!("[oidc]\nissuer = \"{issuer}\"\nclient = \"wiki\"\nothers = \"reader\"\n");
    std::fs::write(&configuration, text)?;
    let configuration = configuration.to_str().context("an odd folder")?;
    let server = Server::start(&repository, &index, &["--config", configuration])?;
    let mut times = Vec::with_capacity(ROUNDS);
    for round in 0..=ROUNDS {
        let time = come_in(&server, &issuer, &key, &ready)?;
        // The first reads what the provider says of itself.
        if round > 0 {
            times.push(time);
        }
    }
    table.add(
        "coming in by a provider's word, our two answers, p50, against 15 ms",
        Figure::time(percentile(&times, 0.5)),
        Figure::time(GOAL),
        Goal::AtMost(1.0),
    );
    server.stop()
}

/// Comes in once; returns how long the site took.
fn come_in(
    server: &Server,
    issuer: &str,
    key: &CoreRsaPrivateSigningKey,
    ready: &Ready,
) -> anyhow::Result<Duration> {
    let begun = Instant::now();
    let led = get(server.address, "/-/provider?to=/", &[])?;
    let leading = begun.elapsed();
    let flow = format!("Cookie: {}", cookie(&led)?);
    let location = led.header("location").context("nobody is led there")?;
    let (_, query) = location.split_once('?').context("no query")?;
    let asked = |name: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let found = pairs.find(|(known, _)| known == name);
        found
            .map(|(_, value)| value.into_owned())
            .context("not asked for")
    };
    let token = sign(issuer, key, &asked("nonce")?)?;
    let answer = json!({"access_token": "a", "token_type": "Bearer", "id_token": token});
    if let Ok(mut ready) = ready.lock() {
        *ready = answer.to_string();
    }
    let back = format!("/-/provider/callback?code=a&state={}", asked("state")?);
    let begun = Instant::now();
    let entered = get(server.address, &back, &[&flow])?;
    let coming = begun.elapsed();
    ensure!(entered.status == 303, "nobody came in: {}", entered.status);
    Ok(leading + coming)
}

fn cookie(answer: &Answer) -> anyhow::Result<&str> {
    let header = answer.header("set-cookie").context("no cookie")?;
    Ok(header.split(';').next().unwrap_or(header))
}

fn sign(issuer: &str, key: &CoreRsaPrivateSigningKey, nonce: &str) -> anyhow::Result<String> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let now = now.as_secs();
    let claims = json!({
        "iss": issuer, "sub": "bench", "aud": "wiki", "exp": now + 300, "iat": now,
        "nonce": nonce, "preferred_username": "bench.person"
    });
    let head = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256","kid":"bench"}"#);
    let text = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
    let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
    let signature = key.sign(&algorithm, text.as_bytes())?;
    Ok(format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// Answers as a provider, on a thread, until the program ends.
fn serve(listener: TcpListener, issuer: &str, key: &CoreRsaPrivateSigningKey, ready: Ready) {
    let description = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    });
    let keys = json!({"keys": [key.as_verification_key()]}).to_string();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let body = match read(&stream).unwrap_or_default().as_str() {
                "/keys" => keys.clone(),
                "/token" => ready.lock().map(|ready| ready.clone()).unwrap_or_default(),
                _ => description.to_string(),
            };
            let length = body.len();
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json";
            // Whoever asked may be gone.
            let _ = write!(stream, "{head}\r\nContent-Length: {length}\r\n\r\n{body}");
        }
    });
}

/// Reads a question; returns its path.
fn read(stream: &TcpStream) -> anyhow::Result<String> {
    let mut reader = BufReader::new(stream);
    let (mut path, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if path.is_empty() {
            path = line.split(' ').nth(1).unwrap_or("/").to_owned();
        }
        if let Some(bytes) = line.strip_prefix("content-length:") {
            length = bytes.trim().parse()?;
        }
    }
    reader.read_exact(&mut vec![0; length])?;
    Ok(path)
}
