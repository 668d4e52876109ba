//! Signing in, and what it changes of what one sees: through the router, on a real database.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::StatusCode;
use concord::accounts::{
    Accounts, Actor, AuditOrigin, DatabaseOpener, NewAccount, NewToken, Secret, TokenScope,
    UnsavedText,
};
use concord::domain::Role;
use concord::domain::date::Date;
use concord::site::{PushRules, SiteWriter};
use concord::web::{SecurityContact, Settings};
use tempfile::TempDir;

use crate::wiki::{Answer, Wiki};

/// A password that is taken.
pub(crate) const PASSWORD: &str = "seven herons tax the ferry";

/// A site with accounts: one for each role, of the role's name.
pub(crate) struct Group {
    pub(crate) wiki: Wiki,
    pub(crate) accounts: Arc<Accounts>,
    _folder: TempDir,
}

/// Whoever may run the program on the machine of the site.
pub(crate) fn console() -> AuditOrigin {
    AuditOrigin::console()
}

/// Opens accounts with one for each role.
pub(crate) async fn accounts_of_each_role(folder: &TempDir) -> Arc<Accounts> {
    accounts_at(folder, Arc::default()).await
}

/// The same, for which so many seconds more have passed than for everybody else.
pub(crate) async fn accounts_at(folder: &TempDir, later: Arc<AtomicI64>) -> Arc<Accounts> {
    let accounts = Accounts::open(&folder.path().join("data"), DatabaseOpener::Server)
        .await
        .unwrap();
    let accounts = accounts.with_clock(move || {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        i64::try_from(since.as_secs()).unwrap() + later.load(Ordering::Relaxed)
    });
    for role in Role::ALL {
        let wanted = NewAccount {
            name: role.name(),
            full_name: "",
            role,
            password: Some(PASSWORD),
        };
        accounts.people().create(&wanted, &console()).await.unwrap();
    }
    Arc::new(accounts.at_host("test.example"))
}

impl Group {
    /// A site that those who may can write to.
    pub(crate) async fn new(files: &[(&str, &str)]) -> Self {
        let written = |accounts| {
            Wiki::new(files).prepared(|site| {
                let rules = PushRules {
                    branches: Vec::new(),
                    file_limit: 5_000_000,
                };
                let writer = SiteWriter::new(Arc::clone(site.publisher()), None, rules);
                site.with_accounts(accounts).with_writer(Arc::new(writer))
            })
        };
        Self::with(written).await
    }

    /// A site that is only read.
    pub(crate) async fn reading(files: &[(&str, &str)]) -> Self {
        Self::with(|accounts| Wiki::new(files).prepared(|site| site.with_accounts(accounts))).await
    }

    pub(crate) async fn with(wiki: impl FnOnce(Arc<Accounts>) -> Wiki) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let accounts = accounts_of_each_role(&folder).await;
        Self {
            wiki: wiki(Arc::clone(&accounts)),
            accounts,
            _folder: folder,
        }
    }

    /// A site without any account.
    async fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let accounts = Accounts::open(&folder.path().join("data"), DatabaseOpener::Server)
            .await
            .unwrap();
        let accounts = Arc::new(accounts);
        let known = Arc::clone(&accounts);
        Self {
            wiki: Wiki::new(&[("index.md", "---\ntitle: Home\nkind: page\n---\n")])
                .prepared(|site| site.with_accounts(known)),
            accounts,
            _folder: folder,
        }
    }

    /// Signs in as a role's account; returns the cookie.
    pub(crate) async fn sign_in(&self, role: Role) -> String {
        let form = format!(
            "name={}&password={}",
            role.name(),
            PASSWORD.replace(' ', "+")
        );
        let answer = self.wiki.post("/-/sign-in", &form, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        session(&answer)
    }

    async fn get(&self, address: &str, cookie: &str) -> Answer {
        self.wiki
            .request("GET", address, &[("cookie", cookie)])
            .await
    }

    /// Returns a token of a role's account.
    pub(crate) async fn token(&self, role: Role, scope: TokenScope) -> Secret {
        token(&self.accounts, role, scope).await
    }
}

/// Makes a token for a role's account.
pub(crate) async fn token(accounts: &Accounts, role: Role, scope: TokenScope) -> Secret {
    let account = accounts.people().find_by_name(role.name()).await.unwrap();
    let wanted = NewToken {
        name: "test",
        scope,
        days: 1,
    };
    let by = console();
    let made = accounts.tokens().create(account.id, &wanted, &by);
    made.await.unwrap()
}

