//! Mail, through the router and a real mail server: what goes out, to whom, and how often.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::http::StatusCode;
use concord::accounts::{
    Account, Accounts, DatabaseOpener, LEASE, NewAccount, NewToken, Profile, TokenScope,
};
use concord::domain::Role;
use concord::mail::{Courier, MailSettings};
use concord::web::{Settings, compose};
use tokio::sync::watch;

use crate::mail_sink::Sink;
use crate::people::{Group, PASSWORD, accounts_at, console, session};
use crate::program::{program, start, wait_for};
use crate::wiki::{Answer, TestRepository, Wiki};

const SITE: &str = "https://test.example";
const ADDRESS: &str = "reader@stat.example";
const HOME: (&str, &str) = ("index.md", "---\ntitle: Home\nkind: page\n---\n");

/// Returns what sends to a mail server as the site does.
fn courier(server: &str) -> Courier {
    let site = Settings {
        name: "Our wiki".to_owned(),
        base_url: SITE.to_owned(),
        ..Settings::default()
    };
    let names = ("Our wiki", "test.example");
    let settings = MailSettings::new(server, "wiki@test.example", None, names).unwrap();
    Courier::new(settings, move |letter| compose(&site, letter))
}

fn to(sink: &Sink) -> Courier {
    courier(&format!("smtp://127.0.0.1:{}", sink.port))
}

async fn reader(accounts: &Accounts) -> Account {
    accounts.people().find_by_name("reader").await.unwrap()
}

/// Sends what is due.
async fn send(courier: &Courier, accounts: &Accounts) -> bool {
    let (_stop, stopped) = watch::channel(false);
    courier.round(accounts, &stopped).await.is_ok()
}

/// A site that sends mail, whose reader has confirmed an address.
async fn group(sink: &Sink) -> Group {
    let group = Group::reading(&[HOME]).await;
    group.accounts.turn_mail_on();
    let cookie = group.sign_in(Role::Reader).await;
    let wanted = format!("account=reader&mail={ADDRESS}");
    let sent = form(&group, "/-/account/mail", &wanted, &cookie).await;
    assert_eq!(sent.status, StatusCode::OK);
    assert!(send(&to(sink), &group.accounts).await);
    let link = sink.mail().link(SITE);
    let page = group.wiki.get(&link).await;
    assert!(page.text().contains(ADDRESS));
    let sent = group.wiki.post(&link, "", &[]).await;
    assert_eq!(sent.status, StatusCode::OK);
    group
}

async fn form(group: &Group, address: &str, form: &str, cookie: &str) -> Answer {
    group.wiki.post(address, form, &[("cookie", cookie)]).await
}

