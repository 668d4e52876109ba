//! There is always an administrator who can sign in, whatever administrators do; and nobody gives
//! what they may not.

use super::*;

/// The state of an account, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct AccountState {
    role: Role,
    is_disabled: bool,
    has_password: bool,
    is_removed: bool,
}

impl AccountState {
    /// Every state of an account.
    fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for role in [Role::Reader, Role::Organizer, Role::Administrator] {
            for (is_disabled, has_password) in
                [(false, true), (true, true), (false, false), (true, false)]
            {
                all.push(Self {
                    role,
                    is_disabled,
                    has_password,
                    is_removed: false,
                });
            }
        }
        all.push(Self {
            role: Role::Administrator,
            is_disabled: true,
            has_password: false,
            is_removed: true,
        });
        all
    }

    fn administers(&self) -> bool {
        self.role == Role::Administrator && self.is_open() && self.has_password
    }

    fn is_open(&self) -> bool {
        !self.is_disabled && !self.is_removed
    }
}

/// An action on an account.
#[derive(Clone, Copy, Debug)]
enum AdminAction {
    Role(Role),
    Disable,
    Enable,
    Remove,
    Invite,
}

const ACTIONS: [AdminAction; 7] = [
    AdminAction::Role(Role::Reader),
    AdminAction::Role(Role::Organizer),
    AdminAction::Role(Role::Administrator),
    AdminAction::Disable,
    AdminAction::Enable,
    AdminAction::Remove,
    AdminAction::Invite,
];

impl AdminAction {
    async fn on(
        self,
        site: &TestAccounts,
        id: AccountId,
        origin: &AuditOrigin,
    ) -> Result<(), AccountError> {
        let people = site.accounts.people();
        match self {
            Self::Role(role) => people.set_role(id, role, origin).await,
            Self::Disable => people.set_disabled(id, true, origin).await,
            Self::Enable => people.set_disabled(id, false, origin).await,
            Self::Remove => people.remove(id, origin).await,
            Self::Invite => site.accounts.links().invite(id, origin).await.map(|_| ()),
        }
    }
}

/// Puts accounts into states.
async fn put(site: &TestAccounts, ids: &[AccountId], states: &[AccountState]) {
    let mut change = site.accounts.database.begin().await.unwrap();
    for (id, state) in ids.iter().zip(states) {
        let update = "UPDATE accounts SET role = $1, disabled = $2, password = $3, removed = $4, name = $5, changed = $6 WHERE id = $5";
        sqlx::query(update)
            .bind(state.role.name())
            .bind(i64::from(state.is_disabled))
            .bind(if state.has_password { "x" } else { "" })
            .bind(i64::from(state.is_removed))
            .bind(id.to_string())
            .bind(change.revision)
            .execute(change.connection())
            .await
            .unwrap();
    }
    site.accounts.commit(change).await.unwrap();
}

/// Returns the states of accounts.
async fn states(site: &TestAccounts, ids: &[AccountId]) -> Vec<AccountState> {
    let mut states = Vec::new();
    for id in ids {
        states.push(match site.accounts.people().find(*id).await {
            Ok(account) => AccountState {
                role: account.role,
                is_disabled: account.is_disabled,
                has_password: account.has_password,
                is_removed: false,
            },
            Err(AccountError::NoAccount) => *AccountState::all().last().unwrap(),
            Err(error) => panic!("{error}"),
        });
    }
    states
}

both!(no_action_in_any_state_leaves_a_site_without_an_administrator_or_gives_more_than_one_has);
/// Every state of two accounts in which somebody administers the site, each of them taking each action
/// to each: by induction no sequence of actions leaves the site without.
async fn no_action_in_any_state_leaves_a_site_without_an_administrator_or_gives_more_than_one_has(
    site: TestAccounts,
) {
    let mut ids = Vec::new();
    for name in ["anna", "ben"] {
        let wanted = NewAccount {
            name,
            full_name: "",
            role: Role::Reader,
            password: None,
        };
        let people = site.accounts.people();
        ids.push(people.create(&wanted, &console()).await.unwrap().id);
    }
    let mut done = 0;
    for one in AccountState::all() {
        for other in AccountState::all() {
            let before = [one, other];
            if !before.iter().any(AccountState::administers) {
                continue;
            }
            put(&site, &ids, &before).await;
            for (actor, target) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                let origin = AuditOrigin {
                    actor: Actor::Account(ids[actor]),
                    network: String::new(),
                };
                for action in ACTIONS {
                    let result = action.on(&site, ids[target], &origin).await;
                    let after = states(&site, &ids).await;
                    let what =
                        format!("{before:?}: {actor} does {action:?} to {target}: {result:?}");
                    assert!(after.iter().any(AccountState::administers), "{what}");
                    let by = before[actor];
                    let may = by.is_open() && by.role == Role::Administrator;
                    match result {
                        Ok(()) => assert!(may, "{what}"),
                        Err(_) => assert_eq!(after, before, "{what}"),
                    }
                    if after != before {
                        done += 1;
                        put(&site, &ids, &before).await;
                    }
                }
            }
        }
    }
    assert!(done > 100, "only {done} deeds were done");
}

both!(of_two_administrators_who_demote_each_other_at_once_one_stays);
async fn of_two_administrators_who_demote_each_other_at_once_one_stays(site: TestAccounts) {
    let (anna, ben) = (
        site.account("anna", Role::Administrator).await,
        site.account("ben", Role::Administrator).await,
    );
    for _ in 0..20 {
        let both = [anna.id, ben.id];
        let (by_anna, by_ben) = (by(&anna), by(&ben));
        let (one, other) = tokio::join!(
            AdminAction::Role(Role::Reader).on(&site, ben.id, &by_anna),
            AdminAction::Disable.on(&site, anna.id, &by_ben),
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        let after = states(&site, &both).await;
        assert_eq!(after.iter().filter(|state| state.administers()).count(), 1);
        for id in both {
            let people = site.accounts.people();
            people.set_disabled(id, false, &console()).await.unwrap();
            people
                .set_role(id, Role::Administrator, &console())
                .await
                .unwrap();
        }
    }
}

both!(what_a_command_has_just_changed_counts_before_the_server_has_seen_it);
/// A command beside the server makes somebody the only administrator between two looks of the server.
async fn what_a_command_has_just_changed_counts_before_the_server_has_seen_it(site: TestAccounts) {
    let (anna, ben) = (
        site.account("anna", Role::Administrator).await,
        site.account("ben", Role::Reader).await,
    );
    let command = site.beside().await;
    for (id, role) in [(ben.id, Role::Administrator), (anna.id, Role::Reader)] {
        let people = command.people();
        people.set_role(id, role, &console()).await.unwrap();
    }
    for action in [
        AdminAction::Disable,
        AdminAction::Remove,
        AdminAction::Role(Role::Reader),
    ] {
        let by_anna = action.on(&site, ben.id, &by(&anna)).await;
        assert!(
            matches!(by_anna, Err(AccountError::NotAllowed)),
            "{by_anna:?}"
        );
        let by_ben = action.on(&site, ben.id, &by(&ben)).await;
        assert!(
            matches!(by_ben, Err(AccountError::LastAdministrator)),
            "{by_ben:?}"
        );
    }
}