/// Returns the session that an answer begins, as the browser sends it back.
pub(crate) fn session(answer: &Answer) -> String {
    let header = answer.header("set-cookie");
    header.split(';').next().unwrap().to_owned()
}

/// Pages for each circle.
pub(crate) const FILES: [(&str, &str); 4] = [
    (
        "index.md",
        "---\ntitle: Home\nkind: page\nsummary: Home.\n---\n\nWelcome.\n",
    ),
    (
        "open.md",
        "---\ntitle: Open\nkind: page\nsummary: For all.\n---\n\nHeron.\n",
    ),
    (
        "inside.md",
        "---\ntitle: Inside\nkind: page\nsummary: For us.\nvisibility: members\n---\n\nOtter.\n",
    ),
    (
        "later.md",
        "---\ntitle: Later\nkind: page\nsummary: Not yet.\ndraft: true\n---\n\nBittern.\n",
    ),
];

#[tokio::test]
async fn each_role_sees_its_circle_and_strangers_are_offered_to_sign_in() {
    let group = Group::new(&FILES).await;
    let hidden = group.wiki.get("/inside").await;
    let missing = group.wiki.get("/no-such").await;
    for answer in [&hidden, &missing] {
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        let doors = answer.attributes("main a[href^='/-/sign-in']", "href");
        assert_eq!(doors.len(), 1);
    }
    for (role, sees) in [
        (Role::Reader, [true, true, false]),
        (Role::Contributor, [true, true, true]),
        (Role::Organizer, [true, true, true]),
        (Role::Administrator, [true, true, true]),
    ] {
        let cookie = group.sign_in(role).await;
        for (address, seen) in ["/open", "/inside", "/later"].iter().zip(sees) {
            let answer = group.get(address, &cookie).await;
            assert_eq!(answer.status == StatusCode::OK, seen, "{role:?} {address}");
            if seen {
                assert_eq!(answer.header("cache-control"), "private, no-cache");
            }
        }
        let found = group.get("/search?q=otter", &cookie).await;
        assert!(found.text().contains("Inside"), "{role:?}");
        let doors = group
            .get("/open", &cookie)
            .await
            .attributes(".site-door a", "href");
        let wanted: &[&str] = match role {
            Role::Administrator => &["/-/accounts", "/-/account"],
            _ => &["/-/account"],
        };
        assert_eq!(doors, wanted);
    }
    let stranger = group.wiki.get("/open").await;
    assert_eq!(stranger.header("cache-control"), "public, no-cache");
    assert_eq!(
        stranger.attributes(".site-door a", "href"),
        ["/-/sign-in?to=%2Fopen"]
    );
    assert!(
        !group
            .wiki
            .get("/search?q=otter")
            .await
            .text()
            .contains("Inside")
    );
}

