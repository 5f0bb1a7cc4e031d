//! TLS where no proxy stands before the server.
//!
//! - TLS-1 A hand-shake that fails or takes long holds up nobody else.
//! - TLS-2 A certificate that was renewed is taken up on request, without a restart; one that cannot be read leaves the old one.
//!
//! Absent: certificates of clients; a desk proves itself by its signed challenge.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::serve::Listener;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// How long a hand-shake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Hand-shakes that are done and wait to be served.
const DONE: usize = 64;

/// Who the server says it is; read again on request.
#[derive(Debug)]
pub struct Identity {
    cert: PathBuf,
    key: PathBuf,
    now: RwLock<Arc<CertifiedKey>>,
}

impl Identity {
    /// Reads a chain of certificates and its key, both PEM.
    pub fn open(cert: PathBuf, key: PathBuf) -> io::Result<Arc<Self>> {
        let now = RwLock::new(read(&cert, &key)?);
        Ok(Arc::new(Self { cert, key, now }))
    }

    /// Reads them again.
    pub fn renew(&self) -> io::Result<()> {
        let fresh = read(&self.cert, &self.key)?;
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }
}

impl ResolvesServerCert for Identity {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.now.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

fn read(cert: &PathBuf, key: &PathBuf) -> io::Result<Arc<CertifiedKey>> {
    let named = |path: &PathBuf, e: &dyn std::fmt::Display| io::Error::other(format!("{}: {e}", path.display()));
    let chain = CertificateDer::pem_file_iter(cert).and_then(Iterator::collect).map_err(|e| named(cert, &e))?;
    let secret = PrivateKeyDer::from_pem_file(key).map_err(|e| named(key, &e))?;
    let pair = CertifiedKey::from_der(chain, secret, &ring::default_provider()).map_err(|e| named(cert, &e))?;
    Ok(Arc::new(pair))
}

/// A listener whose connections are past their hand-shake.
pub struct Tls {
    address: SocketAddr,
    done: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
}

impl Tls {
    /// Begins to listen. Hand-shakes go on beside each other.
    pub fn listen(
        listener: TcpListener,
        identity: Arc<Identity>,
    ) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let address = listener.local_addr()?;
        let provider = Arc::new(ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let mut config = builder.with_no_client_auth().with_cert_resolver(identity);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let (sender, done) = mpsc::channel(DONE);
        tokio::spawn(accept_all(listener, TlsAcceptor::from(Arc::new(config)), sender));
        Ok(Self { address, done })
    }
}

async fn accept_all(
    mut listener: TcpListener,
    acceptor: TlsAcceptor,
    done: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    loop {
        let (stream, peer) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            () = done.closed() => return,
        };
        let (acceptor, done) = (acceptor.clone(), done.clone());
        tokio::spawn(async move {
            match tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await {
                // Nobody serves any more: the connection ends here.
                Ok(Ok(stream)) => drop(done.send((stream, peer)).await),
                Ok(Err(cause)) => tracing::debug!(%cause, "no hand-shake"),
                Err(_) => tracing::debug!("a hand-shake took too long"),
            }
        });
    }
}

impl Listener for Tls {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.done.recv().await {
            Some(accepted) => accepted,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}
