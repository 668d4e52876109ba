//! Mail where people come in by another provider's word as well: what is told, and what a mailed link ends.

use super::*;

const ADDRESS: &str = "anna.berg@stat.example";
const ISSUER: &str = "https://login.example.org/realms/stat";

impl TestAccounts {
    /// A site that sends mail, with an account whose owner has confirmed an address and is linked.
    async fn mailing_to_somebody_linked() -> (Self, Account) {
        let site = Self::new().await;
        site.accounts.turn_mail_on();
        let ada = site.account("ada", Role::Administrator).await;
        let anna = site.account("anna", Role::Contributor).await;
        let (browser, origin) = (Browser::default(), by(&anna));
        let mailbox = site.accounts.mailbox(anna.id);
        mailbox.set(ADDRESS, "en", &browser, &origin).await.unwrap();
        let link = site.sent().await.secret.unwrap();
        site.accounts.confirm(&link, &browser).await.unwrap();
        let identities = site.accounts.identities();
        let identity = (ISSUER, "s-1");
        identities.bind(anna.id, identity, &by(&ada)).await.unwrap();
        (site, anna)
    }

    /// Has a link mailed to whoever forgot a password.
    async fn mailed_link(&self) -> Secret {
        while self.accounts.queue().waiting().await.unwrap() > 0 {
            self.sent().await;
        }
        let browser = Browser::default();
        self.accounts.forgot(ADDRESS, "en", &browser).await.unwrap();
        self.accounts.look_up_forgotten().await.unwrap();
        self.sent().await.secret.unwrap()
    }

    fn without_passwords(mut self) -> Self {
        self.accounts = self.accounts.with_ways(SignInMethods {
            passwords: false,
            issuer: ISSUER.to_owned(),
        });
        self
    }
}

fn stated(state: &str) -> ProviderStatement<'_> {
    ProviderStatement {
        issuer: ISSUER,
        subject: "s-2",
        state,
        name: "ben",
        full_name: "Ben",
        role: None,
        otherwise: None,
        proven: 0,
    }
}

#[tokio::test]
async fn who_is_linked_to_a_provider_is_told_to_which() {
    let (site, anna) = TestAccounts::mailing_to_somebody_linked().await;
    let notice = site.sent().await;
    assert_eq!(notice.kind, LetterKind::Notice(Notice::Identity));
    assert_eq!(notice.address, ADDRESS);
    assert_eq!(notice.account.id, anna.id);
    assert_eq!(notice.detail.what, ISSUER);
    assert_eq!(notice.detail.network, "192.0.2.1");
    // What is linked already is not linked anew.
    let identities = site.accounts.identities();
    let again = identities.bind(anna.id, (ISSUER, "s-1"), &console()).await;
    again.unwrap();
    assert_eq!(site.accounts.queue().waiting().await.unwrap(), 0);
}

#[tokio::test]
async fn who_uses_an_invitation_at_a_provider_is_told_once() {
    let (site, anna) = TestAccounts::mailing_to_somebody_linked().await;
    site.sent().await;
    let link = site.accounts.links().invite(anna.id, &console()).await;
    let (identities, browser) = (site.accounts.identities(), Browser::default());
    let accepted = identities
        .accept(&stated("one"), &link.unwrap(), &browser)
        .await;
    let (secret, account) = accepted.unwrap();
    assert_eq!(account.id, anna.id);
    assert!(site.accounts.session(&secret).is_some());
    let notice = site.sent().await;
    assert_eq!(notice.kind, LetterKind::Notice(Notice::Identity));
    assert_eq!(site.accounts.queue().waiting().await.unwrap(), 0);
    // Who comes in later from somewhere else is told of that.
    let elsewhere = Browser {
        agent: "Another".to_owned(),
        ..Browser::default()
    };
    let come = identities.sign_in(&stated("two"), None, &elsewhere).await;
    come.unwrap();
    let notice = site.sent().await;
    assert_eq!(notice.kind, LetterKind::Notice(Notice::SignIn));
}

