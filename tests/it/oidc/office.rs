//! A site whose people come in by the word of a provider, and a browser that keeps its cookies.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use axum::http::StatusCode;
use concord::accounts::{Account, Accounts, SignInMethods};
use concord::domain::Role;
use concord::web::{Provider, ProviderSettings};
use tempfile::TempDir;

use crate::oidc::fake::{CLIENT, Fake, SECRET};
use crate::people::{FILES, PASSWORD, accounts_at};
use crate::wiki::{Answer, Wiki};

/// A site with accounts for each role, and a provider.
pub(super) struct Office {
    pub(super) wiki: Wiki,
    pub(super) accounts: Arc<Accounts>,
    pub(super) fake: Fake,
    /// How many seconds later than for everybody else it is.
    pub(super) later: Arc<AtomicI64>,
    _folder: TempDir,
}

/// A browser.
#[derive(Clone, Default)]
pub(super) struct Browser {
    pub(super) cookies: BTreeMap<String, String>,
}

impl Office {
    /// Groups `editors` and `chiefs` are contributors and administrators.
    pub(super) async fn new() -> Self {
        Self::with(|_| ()).await
    }

    pub(super) async fn with(configure: impl FnOnce(&mut ProviderSettings)) -> Self {
        Self::of(configure, true, Duration::ZERO).await
    }

    /// With passwords or without, and with so long between looks at the keys.
    pub(super) async fn of(
        configure: impl FnOnce(&mut ProviderSettings),
        passwords: bool,
        between: Duration,
    ) -> Self {
        let fake = Fake::start().await;
        let mut settings = ProviderSettings {
            issuer: fake.address.clone(),
            client: CLIENT.to_owned(),
            secret: Some(SECRET.to_owned()),
            name: "Staff Login".to_owned(),
            hosts: Vec::new(),
            scopes: Vec::new(),
            claim: "groups".to_owned(),
            roles: HashMap::from([
                ("editors".to_owned(), Role::Contributor),
                ("chiefs".to_owned(), Role::Administrator),
            ]),
            otherwise: None,
            base_url: "https://test.example".to_owned(),
        };
        configure(&mut settings);
        let folder = tempfile::tempdir().unwrap();
        let later = Arc::<AtomicI64>::default();
        let accounts = accounts_at(&folder, Arc::clone(&later)).await;
        let ways = SignInMethods {
            passwords,
            issuer: fake.address.clone(),
        };
        let accounts = Arc::into_inner(accounts).unwrap().with_ways(ways);
        let accounts = Arc::new(accounts);
        let known = Arc::clone(&accounts);
        let provider = Provider::new(settings).unwrap();
        let provider = Arc::new(provider.reading_keys_again_after(between));
        let wiki = Wiki::new(&FILES)
            .prepared(|site| site.with_accounts(known).with_provider(Some(provider)));
        Self {
            wiki,
            accounts,
            fake,
            later,
            _folder: folder,
        }
    }

    pub(super) async fn account(&self, name: &str) -> Account {
        self.accounts.people().find_by_name(name).await.unwrap()
    }

    /// How many accounts there are.
    pub(super) async fn count(&self) -> usize {
        let all = self.accounts.people().list("", "", usize::MAX).await;
        all.unwrap().len()
    }
}

/// Reads the query of an address.
pub(super) fn query(address: &str) -> HashMap<String, String> {
    let (_, query) = address.split_once('?').unwrap_or_default();
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

impl Browser {
    fn keep(&mut self, answer: &Answer) {
        for header in answer.headers.get_all("set-cookie") {
            let header = header.to_str().unwrap();
            let (pair, rest) = header.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            assert!(rest.contains("HttpOnly"), "{header}");
            match rest.contains("Max-Age=0") {
                true => self.cookies.remove(name),
                false => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
    }

    fn cookie(&self) -> String {
        let pairs = self.cookies.iter();
        let pairs: Vec<_> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    /// Whether somebody is signed in.
    pub(super) fn has_session(&self) -> bool {
        self.cookies.contains_key("__Host-concord")
    }

    pub(super) async fn get(&mut self, office: &Office, address: &str) -> Answer {
        let cookie = self.cookie();
        let headers = [("cookie", cookie.as_str())];
        let answer = office.wiki.request("GET", address, &headers).await;
        self.keep(&answer);
        answer
    }

    pub(super) async fn post(&mut self, office: &Office, address: &str, form: &str) -> Answer {
        let cookie = self.cookie();
        let headers = [("cookie", cookie.as_str())];
        let answer = office.wiki.post(address, form, &headers).await;
        self.keep(&answer);
        answer
    }

    /// Signs in by a password.
    pub(super) async fn enter(&mut self, office: &Office, name: &str) {
        let form = format!("name={name}&password={}", PASSWORD.replace(' ', "+"));
        let answer = self.post(office, "/-/sign-in", &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }

    /// Begins to sign in at the provider; returns the address of the way back.
    pub(super) async fn begin(&mut self, office: &Office) -> String {
        let answer = self.get(office, "/-/provider?to=/open").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        Self::way_back(office, answer.header("location"))
    }

    /// Signs in at the provider; returns the address of the way back.
    pub(super) fn way_back(office: &Office, address: &str) -> String {
        let fake = &office.fake;
        assert!(
            address.starts_with(&format!("{}/authorize?", fake.address)),
            "{address}"
        );
        let asked = query(address);
        assert_eq!(
            asked["redirect_uri"],
            "https://test.example/-/provider/callback"
        );
        let code = fake.authorize(&asked);
        let answer = [
            ("code", code.as_str()),
            ("state", &asked["state"]),
            ("iss", &fake.address),
        ];
        let mut back = form_urlencoded::Serializer::new(String::new());
        let back = back.extend_pairs(answer).finish();
        format!("/-/provider/callback?{back}")
    }

    /// Signs in at the provider and comes back.
    pub(super) async fn come_in(&mut self, office: &Office) -> Answer {
        let back = self.begin(office).await;
        self.get(office, &back).await
    }

    /// Sends a form that leads to the provider, signs in there and comes back.
    pub(super) async fn come_in_by_form(&mut self, office: &Office, form: &str) -> Answer {
        let answer = self.post(office, "/-/provider", form).await;
        if answer.status != StatusCode::OK {
            return answer;
        }
        let refresh = answer.header("refresh").to_owned();
        let links = answer.attributes("main a", "href");
        assert_eq!(refresh, format!("0; url={}", links[0]));
        let back = Self::way_back(office, &links[0]);
        self.get(office, &back).await
    }
}
