//! Names of accounts from what a provider calls somebody.

use crate::accounts::identity::naming::like;

#[test]
fn what_a_provider_calls_somebody_becomes_a_name() {
    for (shown, name) in [
        ("Anna.Berg@stat.example", Some("anna.berg")),
        ("STAT\\anna", Some("stat-anna")),
        ("Анна", None),
        ("..", None),
        ("a", None),
        ("", None),
        ("Åsa Öberg", Some("sa-berg")),
    ] {
        assert_eq!(like(shown).as_deref(), name, "{shown}");
    }
    assert!(like(&"x".repeat(500)).unwrap().len() <= 30);
}