#[tokio::test]
async fn the_first_administrator_comes_in_by_a_provider() {
    let site = TestAccounts::new().await.without_passwords();
    let (identities, browser) = (site.accounts.identities(), Browser::default());
    let wanted = NewAccount {
        name: "ben",
        full_name: "",
        role: Role::Administrator,
        password: None,
    };
    let taken = "s".repeat(256);
    let wrong = identities
        .create(&wanted, (ISSUER, &taken), &console())
        .await;
    assert!(matches!(wrong, Err(AccountError::NotASubject)));
    assert!(site.accounts.is_empty(), "all of it, or nothing");
    let made = identities
        .create(&wanted, (ISSUER, "s-2"), &console())
        .await;
    let made = made.unwrap();
    assert!(site.accounts.people().has_administrator().await.unwrap());
    let (_, account) = identities
        .sign_in(&stated("one"), None, &browser)
        .await
        .unwrap();
    assert_eq!((account.id, account.role), (made.id, Role::Administrator));
}

#[tokio::test]
async fn a_mailed_link_ends_what_else_lets_somebody_in_where_that_is_said() {
    let (site, anna) = TestAccounts::mailing_to_somebody_linked().await;
    let (links, browser) = (site.accounts.links(), Browser::default());
    let identities = site.accounts.identities();
    for (unlinks, left) in [(false, 1), (true, 0)] {
        let link = site.mailed_link().await;
        let weak = links.reset(&link, "short", unlinks, &browser).await;
        assert!(matches!(weak, Err(AccountError::Password(_))));
        assert_eq!(identities.of(anna.id).await.unwrap().len(), 1);
        let password = "eleven owls mend a kettle";
        let session = links.reset(&link, password, unlinks, &browser).await;
        assert!(site.accounts.session(&session.unwrap()).is_some());
        assert_eq!(identities.of(anna.id).await.unwrap().len(), left);
    }
    let actions = site.actions().await;
    assert!(actions.iter().any(|(action, _)| action == "unlink"));
}

#[tokio::test]
async fn without_passwords_nobody_asks_for_a_link_and_one_from_before_is_refused() {
    let (site, anna) = TestAccounts::mailing_to_somebody_linked().await;
    let (link, browser) = (site.mailed_link().await, Browser::default());
    // This one is asked for just before.
    site.accounts.forgot(ADDRESS, "en", &browser).await.unwrap();
    let site = site.without_passwords();
    assert!(!site.accounts.mails_passwords());
    let requested = site.accounts.forgot(ADDRESS, "en", &browser).await;
    assert!(matches!(requested, Err(AccountError::PasswordsOff)));
    site.accounts.look_up_forgotten().await.unwrap();
    assert_eq!(site.accounts.queue().waiting().await.unwrap(), 0);
    let links = site.accounts.links();
    let password = "eleven owls mend a kettle";
    let refused = links.reset(&link, password, true, &browser).await;
    assert!(matches!(refused, Err(AccountError::PasswordsOff)));
    let identities = site.accounts.identities().of(anna.id).await.unwrap();
    assert_eq!(identities.len(), 1);
}

#[tokio::test]
async fn who_accepts_a_mailed_invitation_at_a_provider_gets_mail_there() {
    let site = TestAccounts::new().await;
    site.accounts.turn_mail_on();
    let wanted = NewAccount {
        name: "ben",
        full_name: "",
        role: Role::Reader,
        password: None,
    };
    let people = site.accounts.people();
    let ben = people.create(&wanted, &console()).await.unwrap();
    let links = site.accounts.links();
    let address = "ben@stat.example";
    let invited = links
        .invite_by_mail(ben.id, address, "en", &console())
        .await;
    invited.unwrap();
    let link = site.sent().await.secret.unwrap();
    let (identities, browser) = (site.accounts.identities(), Browser::default());
    let came = identities.accept(&stated("one"), &link, &browser).await;
    assert_eq!(came.unwrap().1.id, ben.id);
    let reach = site.accounts.mailbox(ben.id).find().await.unwrap();
    assert_eq!((&*reach.address, &*reach.waiting), (address, ""));
    let again = identities.accept(&stated("two"), &link, &browser).await;
    assert!(matches!(again, Err(AccountError::LinkOver)));
}
