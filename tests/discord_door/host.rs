//! A host on loopback that notes every request and answers by a closure, over TCP or TLS.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};

/// A certificate that nobody signed, for the name discord.com.
pub(crate) const CERTIFICATE: &[u8] = include_bytes!("cert.der");
const KEY: &[u8] = include_bytes!("key.der");

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Method and path.
    pub(crate) line: String,
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Asked {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines();
        lines.find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

/// What is answered: status, headers, body.
pub(crate) type Answer = (u16, Vec<(&'static str, String)>, String);
type Answering = Arc<dyn Fn(&Asked) -> Answer + Send + Sync>;

/// A host, until it is dropped.
pub(crate) struct Host {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Host {
    pub(crate) async fn plain(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        Self::open(answer, None).await
    }

    pub(crate) async fn tls(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring knows TLS")
            .with_no_client_auth()
            .with_single_cert(
                vec![CertificateDer::from(CERTIFICATE)],
                PrivatePkcs8KeyDer::from(KEY).into(),
            )
            .expect("certificate and key belong together");
        Self::open(answer, Some(TlsAcceptor::from(Arc::new(config)))).await
    }

    async fn open(
        answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static,
        tls: Option<TlsAcceptor>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (seen, answer): (_, Answering) = (Arc::clone(&asked), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (seen, answer, tls) = (Arc::clone(&seen), Arc::clone(&answer), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => serve(stream, &seen, &answer).await,
                        Some(tls) => {
                            let stream = tls.accept(stream).await.expect("they trust us");
                            serve(stream, &seen, &answer).await;
                        }
                    }
                });
            }
        });
        Self { address, asked }
    }

    /// Everything that was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("nobody panicked").clone()
    }
}

/// One request a connection.
async fn serve<S>(mut stream: S, seen: &Mutex<Vec<Asked>>, answer: &Answering)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let Some(asked) = read(&mut stream).await else {
        return;
    };
    seen.lock().expect("nobody panicked").push(asked.clone());
    let (status, headers, body) = answer(&asked);
    let mut said = format!(
        "HTTP/1.1 {status} Said\r\ncontent-length: {}\r\nconnection: close\r\n",
        body.len()
    );
    for (name, value) in headers {
        said += &format!("{name}: {value}\r\n");
    }
    said += &format!("\r\n{body}");
    // Whoever asked may have gone.
    let _sent = stream.write_all(said.as_bytes()).await.is_ok();
    let _closed = stream.shutdown().await.is_ok();
}

async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Option<Asked> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
            continue;
        };
        let text = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let (line, head) = text.split_once("\r\n").unwrap_or((&text, ""));
        let line = line.trim_end_matches(" HTTP/1.1").to_owned();
        let mut asked = Asked {
            line,
            head: head.to_owned(),
            body: bytes.split_off(end + 4),
        };
        let length = asked.header("content-length").unwrap_or("0");
        let length: usize = length.parse().expect("a length");
        while asked.body.len() < length {
            if stream.read_buf(&mut asked.body).await.ok()? == 0 {
                return None;
            }
        }
        return Some(asked);
    }
}

/// Sends a whole request; the answer's status and body.
pub(crate) async fn send(address: SocketAddr, request: &[u8]) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.expect("the door");
    stream.write_all(request).await.expect("it is sent");
    let mut bytes = Vec::new();
    // A door that has had enough closes while we still send; what it said before is there all the same.
    let _cut_off = stream.read_to_end(&mut bytes).await.is_err();
    let text = String::from_utf8_lossy(&bytes);
    let status = text
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    (status.unwrap_or(0), body.to_owned())
}