#[tokio::test]
async fn who_is_invited_by_mail_comes_in_by_its_link() {
    let sink = Sink::new();
    let group = Group::reading(&[HOME]).await;
    let cookie = group.sign_in(Role::Administrator).await;
    let wanted = "account=administrator&name=ben&full-name=Ben+%C3%85%0D%0ABcc%3A+all%40x.example&role=reader&mail=ben%40stat.example";
    // Without mail nobody is asked for an address, and the link is there to copy.
    let page = form(
        &group,
        "/-/accounts/invite",
        &wanted.replace("ben", "ada"),
        &cookie,
    )
    .await;
    assert!(page.text().contains("/-/invite/"), "{}", page.text());
    assert_eq!(page.select("input[name=mail]"), [] as [String; 0]);
    group.accounts.turn_mail_on();
    // What is no address costs no account, so that it can be mended.
    let wrong = wanted.replace("ben%40stat", "ben%0D%0A%40stat");
    let page = form(&group, "/-/accounts/invite", &wrong, &cookie).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = form(&group, "/-/accounts/invite", wanted, &cookie).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(
        !page.text().contains("/-/invite/"),
        "the link goes by mail alone"
    );
    assert!(
        !page.text().contains("ben@stat.example"),
        "the address is shown to nobody"
    );
    assert!(send(&to(&sink), &group.accounts).await);
    let mail = sink.mail();
    assert_eq!(mail.to(), "ben@stat.example");
    assert_eq!(mail.header("from"), "Our wiki <wiki@test.example>");
    assert!(mail.header("to").ends_with("<ben@stat.example>"));
    assert_eq!(mail.header("subject"), "Your account at Our wiki");
    assert_eq!(mail.header("auto-submitted"), "auto-generated");
    assert!(mail.header("message-id").ends_with("@test.example>"));
    let names = mail.headers();
    assert!(
        !names.contains(&"bcc") && !names.contains(&"list-unsubscribe"),
        "{names:?}"
    );
    let link = mail.link(SITE);
    let secret = link.strip_prefix("/-/invite/").unwrap();
    assert!(secret.len() == 64 && secret.bytes().all(|byte| byte.is_ascii_hexdigit()));
    // Whoever looks at it, such as a scanner of mail, uses nothing.
    for _ in 0..2 {
        assert_eq!(group.wiki.get(&link).await.status, StatusCode::OK);
    }
    let password = format!("password={}", PASSWORD.replace(' ', "+"));
    let come_in = group.wiki.post(&link, &password, &[]).await;
    assert_eq!(come_in.status, StatusCode::SEE_OTHER);
    let own = [("cookie", &*session(&come_in))];
    let page = group.wiki.request("GET", "/-/account", &own).await;
    assert!(page.text().contains("Mail goes to ben@stat.example"));
    assert_eq!(group.wiki.get(&link).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_forgotten_password_is_answered_alike_for_everybody() {
    let sink = Sink::new();
    let group = group(&sink).await;
    let before = group.sign_in(Role::Reader).await;
    let ask = async |address: &str| {
        let answer = group
            .wiki
            .post("/-/forgotten", &format!("address={address}"), &[])
            .await;
        (answer.status, answer.text())
    };
    let known = ask(ADDRESS).await;
    let unknown = ask("nobody@stat.example").await;
    assert_eq!(known, unknown);
    assert_eq!(known.0, StatusCode::OK);
    assert_eq!(ask("no-address").await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        group
            .wiki
            .get("/-/sign-in")
            .await
            .text()
            .contains("/-/forgotten")
    );
    assert!(send(&to(&sink), &group.accounts).await);
    let mail = sink.mail();
    assert_eq!(mail.to(), ADDRESS);
    assert!(sink.is_empty(), "nobody else gets anything");
    let link = mail.link(SITE);
    assert!(link.starts_with("/-/reset/"), "{link}");
    assert_eq!(group.wiki.get(&link).await.status, StatusCode::OK);
    let come_in = group
        .wiki
        .post(&link, "password=eleven+owls+mend+a+kettle", &[])
        .await;
    assert_eq!(come_in.status, StatusCode::SEE_OTHER);
    let as_before = group
        .wiki
        .request("GET", "/-/account", &[("cookie", &before)])
        .await;
    assert_eq!(
        as_before.status,
        StatusCode::SEE_OTHER,
        "other sessions have ended"
    );
    let again = group
        .wiki
        .post(&link, "password=eleven+owls+mend+a+kettle", &[])
        .await;
    assert_eq!(again.status, StatusCode::GONE);
    assert!(send(&to(&sink), &group.accounts).await);
    assert_eq!(
        sink.mail().header("subject"),
        "Your password at Our wiki is changed"
    );
}

#[tokio::test]
async fn asking_too_often_is_refused_for_known_and_unknown_addresses_alike() {
    let sink = Sink::new();
    let group = group(&sink).await;
    let ask = async |address: &str| {
        let mut asked = 0;
        loop {
            let answer = group
                .wiki
                .post("/-/forgotten", &format!("address={address}"), &[])
                .await;
            if answer.status != StatusCode::OK {
                assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
                assert!(!answer.header("retry-after").is_empty());
                return asked;
            }
            asked += 1;
        }
    };
    let (known, unknown) = (ask(ADDRESS).await, ask("nobody@stat.example").await);
    assert_eq!(known, unknown);
    assert!(unknown < 10, "{unknown}");
}

#[tokio::test]
async fn a_new_way_in_is_told_in_the_language_of_its_owner() {
    let sink = Sink::new();
    let group = group(&sink).await;
    let reader = reader(&group.accounts).await;
    let profile = Profile {
        full_name: Some("Zoë \"Z\" O’Neil, ред."),
        language: Some("fr"),
        ..Profile::default()
    };
    group
        .accounts
        .people()
        .set_profile(reader.id, &profile, &console())
        .await
        .unwrap();
    let headers = [("user-agent", "Mozilla/5.0 (X11; Linux) Firefox/131.0")];
    let signing_in = format!("name=reader&password={}", PASSWORD.replace(' ', "+"));
    group.wiki.post("/-/sign-in", &signing_in, &headers).await;
    let wanted = NewToken {
        name: "<b>laptop</b>\r\nBcc: x",
        scope: TokenScope::Read,
        days: 1,
    };
    group
        .accounts
        .tokens()
        .create(reader.id, &wanted, &console())
        .await
        .unwrap();
    assert!(send(&to(&sink), &group.accounts).await);
    let mut mails = [sink.mail(), sink.mail()];
    mails.sort_by_key(|mail| mail.header("subject").to_owned());
    let [token, sign_in] = mails;
    assert_eq!(
        sign_in.header("subject"),
        "Nouvelle connexion à votre compte sur Our wiki"
    );
    assert!(
        sign_in.plain().contains("Navigateur : Firefox, Linux"),
        "{}",
        sign_in.plain()
    );
    assert_eq!(sign_in.link(SITE), "/-/account");
    assert!(sign_in.header("to").contains("Zoë") && sign_in.header("to").contains("ред"));
    assert_eq!(
        token.header("subject"),
        "Nouveau jeton de votre compte sur Our wiki"
    );
    assert!(token.html().contains("laptop"));
    assert!(!token.html().contains("<b>"));
    assert!(token.html().contains("lang=\"fr\""));
}

#[tokio::test]
async fn mail_waits_for_a_server_that_is_down_and_goes_out_once() {
    let sink = Sink::new();
    let group = group(&sink).await;
    let (port, courier) = (sink.port, to(&sink));
    drop(sink);
    group
        .wiki
        .post("/-/forgotten", &format!("address={ADDRESS}"), &[])
        .await;
    assert!(!send(&courier, &group.accounts).await);
    assert!(!send(&courier, &group.accounts).await);
    assert_eq!(group.accounts.queue().waiting().await.unwrap(), 1);
    let sink = Sink::at(port, &["take"]);
    assert!(send(&courier, &group.accounts).await);
    assert!(send(&courier, &group.accounts).await);
    assert_eq!(sink.mail().to(), ADDRESS);
    assert!(sink.is_empty());
    let figures = group.accounts.posted();
    assert_eq!(
        (figures.sent, figures.given_up),
        (2, 0),
        "one was to confirm the address"
    );
}

#[tokio::test]
async fn what_is_refused_for_now_is_tried_again_and_what_is_refused_for_good_is_not() {
    let sink = Sink::new();
    let folder = tempfile::tempdir().unwrap();
    let later: Arc<AtomicI64> = Arc::default();
    let accounts = accounts_at(&folder, Arc::clone(&later)).await;
    accounts.turn_mail_on();
    let reader = reader(&accounts).await;
    let invite = async || {
        let links = accounts.links();
        links
            .invite_by_mail(reader.id, ADDRESS, "en", &console())
            .await
            .unwrap();
    };
    let (port, courier) = (sink.port, to(&sink));
    drop(sink);
    let refusing = Sink::at(port, &["later"]);
    invite().await;
    assert!(send(&courier, &accounts).await);
    assert_eq!(accounts.posted().failed, 1);
    drop(refusing);
    let sink = Sink::at(port, &["take"]);
    assert!(send(&courier, &accounts).await);
    assert!(sink.is_empty(), "not yet");
    later.store(60, Ordering::Relaxed);
    assert!(send(&courier, &accounts).await);
    assert_eq!(sink.mail().to(), ADDRESS);
    drop(sink);
    let _refusing = Sink::at(port, &["never"]);
    invite().await;
    assert!(send(&courier, &accounts).await);
    assert_eq!(accounts.posted().given_up, 1);
    assert_eq!(accounts.queue().waiting().await.unwrap(), 0);
}

#[tokio::test]
async fn after_a_crash_between_claim_and_answer_no_second_copy_goes_out() {
    let slow = Sink::at(0, &["slow"]);
    let folder = tempfile::tempdir().unwrap();
    let later: Arc<AtomicI64> = Arc::default();
    let accounts = accounts_at(&folder, Arc::clone(&later)).await;
    accounts.turn_mail_on();
    let reader = reader(&accounts).await;
    let links = accounts.links();
    links
        .invite_by_mail(reader.id, ADDRESS, "en", &console())
        .await
        .unwrap();
    let (port, courier) = (slow.port, Arc::new(to(&slow)));
    let (sending, all) = (Arc::clone(&courier), Arc::clone(&accounts));
    let sending = tokio::spawn(async move { send(&sending, &all).await });
    // The mail server has the text, and has not answered; then this program ends.
    let slow = tokio::task::spawn_blocking(move || {
        slow.said();
        slow
    });
    let slow = slow.await.unwrap();
    sending.abort();
    assert!(sending.await.unwrap_err().is_cancelled());
    drop(slow);
    let sink = Sink::at(port, &["take"]);
    for seconds in [0, LEASE - 1, LEASE + 1, 2 * LEASE] {
        later.store(seconds, Ordering::Relaxed);
        assert!(send(&courier, &accounts).await);
    }
    assert!(sink.is_empty());
    assert_eq!(accounts.posted().given_up, 1);
    assert_eq!(accounts.queue().waiting().await.unwrap(), 0);
}

#[tokio::test]
async fn an_address_beyond_ascii_gets_its_mail() {
    let sink = Sink::new();
    let group = Group::reading(&[HOME]).await;
    group.accounts.turn_mail_on();
    let reader = reader(&group.accounts).await;
    let links = group.accounts.links();
    links
        .invite_by_mail(reader.id, "büro@stat.example", "ru", &console())
        .await
        .unwrap();
    assert!(send(&to(&sink), &group.accounts).await);
    let mail = sink.mail();
    assert_eq!(mail.to(), "büro@stat.example");
    assert_eq!(
        mail.header("subject"),
        "Ваша учётная запись на сайте Our wiki"
    );
}

#[tokio::test]
async fn a_server_elsewhere_that_does_not_change_to_tls_gets_nothing() {
    let sink = Sink::on("127.0.0.2", 0, &["take"]);
    let folder = tempfile::tempdir().unwrap();
    let accounts = accounts_at(&folder, Arc::default()).await;
    let reader = reader(&accounts).await;
    let links = accounts.links();
    links
        .invite_by_mail(reader.id, ADDRESS, "en", &console())
        .await
        .unwrap();
    let courier = courier(&format!("smtp://127.0.0.2:{}", sink.port));
    assert!(!send(&courier, &accounts).await);
    assert!(sink.is_empty());
    assert_eq!(accounts.queue().waiting().await.unwrap(), 1);
}

/// Makes an authority and a certificate of it for an address, with Debian's `openssl`.
fn certificate(folder: &std::path::Path, address: &str) {
    std::fs::write(folder.join("ext"), format!("subjectAltName=IP:{address}\n")).unwrap();
    let new_key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    for arguments in [
        format!("req -x509 {new_key} -keyout ca.key -out ca.pem -days 2 -subj /CN=Test"),
        format!("req {new_key} -keyout own.key -out own.csr -subj /CN=mail"),
        "x509 -req -in own.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile ext -out own.pem"
            .to_owned(),
    ] {
        let mut command = std::process::Command::new("openssl");
        command.args(arguments.split(' ')).current_dir(folder);
        let made = command.output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }
}

#[tokio::test]
async fn the_program_sends_over_tls_with_a_password_and_only_to_a_server_it_knows() {
    let repository = TestRepository::new();
    repository.write(&[(
        "index.md",
        "---\ntitle: Home\nkind: page\nsummary: S.\n---\n",
    )]);
    let folder = repository.folder();
    certificate(folder, "127.0.0.2");
    let pem = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let sink = Sink::on("127.0.0.2", 0, &["tls", &pem("own.pem"), &pem("own.key")]);
    let server = format!("smtp://127.0.0.2:{}", sink.port);
    let accounts = Accounts::open(&folder.join("data"), DatabaseOpener::Command)
        .await
        .unwrap();
    let wanted = NewAccount {
        name: "ben",
        full_name: "Ben",
        role: Role::Reader,
        password: None,
    };
    let ben = accounts.people().create(&wanted, &console()).await.unwrap();
    let links = accounts.links();
    links
        .invite_by_mail(ben.id, ADDRESS, "en", &console())
        .await
        .unwrap();
    // Nobody here knows who made its certificate.
    assert!(!send(&courier(&server), &accounts).await);
    assert_eq!(accounts.queue().waiting().await.unwrap(), 1);
    std::fs::write(folder.join("password"), "a secret\n").unwrap();
    std::fs::write(
        folder.join("concord.toml"),
        format!("base_url = \"{SITE}\"\n[mail]\nserver = \"{server}\"\nfrom = \"wiki@test.example\"\nuser = \"wiki\"\npassword_file = \"password\"\n"),
    )
    .unwrap();
    let mut command = program(folder);
    command.args(["serve", "--listen", "127.0.0.1:0", "--repository"]);
    command
        .arg(repository.path())
        .env("SSL_CERT_FILE", pem("ca.pem"));
    let _server = start(command);
    let mail = tokio::task::spawn_blocking(move || sink.mail())
        .await
        .unwrap();
    assert_eq!((mail.to(), mail.user()), (ADDRESS, "wiki"));
    assert!(mail.link(SITE).starts_with("/-/invite/"));
}

#[tokio::test]
async fn a_program_that_is_killed_while_it_sends_sends_nothing_twice() {
    const ALL: usize = 20;
    let repository = TestRepository::new();
    repository.write(&[(
        "index.md",
        "---\ntitle: Home\nkind: page\nsummary: S.\n---\n",
    )]);
    let folder = repository.folder();
    let sink = Sink::new();
    let accounts = Accounts::open(&folder.join("data"), DatabaseOpener::Command)
        .await
        .unwrap();
    for number in 0..ALL {
        let wanted = NewAccount {
            name: &format!("n{number}"),
            full_name: "",
            role: Role::Reader,
            password: None,
        };
        let made = accounts.people().create(&wanted, &console()).await.unwrap();
        let address = format!("n{number}@stat.example");
        let links = accounts.links();
        links
            .invite_by_mail(made.id, &address, "en", &console())
            .await
            .unwrap();
    }
    std::fs::write(
        folder.join("concord.toml"),
        format!("base_url = \"{SITE}\"\n[mail]\nserver = \"smtp://127.0.0.1:{}\"\nfrom = \"wiki@test.example\"\n", sink.port),
    )
    .unwrap();
    let serve = || {
        let mut command = program(folder);
        command.args(["serve", "--listen", "127.0.0.1:0", "--repository"]);
        command.arg(repository.path());
        start(command)
    };
    let mut taken = Vec::new();
    for killed_after in [3, 7] {
        let server = serve();
        while taken.len() < killed_after {
            taken.push(sink.mail().to().to_owned());
        }
        // Its guard kills it, whatever it does.
        drop(server);
    }
    let _server = serve();
    while accounts.queue().is_due().await.unwrap() {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    // What nobody knows of whether it went out is left claimed.
    let claimed = usize::try_from(accounts.queue().waiting().await.unwrap()).unwrap();
    assert!(claimed <= 3, "{claimed}");
    while taken.len() < ALL - claimed {
        taken.push(sink.mail().to().to_owned());
    }
    taken.extend(std::iter::from_fn(|| {
        sink.more().map(|mail| mail.to().to_owned())
    }));
    let once: std::collections::BTreeSet<&String> = taken.iter().collect();
    assert_eq!(once.len(), taken.len(), "{taken:?}");
}

#[test]
fn what_is_wrong_with_the_settings_is_said_at_the_start() {
    let repository = TestRepository::new();
    repository.write(&[(
        "index.md",
        "---\ntitle: Home\nkind: page\nsummary: S.\n---\n",
    )]);
    let folder = repository.folder();
    let serve = || {
        let mut command = program(folder);
        command.args(["serve", "--listen", "127.0.0.1:0", "--repository"]);
        command.arg(repository.path());
        command
    };
    let config = |text: &str| std::fs::write(folder.join("concord.toml"), text).unwrap();
    for (text, said) in [
        (
            "[mail]\nserver = \"mail.example.org\"\nfrom = \"a@b.example\"\n",
            "smtps://",
        ),
        (
            "[mail]\nserver = \"smtp://localhost\"\nfrom = \"us\"\n",
            "cannot be from",
        ),
        (
            "[mail]\nserver = \"smtp://localhost\"\nfrom = \"a@b.example\"\nuser = \"a\"\n",
            "no password",
        ),
    ] {
        config(text);
        let output = serve().output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && error.contains(said), "{error}");
    }
    // Without an address of the site there is nowhere to lead to.
    config("[mail]\nserver = \"smtp://localhost\"\nfrom = \"a@b.example\"\n");
    let log = folder.join("log");
    let mut command = serve();
    command.stdout(std::process::Stdio::null());
    command.stderr(std::fs::File::create(&log).unwrap());
    let mut child = command.spawn().unwrap();
    wait_for("the warning", std::time::Duration::from_secs(30), || {
        std::fs::read_to_string(&log)
            .unwrap()
            .contains("no mail is sent")
    });
    child.kill().unwrap();
    child.wait().unwrap();
}

#[tokio::test]
async fn operators_see_what_waits() {
    let group =
        Group::with(|accounts| Wiki::new(&[HOME]).prepared(|site| site.with_accounts(accounts)))
            .await;
    let cookie = group.sign_in(Role::Administrator).await;
    let figures = async || {
        let headers = [("cookie", cookie.as_str())];
        group
            .wiki
            .request("GET", "/-/metrics", &headers)
            .await
            .text()
    };
    assert!(!figures().await.contains("concord_mail"));
    group.accounts.turn_mail_on();
    let reader = reader(&group.accounts).await;
    let links = group.accounts.links();
    links
        .invite_by_mail(reader.id, ADDRESS, "en", &console())
        .await
        .unwrap();
    let text = figures().await;
    assert!(text.contains("\nconcord_mail_waiting 1\n"), "{text}");
    assert!(text.contains("\nconcord_mail_given_up_total 0\n"), "{text}");
}