#[tokio::test]
async fn one_signs_in_comes_back_and_signs_out() {
    let group = Group::new(&FILES).await;
    let form = group.wiki.get("/-/sign-in?to=/inside").await;
    assert_eq!(form.status, StatusCode::OK);
    assert_eq!(form.header("cache-control"), "no-store");
    assert_eq!(form.attributes("form [name=to]", "value"), ["/inside"]);
    let typed = format!(
        "name=READER&to=/inside&password={}",
        PASSWORD.replace(' ', "+")
    );
    let answer = group.wiki.post("/-/sign-in", &typed, &[]).await;
    assert_eq!(answer.header("location"), "/inside");
    let cookie = answer.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-concord="), "{cookie}");
    for part in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let cookie = session(&answer);
    assert_eq!(group.get("/inside", &cookie).await.status, StatusCode::OK);
    // Already in: nothing to do here.
    let again = group.get("/-/sign-in?to=/inside", &cookie).await;
    assert_eq!(again.header("location"), "/inside");
    let out = group
        .wiki
        .post("/-/sign-out", "", &[("cookie", &cookie)])
        .await;
    assert_eq!(out.header("clear-site-data"), "\"cache\"");
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(
        group.get("/inside", &cookie).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_was_typed_stays() {
    let group = Group::new(&FILES).await;
    let wrong = group
        .wiki
        .post("/-/sign-in", "name=reader&to=/inside&password=wrong", &[])
        .await;
    let unknown = group
        .wiki
        .post("/-/sign-in", "name=nobody&to=/inside&password=wrong", &[])
        .await;
    for (answer, name) in [(&wrong, "reader"), (&unknown, "nobody")] {
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert_eq!(
            answer.select("[role=alert]"),
            ["The name or the password is wrong."]
        );
        assert_eq!(answer.attributes("[name=name]", "value"), [name]);
        assert_eq!(answer.attributes("[name=to]", "value"), ["/inside"]);
        assert!(answer.headers.get("set-cookie").is_none());
    }
    assert_eq!(wrong.body.len(), unknown.body.len());
    // Each guess lets the next wait longer, however slowly this machine works them out.
    let mut early = wrong;
    for _ in 0..12 {
        if early.status == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
        let form = "name=reader&password=wrong";
        early = group.wiki.post("/-/sign-in", form, &[]).await;
    }
    assert_eq!(early.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!early.header("retry-after").is_empty());
    let in_french = [("accept-language", "fr")];
    let french = group
        .wiki
        .post("/-/sign-in", "name=x&password=wrong", &in_french)
        .await;
    assert_eq!(french.select("[role=alert]").len(), 1);
    assert_ne!(
        french.select("[role=alert]"),
        ["The name or the password is wrong."]
    );
}

#[tokio::test]
async fn nobody_is_led_elsewhere() {
    let group = Group::new(&FILES).await;
    for foreign in [
        "https://evil.example",
        "//evil.example",
        "/%5Cevil.example",
        "%09//evil.example",
    ] {
        let form = format!(
            "name=reader&to={foreign}&password={}",
            PASSWORD.replace(' ', "+")
        );
        let answer = group.wiki.post("/-/sign-in", &form, &[]).await;
        let location = answer.header("location");
        let second = location.as_bytes().get(1);
        assert!(
            location.starts_with('/') && !matches!(second, Some(b'/' | b'\\')),
            "{location}"
        );
    }
}

#[tokio::test]
async fn pages_of_other_sites_change_nothing() {
    let group = Group::new(&FILES).await;
    let cookie = group.sign_in(Role::Administrator).await;
    let send = async |headers: &[(&str, &str)]| {
        let mut all = vec![
            ("content-type", "application/x-www-form-urlencoded"),
            ("host", "test.example"),
        ];
        all.extend_from_slice(headers);
        let answer = group.wiki.request("POST", "/-/sign-out", &all).await;
        // A refusal is an answer of this site like every other.
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        answer.status
    };
    let cookie = ("cookie", cookie.as_str());
    for foreign in [
        &[cookie][..],
        &[cookie, ("sec-fetch-site", "cross-site")],
        &[cookie, ("sec-fetch-site", "same-site")],
        &[cookie, ("origin", "https://evil.example")],
        &[cookie, ("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
    ] {
        assert_eq!(send(foreign).await, StatusCode::FORBIDDEN, "{foreign:?}");
    }
    assert_eq!(
        group.get("/-/accounts", cookie.1).await.status,
        StatusCode::OK
    );
    let own = [cookie, ("origin", "https://test.example")];
    assert_eq!(send(&own).await, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_first_administrator_comes_in_by_a_link_that_looking_does_not_use() {
    let group = Group::empty().await;
    let link = group.accounts.links().first().unwrap().unwrap();
    let address = format!("/-/first/{}", link.reveal());
    for _ in 0..3 {
        let form = group.wiki.get(&address).await;
        assert_eq!(form.status, StatusCode::OK);
        assert_eq!(form.select("form [name=name]").len(), 1);
    }
    let weak = group
        .wiki
        .post(&address, "name=root&password=short", &[])
        .await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(weak.attributes("[name=name]", "value"), ["root"]);
    let form = format!("name=root&password={}", PASSWORD.replace(' ', "+"));
    let answer = group.wiki.post(&address, &form, &[]).await;
    assert_eq!(answer.header("location"), "/-/accounts");
    let page = group.get("/-/accounts", &session(&answer)).await;
    assert_eq!(page.select(".people h3"), ["root root · you"]);
    assert_eq!(group.wiki.get(&address).await.status, StatusCode::GONE);
    assert_eq!(
        group.wiki.post(&address, &form, &[]).await.status,
        StatusCode::GONE
    );
    assert_eq!(
        group.wiki.get("/-/first/nonsense").await.status,
        StatusCode::GONE
    );
}

#[tokio::test]
async fn an_administrator_invites_and_the_guest_comes_in() {
    let group = Group::new(&FILES).await;
    let cookie = group.sign_in(Role::Administrator).await;
    let headers = [("cookie", cookie.as_str())];
    let form = "name=guest&full-name=Gina+Guest&role=contributor";
    let page = group.wiki.post("/-/accounts/invite", form, &headers).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let link = page.attributes(".secret input", "value").remove(0);
    let address = link.strip_prefix("https://test.example").unwrap();
    let welcome = group.wiki.get(address).await;
    assert!(welcome.text().contains("guest"));
    let form = format!("password={}", PASSWORD.replace(' ', "+"));
    let answer = group.wiki.post(address, &form, &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let guest = session(&answer);
    assert_eq!(group.get("/later", &guest).await.status, StatusCode::OK);
    assert_eq!(
        group.get("/-/accounts", &guest).await.status,
        StatusCode::NOT_FOUND
    );
    let again = group
        .wiki
        .post("/-/accounts/invite", "name=guest&role=reader", &headers)
        .await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(again.attributes("#c-name", "value"), ["guest"]);
    // Shut: what they had means nothing at once.
    let id = group
        .accounts
        .people()
        .find_by_name("guest")
        .await
        .unwrap()
        .id;
    let change = async |what: &str| {
        let form = format!("id={id}&{what}");
        group
            .wiki
            .post("/-/accounts/change", &form, &headers)
            .await
            .status
    };
    assert_eq!(change("do=disable").await, StatusCode::OK);
    assert_eq!(
        group.get("/later", &guest).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(change("do=enable").await, StatusCode::OK);
    assert_eq!(change("do=remove").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(change("do=remove&sure=yes").await, StatusCode::OK);
    assert!(group.accounts.people().find(id).await.is_err());
}

#[tokio::test]
async fn the_last_administrator_cannot_be_lost() {
    let group = Group::new(&FILES).await;
    let cookie = group.sign_in(Role::Administrator).await;
    let id = group
        .accounts
        .people()
        .find_by_name("administrator")
        .await
        .unwrap()
        .id;
    for what in ["do=disable", "do=remove&sure=yes", "do=role&role=reader"] {
        let form = format!("id={id}&{what}");
        let answer = group
            .wiki
            .post("/-/accounts/change", &form, &[("cookie", &cookie)])
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
        assert_eq!(answer.select("[role=alert]").len(), 1);
    }
    assert_eq!(
        group.get("/-/accounts", &cookie).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn one_takes_along_what_is_stored_of_oneself_and_no_secret() {
    let group = Group::new(&FILES).await;
    let cookie = group.sign_in(Role::Contributor).await;
    let people = group.accounts.people();
    let contributor = people.find_by_name("contributor").await.unwrap();
    let administrator = people.find_by_name("administrator").await.unwrap();
    let by_other = AuditOrigin {
        actor: Actor::Account(administrator.id),
        network: "198.51.100.7".to_owned(),
    };
    let token = token(&group.accounts, Role::Contributor, TokenScope::Read).await;
    let texts = group.accounts.kept();
    let unsaved = UnsavedText {
        key: "later",
        title: "Later",
        base: "",
        text: "Half a word",
        message: "",
    };
    texts.keep(contributor.id, &unsaved).await.unwrap();
    let invited = group
        .accounts
        .links()
        .invite(contributor.id, &by_other)
        .await;
    let invited = invited.unwrap();
    let answer = group.get("/-/account/data.json", &cookie).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(
        answer
            .header("content-disposition")
            .starts_with("attachment; ")
    );
    let text = answer.text();
    let stored: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(stored["account"]["name"], "contributor");
    assert_eq!(stored["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(stored["tokens"][0]["scope"], "read");
    assert_eq!(stored["unsaved"][0]["text"], "Half a word");
    let log = stored["log"].as_array().unwrap();
    assert_eq!(
        (&log[0]["action"], &log[0]["by"]),
        (&"invite".into(), &"somebody else".into())
    );
    assert!(log.iter().any(|entry| entry["by"] == "you"));
    let session = cookie.split_once('=').unwrap().1;
    for secret in [
        session,
        token.reveal(),
        invited.reveal(),
        "198.51.100.7",
        &administrator.id.to_string(),
        "$argon2",
    ] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
    let stranger = group.get("/-/account/data.json", "").await;
    assert_eq!(stranger.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn one_looks_after_ones_own_account() {
    let group = Group::new(&FILES).await;
    let cookie = group.sign_in(Role::Contributor).await;
    let other = group.sign_in(Role::Contributor).await;
    let headers = [("cookie", cookie.as_str())];
    let page = group.get("/-/account", &cookie).await;
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.select("#c-address-help").len(), 1);
    assert!(
        page.text()
            .contains("contributor@users.noreply.test.example")
    );
    let form = "full-name=Carl+Berg&address=carl@stat.example&language=fr";
    let saved = group.wiki.post("/-/account/profile", form, &headers).await;
    assert_eq!(saved.status, StatusCode::OK);
    assert_eq!(saved.attributes("#c-full-name", "value"), ["Carl Berg"]);
    let wrong = group
        .wiki
        .post(
            "/-/account/profile",
            "full-name=Carl&address=carl",
            &headers,
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.attributes("#c-address", "value"), ["carl"]);
    let made = group
        .wiki
        .post(
            "/-/account/tokens",
            "name=laptop&scope=write&days=30",
            &headers,
        )
        .await;
    let token = made.attributes(".secret input", "value").remove(0);
    assert!(token.starts_with("concord_"));
    assert!(
        !group
            .get("/-/account", &cookie)
            .await
            .text()
            .contains(&token)
    );
    let api = group
        .wiki
        .request(
            "GET",
            "/api/v1/pages/later",
            &[("authorization", &format!("Bearer {token}"))],
        )
        .await;
    assert_eq!(api.status, StatusCode::OK);
    let ended = group
        .wiki
        .post("/-/account/sessions/end", "", &headers)
        .await;
    assert_eq!(ended.status, StatusCode::OK);
    assert_eq!(
        group.get("/later", &other).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(group.get("/later", &cookie).await.status, StatusCode::OK);
    let form = "password=nine+otters+weigh+the+lantern&end-tokens=yes";
    let changed = group.wiki.post("/-/account/password", form, &headers).await;
    assert_eq!(changed.status, StatusCode::OK);
    let api = group
        .wiki
        .request(
            "GET",
            "/api/v1/pages/later",
            &[("authorization", &format!("Bearer {token}"))],
        )
        .await;
    assert_eq!(api.status, StatusCode::NOT_FOUND);
    for address in ["/-/account", "/-/accounts", "/-/audit"] {
        let answer = group.wiki.get(address).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}");
        assert!(answer.header("location").starts_with("/-/sign-in?to="));
    }
}

#[tokio::test]
async fn a_token_reads_by_the_api_and_signs_in_nowhere() {
    let group = Group::new(&FILES).await;
    let token = group.token(Role::Administrator, TokenScope::Read).await;
    let bearer = format!("Bearer {}", token.reveal());
    let headers = [("authorization", bearer.as_str())];
    let status = async |address: &str| group.wiki.request("GET", address, &headers).await.status;
    assert_eq!(status("/api/v1/pages/inside").await, StatusCode::OK);
    assert_eq!(status("/inside").await, StatusCode::NOT_FOUND);
    assert_eq!(status("/-/account").await, StatusCode::SEE_OTHER);
    let cookie = format!("__Host-concord={}", token.reveal());
    assert_eq!(
        group.get("/inside", &cookie).await.status,
        StatusCode::NOT_FOUND
    );
    let form = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let made = group.wiki.request("POST", "/-/account/tokens", &form).await;
    assert_eq!(
        made.status,
        StatusCode::FORBIDDEN,
        "a token makes no tokens"
    );
    assert_eq!(made.select("[name=again-password]").len(), 1);
    let feeds = group.token(Role::Reader, TokenScope::Feeds).await;
    let bearer = format!("Bearer {}", feeds.reveal());
    let api = group
        .wiki
        .request("GET", "/api/v1/pages/inside", &[("authorization", &bearer)])
        .await;
    assert_eq!(
        api.status,
        StatusCode::NOT_FOUND,
        "a feed's address opens feeds alone"
    );
}

#[tokio::test]
async fn what_is_kept_for_one_role_no_other_gets() {
    let group = Group::new(&FILES).await;
    let reader = group.sign_in(Role::Reader).await;
    let administrator = group.sign_in(Role::Administrator).await;
    for _ in 0..2 {
        let page = group.get("/open", &administrator).await;
        assert!(page.text().contains("/-/accounts"));
        let tag = page.header("etag").to_owned();
        let page = group.get("/open", &reader).await;
        assert!(!page.text().contains("/-/accounts"));
        assert_ne!(page.header("etag"), tag);
        let headers = [("cookie", reader.as_str()), ("if-none-match", tag.as_str())];
        let answer = group.wiki.request("GET", "/open", &headers).await;
        assert_eq!(answer.status, StatusCode::OK, "another's tag says nothing");
        let stranger = group.wiki.get("/open").await;
        assert!(!stranger.text().contains("/-/account"));
    }
}

#[tokio::test]
async fn a_refused_method_is_told_those_that_an_address_takes() {
    let group = Group::new(&FILES).await;
    for (method, address, takes) in [
        ("PUT", "/-/account/profile", "GET,HEAD,POST"),
        ("DELETE", "/-/sign-in", "GET,HEAD,POST"),
        ("GET", "/-/sign-out", "POST"),
        ("POST", "/-/account", "GET,HEAD"),
        ("POST", "/open", "GET,HEAD"),
        ("PUT", "/api/v1/pages", "GET,HEAD"),
    ] {
        let answer = group.wiki.request(method, address, &[]).await;
        let status = answer.status;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{address}");
        assert_eq!(answer.header("allow"), takes, "{address}");
    }
}

#[tokio::test]
async fn the_log_is_shown_filtered_and_taken_along() {
    let group = Group::new(&FILES).await;
    let cookie = group.sign_in(Role::Administrator).await;
    group
        .wiki
        .post("/-/sign-in", "name=reader&password=wrong", &[])
        .await;
    let page = group.get("/-/audit", &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.select("tbody tr").len(), 6);
    let refused = group
        .get("/-/audit?action=sign-in&text=reader", &cookie)
        .await;
    assert_eq!(refused.select("tbody tr").len(), 1);
    let by = group
        .get("/-/audit?person=administrator&action=sign-in", &cookie)
        .await;
    assert_eq!(by.select("tbody tr").len(), 1);
    let wrong = group.get("/-/audit?from=yesterday", &cookie).await;
    assert_eq!(wrong.select("[role=alert]").len(), 1);
    let unknown = group.get("/-/audit?person=nobody", &cookie).await;
    assert_eq!(unknown.select("[role=alert]").len(), 1);
    // The heading, the ways elsewhere and what the page is for; not that nothing was found.
    assert_eq!(unknown.select("main p:not(.field)").len(), 4);
    let nothing = group.get("/-/audit?text=nonsense", &cookie).await;
    assert!(nothing.select("[role=alert]").is_empty());
    assert_eq!(nothing.select("main p:not(.field)").len(), 5);
    let lines = group.get("/-/audit.jsonl?action=create", &cookie).await;
    assert_eq!(lines.text().lines().count(), 4);
    let table = group.get("/-/audit.csv", &cookie).await;
    assert_eq!(table.text().lines().count(), 7);
    assert!(!table.text().contains(PASSWORD));
    let reader = group.sign_in(Role::Reader).await;
    for address in ["/-/audit", "/-/audit.csv", "/-/audit.jsonl", "/-/accounts"] {
        let status = group.get(address, &reader).await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{address}");
    }
}

#[tokio::test]
async fn a_site_without_accounts_has_no_doors() {
    let wiki = Wiki::new(&FILES);
    let answer = wiki.get("/-/sign-in").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(wiki.get("/open").await.select(".site-door").len(), 0);
}

#[tokio::test]
async fn forms_that_are_none_are_refused() {
    let group = Group::new(&FILES).await;
    let plain = [
        ("content-type", "text/plain"),
        ("sec-fetch-site", "same-origin"),
    ];
    let answer = group.wiki.request("POST", "/-/sign-in", &plain).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let long = format!("name={}", "a".repeat(100_000));
    let answer = group.wiki.post("/-/sign-in", &long, &[]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_feed_for_members_has_an_address_of_its_own() {
    let group = Group::new(&FILES).await;
    let token = group.token(Role::Reader, TokenScope::Feeds).await;
    let address = format!("/feed.xml?key={}&kind=page", token.reveal());
    let feed = group.wiki.get(&address).await;
    assert_eq!(feed.status, StatusCode::OK);
    assert_eq!(feed.header("cache-control"), "no-store");
    assert!(feed.text().contains("Inside") && !feed.text().contains("Later"));
    assert!(
        !feed.text().contains(token.reveal()),
        "it does not tell its key"
    );
    assert!(!group.wiki.get("/feed.xml").await.text().contains("Inside"));
    let reads = group.token(Role::Reader, TokenScope::Read).await;
    let other = group
        .wiki
        .get(&format!("/feed.xml?key={}", reads.reveal()))
        .await;
    assert_eq!(other.status, StatusCode::BAD_REQUEST, "only a feed's key");
    let page = group
        .wiki
        .get(&format!("/inside?key={}", token.reveal()))
        .await;
    assert_eq!(page.status, StatusCode::NOT_FOUND, "only feeds");
    let id = group
        .accounts
        .people()
        .find_by_name("reader")
        .await
        .unwrap()
        .id;
    group
        .accounts
        .people()
        .set_disabled(id, true, &console())
        .await
        .unwrap();
    assert_eq!(
        group.wiki.get(&address).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn what_was_searched_in_vain_is_for_administrators() {
    let folder = tempfile::tempdir().unwrap();
    let accounts = accounts_of_each_role(&folder).await;
    let known = Arc::clone(&accounts);
    let settings = Settings {
        counts_searches: true,
        ..Settings::default()
    };
    let wiki = Wiki::new(&FILES).prepared_with(settings, |site| site.with_accounts(known));
    let group = Group {
        wiki,
        accounts,
        _folder: folder,
    };
    let cookie = group.sign_in(Role::Administrator).await;
    let empty = group.get("/-/searches", &cookie).await;
    assert!(empty.text().contains("Nothing yet."), "{}", empty.text());
    for _ in 0..3 {
        // The second and the third come from what is kept, and count too.
        group.wiki.get("/search?q=%3Ci%3Ecormorant").await;
        group.wiki.get("/search?q=herron").await;
    }
    group.wiki.get("/search?q=heron").await;
    group.wiki.get("/search?q=cormorants&kind=case").await;
    group.accounts.tidy().await.unwrap();
    let page = group.get("/-/searches", &cookie).await;
    let rows: Vec<String> = page.select("tbody tr td");
    assert_eq!(rows.len(), 8, "{rows:?}");
    assert_eq!(&rows[..3], ["herron", "searched instead: heron", "3"]);
    assert_eq!(&rows[4..7], ["icormorant", "found nothing", "3"]);
}

#[tokio::test]
async fn more_accounts_than_a_page_holds_follow_on_the_next() {
    let group = Group::new(&FILES).await;
    for number in 0..120 {
        let wanted = NewAccount {
            name: &format!("guest-{number:03}"),
            full_name: "",
            role: Role::Reader,
            password: None,
        };
        group
            .accounts
            .people()
            .create(&wanted, &console())
            .await
            .unwrap();
    }
    let cookie = group.sign_in(Role::Administrator).await;
    let (mut seen, mut address) = (0, "/-/accounts?q=guest".to_owned());
    for _ in 0..2 {
        let page = group.get(&address, &cookie).await;
        seen += page.select(".people > li").len();
        let more = page.attributes("main p a[href^='/-/accounts?']", "href");
        address = more.first().cloned().unwrap_or_default();
    }
    assert_eq!((seen, address.as_str()), (120, ""));
}

#[tokio::test]
async fn whom_to_tell_of_a_weakness_stands_where_it_is_looked_for() {
    let none = Wiki::new(&FILES).get("/.well-known/security.txt").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let settings = Settings {
        security: Some(SecurityContact {
            contact: "mailto:security@example.org".to_owned(),
            policy: Some("https://example.org/security".to_owned()),
        }),
        ..Settings::default()
    };
    let today = || Date::parse("2026-12-01").unwrap();
    let wiki = Wiki::new(&FILES).prepared_with(settings, |site| site.with_clock(today));
    let answer = wiki.get("/.well-known/security.txt").await;
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    let text = answer.text();
    for line in [
        "Contact: mailto:security@example.org",
        "Expires: 2027-05-30T00:00:00Z",
        "Policy: https://example.org/security",
        "Preferred-Languages: en, fr, es, ru",
        "Canonical: https://test.example/.well-known/security.txt",
    ] {
        assert!(text.lines().any(|own| own == line), "{line}: {text}");
    }
}
