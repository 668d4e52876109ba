//! [`Fetcher`]: asks a provider over HTTP. It follows no redirect, asks only hosts that are allowed,
//! and neither waits long nor reads much.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::rt::TokioIo;
use openidconnect::url::{Host, Url};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse, http};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::web::identity::settings::{ProviderSettings, WrongProvider};

/// The longest time that an answer may take, from the first packet to the last.
const PATIENCE: Duration = Duration::from_secs(5);
/// Longest body that is read, in bytes.
const LONGEST: usize = 256 << 10;
/// Longest head that is read, in bytes.
const LONGEST_HEAD: usize = 32 << 10;
/// The most answers that are waited for at once.
const MOST: usize = 32;

/// The reasons why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    /// The address is none that may be asked.
    #[error("{0} is not on the issuer's host, nor on one of [oidc] hosts")]
    NotAllowed(String),
    /// It took too long.
    #[error("no answer within {} s", PATIENCE.as_secs())]
    Late,
    /// So many are asked already.
    #[error("too much is asked at once")]
    Busy,
    /// There is no connection.
    #[error("no connection")]
    Connection(#[from] std::io::Error),
    /// The answer is no HTTP.
    #[error("no answer in HTTP")]
    Http(#[from] hyper::Error),
    /// The answer is too long, or broke off.
    #[error("the answer is longer than {LONGEST} bytes, or broke off")]
    Body,
    /// The question cannot be asked.
    #[error("this cannot be asked: {0}")]
    Question(String),
}

/// Asks a provider.
pub(super) struct Fetcher {
    tls: TlsConnector,
    settings: Arc<ProviderSettings>,
    permits: Semaphore,
}

/// A connection, safe or on this machine.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

impl Fetcher {
    /// Makes one that trusts whom this machine trusts.
    pub(super) fn new(settings: Arc<ProviderSettings>) -> Result<Self, WrongProvider> {
        let mut roots = RootCertStore::empty();
        let found = rustls_native_certs::load_native_certs();
        for error in &found.errors {
            tracing::warn!(%error, "some certificates of this machine cannot be read");
        }
        roots.add_parsable_certificates(found.certs);
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(WrongProvider::Tls)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self {
            tls: TlsConnector::from(Arc::new(config)),
            settings,
            permits: Semaphore::new(MOST),
        })
    }

    async fn fetch(&self, request: HttpRequest) -> Result<HttpResponse, FetchError> {
        let address = request.uri().to_string();
        let url = Url::parse(&address).ok();
        let url = url.filter(|url| self.settings.is_allowed(url));
        let url = url.ok_or(FetchError::NotAllowed(address))?;
        let _permit = self.permits.try_acquire().map_err(|_| FetchError::Busy)?;
        let answer = tokio::time::timeout(PATIENCE, self.ask(&url, request));
        answer.await.map_err(|_| FetchError::Late)?
    }

    async fn ask(&self, url: &Url, request: HttpRequest) -> Result<HttpResponse, FetchError> {
        let stream = self.connect(url).await?;
        let mut builder = hyper::client::conn::http1::Builder::new();
        builder.max_buf_size(LONGEST_HEAD);
        let (mut sender, connection) = builder.handshake(TokioIo::new(stream)).await?;
        // Ends with this function, however that ends.
        let mut driving = JoinSet::new();
        driving.spawn(connection);
        let answer = sender.send_request(question(url, request)?).await?;
        let (head, body) = answer.into_parts();
        let body = Limited::new(body, LONGEST).collect().await;
        let body = body.map_err(|_| FetchError::Body)?.to_bytes();
        Ok(HttpResponse::from_parts(head, body.to_vec()))
    }

    async fn connect(&self, url: &Url) -> Result<Box<dyn Stream>, FetchError> {
        let unnamed = || FetchError::NotAllowed(url.to_string());
        let port = url.port_or_known_default().ok_or_else(unnamed)?;
        let host = match url.host().ok_or_else(unnamed)? {
            Host::Domain(name) => name.to_owned(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        let stream = TcpStream::connect((host.as_str(), port)).await?;
        // Small questions, of which each waits for its answer.
        stream.set_nodelay(true)?;
        if url.scheme() == "http" {
            return Ok(Box::new(stream));
        }
        let name = ServerName::try_from(host).map_err(|_| unnamed())?;
        Ok(Box::new(self.tls.connect(name, stream).await?))
    }
}

/// Returns a question as HTTP/1.1 has it: the path alone, and the host beside it.
fn question(url: &Url, request: HttpRequest) -> Result<http::Request<Full<Bytes>>, FetchError> {
    let wrong = |error: http::Error| FetchError::Question(error.to_string());
    let (mut head, body) = request.into_parts();
    let path = head.uri.path_and_query();
    let path = path.map_or("/", http::uri::PathAndQuery::as_str).to_owned();
    let host = match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or("").to_owned(),
    };
    let host = http::HeaderValue::from_str(&host).map_err(|error| wrong(error.into()))?;
    head.uri = path
        .parse()
        .map_err(|error: http::uri::InvalidUri| wrong(error.into()))?;
    head.headers.insert(http::header::HOST, host);
    Ok(http::Request::from_parts(head, Full::new(body.into())))
}

impl<'c> AsyncHttpClient<'c> for Fetcher {
    type Error = FetchError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, FetchError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.fetch(request))
    }
}
