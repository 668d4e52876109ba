//! People of a site that is measured: their accounts, and what their browsers send.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;

use anyhow::{Context, ensure};
use concord::accounts::{
    Accounts, Actor, AuditOrigin, DatabaseOpener, NewAccount, NewToken, Secret, TokenScope,
};
use concord::domain::Role;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Connection, SqliteConnection};
use tokio::runtime::Runtime;

use crate::generate;
use crate::support::{Answer, Server, copy, git, scratch};

/// A password that is taken.
pub(crate) const PASSWORD: &str = "seven herons tax the ferry";
/// How many pages the site has.
pub(crate) const PAGES: usize = 1_000;
/// The configuration of a site whose proxy is this benchmark, which can then be in any network.
const CONFIGURATION: &str = "[proxy]\ntrusted = [\"127.0.0.1\"]\n";

/// Makes an account, and a token for it, as an operator does beside the server.
pub(crate) fn account(
    runtime: &Runtime,
    data: &Path,
    name: &str,
    role: Role,
) -> anyhow::Result<Secret> {
    let origin = AuditOrigin {
        actor: Actor::Console,
        network: String::new(),
    };
    runtime.block_on(async {
        let accounts = Accounts::open(data, DatabaseOpener::Command).await?;
        let wanted = NewAccount {
            name,
            full_name: "",
            role,
            password: Some(PASSWORD),
        };
        let account = accounts.people().create(&wanted, &origin).await?;
        let wanted = NewToken {
            name: "bench",
            scope: TokenScope::Write,
            days: 1,
        };
        let token = accounts.tokens().create(account.id, &wanted, &origin).await;
        accounts.close().await;
        Ok(token?)
    })
}

/// Returns the secret of the session of this number.
pub(crate) fn session(number: usize) -> Option<Secret> {
    Secret::shown(&format!("{number:064x}"))
}

/// Opens a database as the program does.
pub(crate) async fn connect(file: &Path) -> anyhow::Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    Ok(SqliteConnection::connect_with(&options).await?)
}

/// Adds accounts `person.0` and so on, with the password of an account that is there, and sessions
/// for them in turn; in bulk, since a password takes its time.
pub(crate) fn fill(
    runtime: &Runtime,
    data: &Path,
    accounts: usize,
    sessions: usize,
) -> anyhow::Result<()> {
    runtime.block_on(async {
        let mut database = connect(&data.join("concord.db")).await?;
        let mut change = database.begin().await?;
        for number in 0..accounts {
            let insert = "INSERT INTO accounts (id, name, full_name, address, role, language, password, disabled, created, used, removed, changed) SELECT $1, $2, 'Person of the bench', '', 'reader', '', password, 0, created, 0, 0, 1000 FROM accounts LIMIT 1";
            sqlx::query(insert)
                .bind(id(number))
                .bind(format!("person.{number}"))
                .execute(&mut *change)
                .await?;
        }
        for number in 0..sessions {
            let hash = session(number).context("no secret")?.hash().to_string();
            let insert = "INSERT INTO sessions (id, hash, account, created, proven, used, ended, network, agent, changed) SELECT $1, $2, $3, created, created, created, 0, '192.0.2.1', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 1000 FROM accounts LIMIT 1";
            sqlx::query(insert)
                .bind(format!("{number:016x}"))
                .bind(hash)
                .bind(id(number % accounts))
                .execute(&mut *change)
                .await?;
        }
        sqlx::query("UPDATE state SET value = 1000 WHERE key = 'revision'")
            .execute(&mut *change)
            .await?;
        change.commit().await?;
        database.close().await?;
        Ok(())
    })
}

fn id(number: usize) -> String {
    format!("{:016x}", number + 1)
}

/// A site behind a proxy, with an administrator `anna` and others.
pub(crate) fn site(runtime: &Runtime, people: usize) -> anyhow::Result<Server> {
    let repository = copy(&generate::repository(PAGES, 0)?, "accounts.git")?;
    let index = scratch("index")?;
    let data = index.join("data");
    account(runtime, &data, "anna", Role::Administrator)?;
    fill(runtime, &data, people, 0)?;
    let configuration = index.join("bench.toml");
    std::fs::write(&configuration, CONFIGURATION)?;
    let configuration = configuration.to_str().context("an odd folder")?;
    Server::start(&repository, &index, &["--config", configuration])
}

/// Adds pages to a repository, each with a line of front matter.
pub(crate) fn pages(repository: &Path, pages: &[(String, &str)]) -> anyhow::Result<()> {
    let texts = pages.iter().map(|(file, line)| {
        let text =
            format!("---\ntitle: Heron\nkind: page\nsummary: A bird.\n{line}\n---\n\nText.\n");
        (file.clone(), text)
    });
    add(repository, texts)
}

/// Adds files with their texts to a repository, in one commit.
pub(crate) fn add(
    repository: &Path,
    files: impl Iterator<Item = (String, String)>,
) -> anyhow::Result<()> {
    let work = scratch("work")?;
    git(&["clone", "--quiet"], &[repository, &work])?;
    for (file, text) in files {
        let path = work.join(file);
        std::fs::create_dir_all(path.parent().context("no folder")?)?;
        std::fs::write(path, text)?;
    }
    let folder = work.to_str().context("an odd folder")?;
    let person = [
        "-c",
        "user.name=Bench",
        "-c",
        "user.email=bench@example.org",
    ];
    git(&["-C", folder, "add", "-A"], &[])?;
    let commit = ["commit", "--quiet", "-m", "Add pages"];
    git(&[&["-C", folder], &person[..], &commit].concat(), &[])?;
    git(&["-C", folder, "push", "--quiet"], &[])
}

/// Somebody with a browser that keeps its connection.
pub(crate) struct Visitor {
    stream: BufReader<TcpStream>,
    /// Lines that each request has.
    pub(crate) headers: String,
}

impl Visitor {
    pub(crate) fn new(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::new(stream),
            headers: String::new(),
        })
    }

    /// Gets an address.
    pub(crate) fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        let headers = &self.headers;
        let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n");
        self.ask(&request)
    }

    /// Sends the form of the door from a network of this number.
    pub(crate) fn sign_in(
        &mut self,
        name: &str,
        password: &str,
        network: usize,
    ) -> anyhow::Result<Answer> {
        let network = Ipv4Addr::from(0x0a00_0000 + u32::try_from(network)?);
        let form = format!("name={name}&password={}", password.replace(' ', "+"));
        let request = format!(
            "POST /-/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n\
             X-Forwarded-For: {network}\r\nX-Forwarded-Proto: https\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            form.len()
        );
        self.ask(&request)
    }

    /// Sends a form.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<Answer> {
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let headers = &self.headers;
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n{headers}\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            form.len()
        );
        self.ask(&request)
    }

    fn ask(&mut self, request: &str) -> anyhow::Result<Answer> {
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            ensure!(self.stream.read_line(&mut head)? > 0, "no whole answer");
        }
        let mut answer = Answer::new(head, Vec::new())?;
        let length = answer.header("content-length").map_or(Ok(0), str::parse)?;
        answer.body = vec![0; length];
        self.stream.read_exact(&mut answer.body)?;
        Ok(answer)
    }
}
