//! The accept loop: hyper with the time-outs that `axum::serve` lacks, a cap on connections, and an
//! orderly end.
//!
//! Connections are dealt out to threads and stay where they are: handing an answer from the cache to
//! another thread takes longer than giving it. What takes long is done by the threads for blocking
//! work, which find half of the cores free.

use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZero;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::error::SendError;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::web::service::SiteService;

/// The longest time that a client may take to send a request's head, and to be idle between two.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
/// The longest time that requests under way may take after the server was told to stop.
const DRAIN: Duration = Duration::from_secs(20);
/// The most connections that are open at once.
const CONNECTIONS: usize = 1000;
/// The most connections that one address, or one IPv6 network, may hold. The loopback is exempt: a proxy is
/// behind it.
const CONNECTIONS_PER_ADDRESS: usize = 64;
/// The niceness of threads that step back.
const BEHIND: i32 = 10;
/// The most bytes of a request's head.
const HEAD_SIZE: usize = 64 << 10;

/// The reasons why the server cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The port is taken.
    #[error("{0} is in use by another program; choose another address with --listen")]
    InUse(SocketAddr),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The reason.
        #[source]
        source: io::Error,
    },
}

/// Opens the port.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, ServerError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => ServerError::InUse(address),
            _ => ServerError::Listen { address, source },
        })
}

/// Lets the threads that answer readers go first: what this thread does, and what it starts, is done
/// with what they leave. For a runtime's `on_thread_start`: making pages and editions may not be
/// felt by whoever reads what is there already.
pub fn lower_priority() {
    // Where the system does not allow it, all threads are equal.
    let _ = rustix::process::setpriority_process(None, BEHIND);
}

/// Answers requests until `stop` is done, then finishes those under way.
pub async fn serve(listener: TcpListener, service: SiteService, stop: impl Future<Output = ()>) {
    let workers = Workers::start(&service);
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    let addresses = Addresses::default();
    let mut stop = std::pin::pin!(stop);
    for turn in 0.. {
        let Ok(permit) = Arc::clone(&connections).acquire_owned().await else {
            break;
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors: wait for some to be given back.
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let Some(seat) = addresses.enter(peer.ip()) else {
            continue;
        };
        if let Ok(stream) = stream.into_std() {
            workers.deal(
                turn,
                ClientConnection {
                    stream,
                    peer: peer.ip(),
                    held: (permit, seat),
                },
            );
        }
    }
    drop(listener);
    workers.finish().await;
}

/// A connection, with its permits, which it gives back at its end.
struct ClientConnection {
    stream: std::net::TcpStream,
    peer: IpAddr,
    held: (OwnedSemaphorePermit, AddressPermit),
}

/// The threads that answer. Each has a runtime of its own.
struct Workers {
    queues: Vec<UnboundedSender<ClientConnection>>,
    ends: Vec<oneshot::Receiver<()>>,
}

impl Workers {
    fn start(service: &SiteService) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let threads = cores.div_ceil(2);
        let mut workers = Self {
            queues: Vec::new(),
            ends: Vec::new(),
        };
        for _ in 0..threads {
            let (queue, connections) = unbounded_channel();
            let (ended, end) = oneshot::channel();
            let service = service.clone();
            let work = move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .on_thread_start(lower_priority)
                    .enable_all()
                    .build();
                match runtime {
                    Ok(runtime) => {
                        runtime.block_on(serve_connections(connections, service));
                        // Work that nobody waits for any more must not hold up the end.
                        runtime.shutdown_background();
                    }
                    Err(error) => tracing::error!(%error, "cannot start a thread of the server"),
                }
                // Nobody may wait for it any more.
                let _ = ended.send(());
            };
            match std::thread::Builder::new()
                .name("http".to_owned())
                .spawn(work)
            {
                Ok(_) => {
                    workers.queues.push(queue);
                    workers.ends.push(end);
                }
                Err(error) => tracing::error!(%error, "cannot start a thread of the server"),
            }
        }
        workers
    }

    /// Gives a connection to the thread whose turn it is, or the next that still works.
    fn deal(&self, turn: usize, mut connection: ClientConnection) {
        for step in 0..self.queues.len() {
            match self.queues[(turn + step) % self.queues.len()].send(connection) {
                Ok(()) => return,
                Err(SendError(back)) => connection = back,
            }
        }
    }

    /// Waits until every thread has finished the requests under way.
    async fn finish(self) {
        drop(self.queues);
        for end in self.ends {
            // An error is the end of a thread, too.
            let _ = end.await;
        }
    }
}

