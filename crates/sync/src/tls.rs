//! Whose certificates count, and by which time.
//!
//! - SYNC-39 The system's authorities count, and the company's that a person added; nothing else does, and nothing switches the check off.
//! - SYNC-33 A certificate is judged by the desk's clock, or by the day this program was built where the clock stands before it.
//!
//! When the clock is wrong all the same, the run asks head office (SYNC-34, `run.rs`).

use std::sync::Arc;

use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;
use std::time::Duration;

/// When this program was built, UTC milliseconds.
pub(crate) const BUILT_AT: i64 = match i64::from_str_radix(env!("SANBAO_BUILT_AT"), 10) {
    Ok(ms) => ms,
    Err(_) => 0,
};

/// A time that stands: a run is short beside a certificate.
#[derive(Debug)]
struct At(UnixTime);

impl TimeProvider for At {
    fn current_time(&self) -> Option<UnixTime> {
        Some(self.0)
    }
}

/// The configuration of a client that judges certificates by this time. Without TLS no authority is read.
pub(crate) fn config(secure: bool, authorities: &[Vec<u8>], at: i64) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let time = Arc::new(At(UnixTime::since_unix_epoch(Duration::from_millis(at.max(0).unsigned_abs()))));
    let builder = ClientConfig::builder_with_details(Arc::clone(&provider), time);
    let builder = builder.with_safe_default_protocol_versions()?;
    let mut config = match secure {
        true => {
            builder.dangerous().with_custom_certificate_verifier(judge(authorities, provider)?).with_no_client_auth()
        }
        false => builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth(),
    };
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// SYNC-39.
fn judge(authorities: &[Vec<u8>], provider: Arc<CryptoProvider>) -> Result<Arc<dyn ServerCertVerifier>, rustls::Error> {
    let extra = authorities.iter().map(|der| CertificateDer::from(der.clone()));
    Ok(Arc::new(Verifier::new_with_extra_roots(extra, provider)?))
}

/// SYNC-33.
pub(crate) fn judged_at(clock: i64) -> i64 {
    clock.max(BUILT_AT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sync_33_no_certificate_is_judged_by_a_day_before_the_program() {
        const { assert!(BUILT_AT > 1_767_196_800_000, "built after the program was begun") };
        assert_eq!(judged_at(0), BUILT_AT);
        assert_eq!(judged_at(BUILT_AT + 1), BUILT_AT + 1);
    }
}
