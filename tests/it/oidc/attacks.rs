//! What a provider, or whoever stands between, may try: nobody comes in by it, and nothing changes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use concord::domain::Role;
use serde_json::{Value, json};

use crate::oidc::fake::{Fake, Mood, Signing, as_it_is, now};
use crate::oidc::office::{Browser, Office};
use crate::wiki::Answer;

fn assert_refused(answer: &Answer, browser: &Browser, status: StatusCode, what: &str) {
    assert_eq!(answer.status, status, "{what}: {}", answer.text());
    assert!(!browser.has_session(), "{what}");
    assert_eq!(answer.select(".notice").len(), 1, "{what}");
}

async fn welcoming() -> Office {
    Office::with(|settings| settings.otherwise = Some(Role::Reader)).await
}

#[tokio::test]
async fn claims_that_are_not_for_this_site_this_sign_in_and_now_are_not_believed() {
    let office = welcoming().await;
    let long_ago = now() - 10_000;
    let wrong = [
        ("iss", json!("https://other.example")),
        ("iss", json!(format!("{}/", office.fake.address))),
        ("iss", Value::Null),
        ("aud", json!("another")),
        ("aud", json!(["wiki", "another"])),
        ("aud", json!([])),
        ("azp", json!("another")),
        ("exp", json!(long_ago)),
        ("exp", json!(now() - 1)),
        ("exp", Value::Null),
        ("nbf", json!(now() + 1000)),
        ("nbf", json!("soon")),
        ("iat", json!(now() + 1000)),
        ("nonce", json!("another")),
        ("nonce", Value::Null),
        ("sub", Value::Null),
        ("sub", json!("")),
        ("sub", json!("x".repeat(256))),
    ];
    for (name, value) in wrong {
        let what = format!("{name}: {value}");
        office.fake.tell(|told| {
            told.claims = Arc::new(move |claims| claims[name] = value.clone());
        });
        let mut browser = Browser::default();
        let answer = browser.come_in(&office).await;
        let status = match name == "sub" && !what.contains("null") {
            true => StatusCode::UNPROCESSABLE_ENTITY,
            false => StatusCode::FORBIDDEN,
        };
        assert_refused(&answer, &browser, status, &what);
    }
    assert_eq!(office.count().await, 4);
    office.fake.tell(|told| told.claims = as_it_is());
    assert!(
        Browser::default()
            .come_in(&office)
            .await
            .status
            .is_redirection()
    );
}

#[tokio::test]
async fn only_the_providers_own_key_signs() {
    let office = welcoming().await;
    for signing in [
        Signing::None,
        Signing::Public,
        Signing::Shared,
        Signing::Unpublished("no-such"),
        Signing::Unpublished("own"),
    ] {
        office.fake.tell(|told| told.signing = signing);
        let mut browser = Browser::default();
        let answer = browser.come_in(&office).await;
        let what = format!("{signing:?}");
        assert_refused(&answer, &browser, StatusCode::FORBIDDEN, &what);
    }
    assert_eq!(office.count().await, 4);
}

#[tokio::test]
async fn what_was_signed_for_another_sign_in_or_person_is_not_taken() {
    let office = welcoming().await;
    // Somebody's token, from a sign-in of theirs.
    let stolen = Arc::new(std::sync::Mutex::new(Value::Null));
    let kept = Arc::clone(&stolen);
    office.fake.tell(|told| {
        told.subject = "victim".to_owned();
        told.answer = Arc::new(move |answer| *kept.lock().unwrap() = answer["id_token"].clone());
    });
    assert!(
        Browser::default()
            .come_in(&office)
            .await
            .status
            .is_redirection()
    );
    let token = stolen.lock().unwrap().clone();
    let text = token.as_str().unwrap().to_owned();
    let parts: Vec<String> = text.split('.').map(str::to_owned).collect();
    type Answered = Box<dyn Fn(&mut Value) + Send + Sync>;
    let swapped: [(&str, Answered); 4] = [
        (
            "whole",
            Box::new(move |answer| answer["id_token"] = token.clone()),
        ),
        (
            "claims alone",
            Box::new(move |answer| {
                let own = answer["id_token"].as_str().unwrap().to_owned();
                let own: Vec<&str> = own.split('.').collect();
                answer["id_token"] = json!(format!("{}.{}.{}", own[0], parts[1], own[2]));
            }),
        ),
        ("none", Box::new(|answer| answer["id_token"] = Value::Null)),
        (
            "nonsense",
            Box::new(|answer| answer["id_token"] = json!("a.b.c")),
        ),
    ];
    for (what, change) in swapped {
        office.fake.tell(|told| {
            told.subject = "mallory".to_owned();
            told.answer = Arc::new(change);
        });
        let mut browser = Browser::default();
        let answer = browser.come_in(&office).await;
        assert_refused(&answer, &browser, StatusCode::FORBIDDEN, what);
    }
    assert_eq!(office.count().await, 5);
}