/// Serves connections until no more can come, then finishes the requests under way.
async fn serve_connections(
    mut connections: UnboundedReceiver<ClientConnection>,
    service: SiteService,
) {
    let graceful = GracefulShutdown::new();
    while let Some(ClientConnection { stream, peer, held }) = connections.recv().await {
        let Ok(stream) = TcpStream::from_std(stream) else {
            continue;
        };
        let watched = graceful.watch(connection(stream, service.clone().for_peer(peer)));
        tokio::spawn(async move {
            // What goes wrong on a connection (a reset, a time-out) is the client's business.
            let _ = watched.await;
            drop(held);
        });
    }
    if tokio::time::timeout(DRAIN, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("stopped with requests under way");
    }
}

fn connection(
    stream: TcpStream,
    service: SiteService,
) -> http1::Connection<TokioIo<TcpStream>, TowerToHyperService<SiteService>> {
    // Small answers are sent at once, not held back for more.
    let _ = stream.set_nodelay(true);
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(HEAD_SIZE)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
}

/// Returns what counts as one address: of IPv6, the network of 64 bits that one customer is given.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) if !address.is_loopback() => {
            let network = address.to_bits() >> 64 << 64;
            IpAddr::V6(Ipv6Addr::from_bits(network))
        }
        other => other,
    }
}

/// The number of connections that each address holds.
#[derive(Clone, Default)]
struct Addresses {
    counts: Arc<Mutex<std::collections::HashMap<IpAddr, usize>>>,
}

/// One connection's permit; given back when dropped.
struct AddressPermit {
    addresses: Addresses,
    address: IpAddr,
}

impl Addresses {
    fn enter(&self, address: IpAddr) -> Option<AddressPermit> {
        let address = network(address);
        let mut counts = self.counts.lock().ok()?;
        let count = counts.entry(address).or_insert(0);
        if *count >= CONNECTIONS_PER_ADDRESS && !address.is_loopback() {
            return None;
        }
        *count += 1;
        Some(AddressPermit {
            addresses: self.clone(),
            address,
        })
    }
}

impl Drop for AddressPermit {
    fn drop(&mut self) {
        if let Ok(mut counts) = self.addresses.counts.lock()
            && let Some(count) = counts.get_mut(&self.address)
        {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_network_share_their_connections() {
        let addresses = Addresses::default();
        let enter = |text: String| addresses.enter(text.parse().unwrap());
        let mut seats: Vec<AddressPermit> = (0..CONNECTIONS_PER_ADDRESS)
            .map(|number| enter(format!("2001:db8:1:2::{number:x}")).unwrap())
            .collect();
        assert!(enter("2001:db8:1:2:ffff::1".to_owned()).is_none());
        assert!(enter("2001:db8:1:3::1".to_owned()).is_some());
        seats.pop();
        assert!(enter("2001:db8:1:2:ffff::1".to_owned()).is_some());
        for address in ["::ffff:192.0.2.7", "192.0.2.7"] {
            seats.extend(
                (0..CONNECTIONS_PER_ADDRESS / 2).map(|_| enter(address.to_owned()).unwrap()),
            );
        }
        assert!(enter("192.0.2.7".to_owned()).is_none());
        assert!((0..200).all(|_| enter("::1".to_owned()).is_some()));
    }
}
