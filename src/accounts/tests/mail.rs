//! Mail that waits: who it goes to, once, and what its links do.

use super::*;

pub(super) const ADDRESS: &str = "anna.berg@stat.example";

impl TestAccounts {
    /// Has the site send mail, and returns an account whose owner has confirmed an address.
    pub(super) async fn mailing(&self) -> Account {
        self.accounts.turn_mail_on();
        let anna = self.account("anna", Role::Contributor).await;
        self.reach(&anna, ADDRESS).await;
        anna
    }

    /// Has the owner of an account confirm an address.
    async fn reach(&self, account: &Account, address: &str) {
        let (browser, origin) = (Browser::default(), by(account));
        let mailbox = self.accounts.mailbox(account.id);
        mailbox.set(address, "fr", &browser, &origin).await.unwrap();
        let letter = self.sent().await;
        assert_eq!(letter.kind, LetterKind::Confirm);
        assert_eq!(letter.address, address);
        let link = letter.secret.unwrap();
        self.accounts.confirm(&link, &browser).await.unwrap();
    }

    /// Sends the letter that waits.
    pub(super) async fn sent(&self) -> Letter {
        let queue = self.accounts.queue();
        let letter = queue.claim().await.unwrap().expect("a letter");
        queue.settle(&letter, DeliveryOutcome::Sent).await.unwrap();
        letter
    }

    pub(super) async fn waiting(&self) -> i64 {
        self.accounts.queue().waiting().await.unwrap()
    }

    pub(super) async fn forgot(&self, address: &str) -> Result<(), AccountError> {
        let browser = Browser::default();
        self.accounts.forgot(address, "es", &browser).await?;
        self.accounts.look_up_forgotten().await
    }
}

pub(super) fn agent(name: &str) -> Browser {
    Browser {
        network: Some(Network::of("192.0.2.7".parse().unwrap())),
        agent: name.to_owned(),
    }
}

both!(an_address_counts_once_its_link_was_followed);

async fn an_address_counts_once_its_link_was_followed(site: TestAccounts) {
    site.accounts.turn_mail_on();
    let anna = site.account("anna", Role::Reader).await;
    let mailbox = site.accounts.mailbox(anna.id);
    let (browser, origin) = (Browser::default(), by(&anna));
    mailbox
        .set("a@old.example", "ru", &browser, &origin)
        .await
        .unwrap();
    let first = site.sent().await;
    assert_eq!(first.language, "ru");
    let reach = mailbox.find().await.unwrap();
    assert_eq!(
        (reach.address.as_str(), reach.waiting.as_str()),
        ("", "a@old.example")
    );
    assert!(site.forgot("a@old.example").await.is_ok());
    assert_eq!(
        site.waiting().await,
        0,
        "nobody has shown that it is theirs"
    );
    // Another takes its place before the first is followed.
    mailbox.set(ADDRESS, "ru", &browser, &origin).await.unwrap();
    let second = site.sent().await;
    let over = site
        .accounts
        .confirm(&first.secret.unwrap(), &browser)
        .await;
    assert!(matches!(over, Err(AccountError::LinkOver)));
    let link = second.secret.unwrap();
    let named = site.accounts.confirmation(&link).await.unwrap();
    assert_eq!((named.0.id, named.1.as_str()), (anna.id, ADDRESS));
    site.accounts.confirm(&link, &browser).await.unwrap();
    assert!(
        site.accounts.confirm(&link, &browser).await.is_err(),
        "it is used once"
    );
    assert_eq!(mailbox.find().await.unwrap().address, ADDRESS);
    // The old one is told when there is a new one.
    site.reach_again(&anna).await;
    assert_eq!(
        site.accounts.mailbox(anna.id).find().await.unwrap().address,
        "new@x.example"
    );
}

impl TestAccounts {
    async fn reach_again(&self, account: &Account) {
        let (browser, origin) = (Browser::default(), by(account));
        let mailbox = self.accounts.mailbox(account.id);
        mailbox
            .set("new@x.example", "en", &browser, &origin)
            .await
            .unwrap();
        let link = self.sent().await.secret.unwrap();
        self.accounts.confirm(&link, &browser).await.unwrap();
        let notice = self.sent().await;
        assert_eq!(notice.kind, LetterKind::Notice(Notice::Address));
        assert_eq!(notice.address, ADDRESS);
    }
}

both!(a_link_to_confirm_ends_after_a_day);

async fn a_link_to_confirm_ends_after_a_day(site: TestAccounts) {
    site.accounts.turn_mail_on();
    let anna = site.account("anna", Role::Reader).await;
    let (browser, origin) = (Browser::default(), by(&anna));
    let mailbox = site.accounts.mailbox(anna.id);
    mailbox.set(ADDRESS, "en", &browser, &origin).await.unwrap();
    let link = site.sent().await.secret.unwrap();
    site.wait(24 * 60 * 60);
    assert!(site.accounts.confirm(&link, &browser).await.is_err());
}

both!(an_invitation_by_mail_confirms_its_address);