#[tokio::test]
async fn a_way_back_is_for_the_browser_that_left_and_counts_once() {
    let office = welcoming().await;
    // Of another browser: one without any flow, and one with its own.
    let mut mallory = Browser::default();
    let back = mallory.begin(&office).await;
    let mut victim = Browser::default();
    let answer = victim.get(&office, &back).await;
    assert_refused(&answer, &victim, StatusCode::FORBIDDEN, "no flow");
    victim.begin(&office).await;
    let answer = victim.get(&office, &back).await;
    assert_refused(&answer, &victim, StatusCode::FORBIDDEN, "another's");
    // Twice, also where the provider takes a code twice and the cookie is put back.
    office.fake.tell(|told| told.forgives = true);
    let mut again = mallory.clone();
    assert!(mallory.get(&office, &back).await.status.is_redirection());
    let answer = again.get(&office, &back).await;
    assert_refused(&answer, &again, StatusCode::FORBIDDEN, "a second time");
    // The same without the cookie, which the first time took away.
    let mut left = mallory.clone();
    left.cookies.remove("__Host-concord");
    let answer = left.get(&office, &back).await;
    assert_refused(&answer, &left, StatusCode::FORBIDDEN, "the cookie is gone");
    // The code of one sign-in in another.
    office.fake.tell(|told| told.forgives = false);
    let (mut one, mut two) = (Browser::default(), Browser::default());
    let (first, second) = (one.begin(&office).await, two.begin(&office).await);
    let code = |back: &str| crate::oidc::office::query(back)["code"].clone();
    let mixed = second.replace(&code(&second), &code(&first));
    let answer = two.get(&office, &mixed).await;
    assert_refused(&answer, &two, StatusCode::FORBIDDEN, "another's code");
    // Too late.
    let back = one.begin(&office).await;
    office
        .later
        .store(601, std::sync::atomic::Ordering::Relaxed);
    let answer = one.get(&office, &back).await;
    assert_refused(&answer, &one, StatusCode::FORBIDDEN, "too late");
}

#[tokio::test]
async fn the_answer_of_another_provider_or_a_refusal_is_not_an_answer() {
    let office = welcoming().await;
    let other = Fake::start().await;
    let change = |back: &str, from: &str, to: &str| {
        let encode =
            |text: &str| -> String { form_urlencoded::byte_serialize(text.as_bytes()).collect() };
        back.replace(&format!("{from}{}", encode(&office.fake.address)), to)
            .replace("OTHER", &encode(&other.address))
    };
    for (to, what) in [
        ("iss=OTHER", "mixed up"),
        ("", "no issuer, though it names itself"),
    ] {
        let mut browser = Browser::default();
        let back = browser.begin(&office).await;
        let answer = browser.get(&office, &change(&back, "iss=", to)).await;
        assert_refused(&answer, &browser, StatusCode::FORBIDDEN, what);
    }
    for more in ["error=access_denied", "error=server_error", "code=", ""] {
        let mut browser = Browser::default();
        let back = browser.begin(&office).await;
        let (_, rest) = back.split_once('&').unwrap();
        let address = format!("/-/provider/callback?{more}&{rest}");
        let answer = browser.get(&office, &address).await;
        assert_refused(&answer, &browser, StatusCode::FORBIDDEN, more);
    }
    assert_eq!(office.count().await, 4);
}

