//! The handshake: is there TLS 1.2 or later, and is the certificate valid now, for this name, from a trusted authority?

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use gallra_rules::live::{CertificateFault, Finding, Target, TlsFault, Unanswered, Unseen};
use jiff::Timestamp;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{AlertDescription, CertificateError, ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;
use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::talk::{Reached, reach};
use super::{Limits, port_of};

pub(super) async fn look(target: &Target, ca: Option<&Path>, now: Timestamp, limits: &Limits) -> Finding {
    let unanswered = |why| Finding::Unseen(Unseen::Port { port: port_of(target), why });
    let config = match config(ca, now) {
        Ok(config) => config,
        Err(why) => return Finding::Unseen(why),
    };
    let Ok(name) = ServerName::try_from(target.host.clone()) else {
        return Finding::Unseen(Unseen::Address);
    };
    let stream = match reach(&target.host, target.port, limits).await {
        Reached::Open(stream) => stream,
        Reached::Closed => return unanswered(Unanswered::Refused),
        Reached::Not(why) => return unanswered(why),
    };
    let shaken = TlsConnector::from(Arc::new(config)).connect(name, stream);
    let stream = match tokio::time::timeout(limits.answer, shaken).await {
        Err(_) => return unanswered(Unanswered::Timeout),
        Ok(Err(fault)) => return refused(&fault).unwrap_or_else(unanswered),
        Ok(Ok(stream)) => stream,
    };
    let first = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
    let until = first.and_then(|der| {
        let (_, certificate) = X509Certificate::from_der(der.as_ref()).ok()?;
        Timestamp::from_second(certificate.validity().not_after.timestamp()).ok()
    });
    match until {
        Some(until) => Finding::Certificate { until, days: until.duration_since(now).as_hours() / 24 },
        None => Finding::BadCertificate(CertificateFault::Unusable),
    }
}

/// Trusts the authorities in the file, or those of the operating system; judges by the caller's clock.
fn config(ca: Option<&Path>, now: Timestamp) -> Result<ClientConfig, Unseen> {
    let mut roots = RootCertStore::empty();
    if let Some(file) = ca {
        let read = CertificateDer::pem_file_iter(file).map_err(|_| Unseen::Authorities)?;
        for certificate in read {
            let added = certificate.ok().and_then(|der| roots.add(der).ok());
            added.ok_or(Unseen::Authorities)?;
        }
        if roots.is_empty() {
            return Err(Unseen::Authorities);
        }
    } else {
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() {
            return Err(Unseen::NoAuthorities);
        }
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_details(provider, Arc::new(Now(now)))
        .with_safe_default_protocol_versions()
        .map_err(|_| Unseen::NoAuthorities)?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// The caller's clock.
#[derive(Debug)]
struct Now(Timestamp);

impl TimeProvider for Now {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from(self.0.as_second()).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}

/// What a failed handshake says; an error if it says nothing about the site.
fn refused(fault: &io::Error) -> Result<Finding, Unanswered> {
    let Some(fault) = fault.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) else {
        return Err(Unanswered::Closed);
    };
    Ok(match fault {
        rustls::Error::InvalidCertificate(why) => Finding::BadCertificate(match why {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => CertificateFault::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                CertificateFault::NotYetValid
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                CertificateFault::OtherName
            }
            // A signature that is not the authority's: somebody only uses its name.
            CertificateError::UnknownIssuer | CertificateError::BadSignature => {
                CertificateFault::UnknownIssuer
            }
            CertificateError::Revoked => CertificateFault::Revoked,
            _ => CertificateFault::Unusable,
        }),
        rustls::Error::AlertReceived(AlertDescription::ProtocolVersion)
        | rustls::Error::PeerIncompatible(_) => Finding::BadTls(TlsFault::TooOld),
        // What came is no TLS record: somebody speaks plain http, or anything else, there.
        rustls::Error::InvalidMessage(_) => Finding::BadTls(TlsFault::NoTls),
        _ => return Err(Unanswered::Unclear),
    })
}