async fn an_invitation_by_mail_confirms_its_address(site: TestAccounts) {
    site.accounts.turn_mail_on();
    let wanted = NewAccount {
        name: "ben",
        full_name: "Ben\r\nBcc: all@stat.example",
        role: Role::Reader,
        password: None,
    };
    let ben = site
        .accounts
        .people()
        .create(&wanted, &console())
        .await
        .unwrap();
    let (links, origin) = (site.accounts.links(), console());
    let hostile = links.invite_by_mail(ben.id, "b@x.example\r\nDATA", "en", &origin);
    assert!(matches!(hostile.await, Err(AccountError::MailAddress)));
    let nowhere = links.invite_by_mail(ben.id, "", "en", &origin);
    assert!(matches!(nowhere.await, Err(AccountError::MailAddress)));
    links
        .invite_by_mail(ben.id, "ben@stat.example", "es", &console())
        .await
        .unwrap();
    let letter = site.sent().await;
    assert_eq!(
        (letter.kind, letter.language.as_str()),
        (LetterKind::Invite, "es")
    );
    assert!(!letter.called().contains(['\r', '\n']));
    assert!(site.accounts.reached().await.unwrap().contains(&ben.id));
    // A link to copy takes its place, and shows nothing about the address.
    let shown = links.invite(ben.id, &console()).await.unwrap();
    let mailed = letter.secret.unwrap();
    assert!(links.invited(&mailed).await.is_err());
    links
        .invite_by_mail(ben.id, "", "es", &console())
        .await
        .unwrap();
    assert!(links.invited(&shown).await.is_err());
    let mailed = site.sent().await.secret.unwrap();
    links
        .accept(&mailed, PASSWORD, false, &agent("Firefox"))
        .await
        .unwrap();
    let reach = site.accounts.mailbox(ben.id).find().await.unwrap();
    assert_eq!(
        (reach.address.as_str(), reach.waiting.as_str()),
        ("ben@stat.example", "")
    );
    assert_eq!(site.waiting().await, 0, "who just came in is told nothing");
}

both!(the_owner_is_told_of_new_ways_in);

async fn the_owner_is_told_of_new_ways_in(site: TestAccounts) {
    let anna = site.mailing().await;
    let sign_in = async |browser: &Browser| {
        let sessions = site.accounts.sessions();
        sessions.sign_in("anna", PASSWORD, browser).await.unwrap();
    };
    sign_in(&agent("Firefox")).await;
    let notice = site.sent().await;
    assert_eq!(notice.kind, LetterKind::Notice(Notice::SignIn));
    assert_eq!(notice.detail.network, "192.0.2.7");
    sign_in(&agent("Firefox")).await;
    assert_eq!(
        site.waiting().await,
        0,
        "from there it was signed in to before"
    );
    sign_in(&agent("Chrome")).await;
    assert_eq!(site.sent().await.kind, LetterKind::Notice(Notice::SignIn));
    let wanted = NewToken {
        name: "a laptop",
        scope: TokenScope::Read,
        days: 1,
    };
    site.accounts
        .tokens()
        .create(anna.id, &wanted, &by(&anna))
        .await
        .unwrap();
    let notice = site.sent().await;
    assert_eq!(notice.kind, LetterKind::Notice(Notice::Token));
    assert_eq!(notice.detail.what, "a laptop");
    let people = site.accounts.people();
    people
        .set_password(
            anna.id,
            "eleven owls mend a kettle",
            CredentialSelection::All,
            &by(&anna),
        )
        .await
        .unwrap();
    assert_eq!(site.sent().await.kind, LetterKind::Notice(Notice::Password));
    // Another way in, such as an identity, tells of itself within its own change.
    let mut change = site.accounts.database.begin().await.unwrap();
    let mut detail = Detail::of(&agent("Firefox"));
    detail.what = "https://id.example".to_owned();
    site.accounts
        .notify(&mut change, anna.id, Notice::Identity, detail)
        .await
        .unwrap();
    site.accounts.commit(change).await.unwrap();
    assert_eq!(site.sent().await.kind, LetterKind::Notice(Notice::Identity));
}

both!(without_mail_or_an_address_nothing_waits);

async fn without_mail_or_an_address_nothing_waits(site: TestAccounts) {
    site.account("anna", Role::Reader).await;
    site.session("anna").await;
    site.accounts.turn_mail_on();
    site.session("anna").await;
    assert_eq!(site.waiting().await, 0);
}

both!(what_goes_with_an_account_goes_with_it);

async fn what_goes_with_an_account_goes_with_it(site: TestAccounts) {
    let anna = site.mailing().await;
    site.forgot(ADDRESS).await.unwrap();
    site.accounts.queue().claim().await.unwrap();
    site.accounts
        .people()
        .remove(anna.id, &console())
        .await
        .unwrap();
    for table in ["mail_addresses", "mail_links", "letters"] {
        let count = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
        let row = sqlx::query(count)
            .fetch_one(site.accounts.database.pool())
            .await
            .unwrap();
        let count: i64 = sqlx::Row::try_get(&row, 0).unwrap();
        assert_eq!(count, 0, "{table}");
    }
}