#[tokio::test]
async fn a_provider_that_does_not_answer_as_one_is_down_and_everything_else_goes_on() {
    type Twist = fn(&mut Value);
    let twists: [(&str, Twist); 6] = [
        ("issuer", |told| {
            told["issuer"] = json!("https://login.example.org");
        }),
        ("token elsewhere", |told| {
            told["token_endpoint"] = json!("https://evil.example/token");
        }),
        ("keys elsewhere", |told| {
            told["jwks_uri"] = json!("http://169.254.169.254/keys");
        }),
        ("people elsewhere", |told| {
            told["authorization_endpoint"] = json!("https://evil.example/authorize");
        }),
        ("script", |told| {
            told["authorization_endpoint"] = json!("javascript:alert(1)");
        }),
        ("no token", |told| told["token_endpoint"] = Value::Null),
    ];
    for (what, twist) in twists {
        let office = welcoming().await;
        office.fake.tell(|told| told.description = Arc::new(twist));
        let mut browser = Browser::default();
        let answer = browser.get(&office, "/-/provider").await;
        assert_refused(&answer, &browser, StatusCode::SERVICE_UNAVAILABLE, what);
        assert!(
            answer
                .text()
                .contains("Staff Login does not answer just now")
        );
        assert_eq!(browser.get(&office, "/open").await.status, StatusCode::OK);
        browser.enter(&office, "organizer").await;
    }
    for (mood, keys) in [
        (Mood::Leads, false),
        (Mood::Broken, false),
        (Mood::Leads, true),
        (Mood::Huge, true),
        (Mood::Huge, false),
    ] {
        let office = welcoming().await;
        office.fake.tell(|told| match keys {
            true => told.keying = mood,
            false => told.describing = mood,
        });
        let mut browser = Browser::default();
        let answer = browser.get(&office, "/-/provider").await;
        let what = format!("{mood:?} {keys}");
        assert_refused(&answer, &browser, StatusCode::SERVICE_UNAVAILABLE, &what);
    }
}

#[tokio::test]
async fn an_answer_without_an_end_holds_nobody_up_for_long() {
    let office = welcoming().await;
    office.fake.tell(|told| told.describing = Mood::Slow);
    let begun = Instant::now();
    let mut first = Browser::default();
    let mut others: Vec<Browser> = vec![Browser::default(); 4];
    // Of many who come at once, one asks; the others are told what it found.
    let waits = others
        .iter_mut()
        .map(|browser| browser.get(&office, "/-/provider"));
    let (answer, rest) = tokio::join!(
        first.get(&office, "/-/provider"),
        futures_util::future::join_all(waits)
    );
    assert!(
        begun.elapsed() < Duration::from_secs(9),
        "{:?}",
        begun.elapsed()
    );
    assert_refused(&answer, &first, StatusCode::SERVICE_UNAVAILABLE, "slow");
    for answer in rest {
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    }
}

#[tokio::test]
async fn a_provider_that_breaks_down_on_the_way_back_lets_nobody_in() {
    let office = welcoming().await;
    for (mood, status) in [
        (Mood::Broken, StatusCode::SERVICE_UNAVAILABLE),
        (Mood::Leads, StatusCode::SERVICE_UNAVAILABLE),
        (Mood::Huge, StatusCode::SERVICE_UNAVAILABLE),
    ] {
        let mut browser = Browser::default();
        let back = browser.begin(&office).await;
        office.fake.tell(|told| told.exchanging = mood);
        let answer = browser.get(&office, &back).await;
        assert_refused(&answer, &browser, status, &format!("{mood:?}"));
        office.fake.tell(|told| told.exchanging = Mood::Right);
    }
    assert_eq!(office.count().await, 4);
}
