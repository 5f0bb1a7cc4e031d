//! Health, metrics and TLS.

use std::path::Path;

use rcgen::{CertificateParams, KeyPair};
use reqwest::{Certificate, Client};

use super::common::{card, id};
use super::server::{Server, record, text};

#[tokio::test(flavor = "multi_thread")]
async fn admin_1_the_server_is_ready_while_it_can_take_a_record() {
    let server = Server::start(&[]);
    for base in [&server.url, &server.admin] {
        assert_eq!(text(&format!("{base}/healthz")).await, (200.try_into().unwrap(), "ok\n".into()));
        assert_eq!(text(&format!("{base}/readyz")).await, (200.try_into().unwrap(), "ready\n".into()));
    }
    let key = server.dir.path().join("access.key");
    std::fs::rename(&key, key.with_extension("away")).unwrap();
    assert_eq!(text(&format!("{}/readyz", server.url)).await, (503.try_into().unwrap(), "keys\n".into()));
    assert_eq!(text(&format!("{}/healthz", server.url)).await.0, 200);
    std::fs::rename(key.with_extension("away"), &key).unwrap();
    assert_eq!(text(&format!("{}/readyz", server.url)).await.0, 200);
    let cramped = Server::start(&["--least-free-mb", "1000000000"]);
    assert_eq!(text(&format!("{}/readyz", cramped.url)).await, (503.try_into().unwrap(), "disk full\n".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn admin_2_figures_are_read_where_the_public_does_not_come() {
    let server = Server::start(&[]);
    assert_eq!(text(&format!("{}/metrics", server.url)).await.0, 404);
    assert_eq!(text(&format!("{}/metrics", server.admin)).await.0, 200);
    assert_eq!(text(&format!("{}/v1/hello", server.admin)).await.0, 404, "and nothing else is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_1_figures_are_counted_and_name_nobody() {
    let server = Server::start(&["--device-rate", "0.1"]);
    let device = server.device("王秀英的柜台").await;
    let records: Vec<_> = (1..=3).map(|n| record(n, &id(n), &card("DF", n))).collect();
    let batch = device.batch("b-1", "e1", &records);
    assert_eq!(device.send(&batch).await.unwrap().status(), 200);
    assert_eq!(device.send(&batch).await.unwrap().status(), 429, "one is saved up, and enrolment took none");
    let (_, told) = text(&format!("{}/metrics", server.admin)).await;
    for line in [
        r#"head_office_requests_total{route="/v1/batches",method="POST",status="200"} 1"#,
        r#"head_office_requests_total{route="/v1/batches",method="POST",status="429"} 1"#,
        r#"head_office_refused_total{limit="device"} 1"#,
        r#"head_office_records_total{verdict="accepted"} 3"#,
        r#"head_office_devices{state="enrolled"} 1"#,
        "head_office_commit_batches_count 1",
        "head_office_queue_batches 0",
        "head_office_ready 1",
    ] {
        assert!(told.contains(line), "no {line} in\n{told}");
    }
    for name in ["HB0732", "大地农机", "王秀英", device.id.as_str()] {
        assert!(!told.contains(name), "{name} stands in\n{told}");
    }
}

/// A certificate for localhost that signs itself, where the server reads it.
fn certify(dir: &Path) -> Certificate {
    let key = KeyPair::generate().unwrap();
    let cert = CertificateParams::new(vec!["localhost".into()]).unwrap().self_signed(&key).unwrap();
    std::fs::write(dir.join("cert.pem"), cert.pem()).unwrap();
    std::fs::write(dir.join("key.pem"), key.serialize_pem()).unwrap();
    Certificate::from_pem(cert.pem().as_bytes()).unwrap()
}

/// A client that trusts this certificate alone, on a connection of its own.
async fn reaches(url: &str, trusted: &Certificate) -> bool {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder().no_proxy().tls_certs_only([trusted.clone()]).build().unwrap();
    client.get(format!("{url}/v1/hello")).send().await.is_ok_and(|answer| answer.status() == 200)
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_2_a_renewed_certificate_is_taken_up_and_a_broken_one_is_not() {
    let papers = tempfile::tempdir().unwrap();
    let first = certify(papers.path());
    let [cert, key] = ["cert.pem", "key.pem"].map(|name| papers.path().join(name).display().to_string());
    let server = Server::start(&["--tls-cert", &cert, "--tls-key", &key]);
    let url = server.url.replace("127.0.0.1", "localhost");
    assert!(url.starts_with("https://") && reaches(&url, &first).await);
    std::fs::write(&cert, "no certificate").unwrap();
    server.signal("HUP");
    server.until_logged("the certificate stays as it was");
    assert!(reaches(&url, &first).await);
    let second = certify(papers.path());
    server.signal("HUP");
    server.until_logged("certificate taken up");
    assert!(reaches(&url, &second).await && !reaches(&url, &first).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_1_a_hand_shake_that_never_comes_holds_up_nobody() {
    let papers = tempfile::tempdir().unwrap();
    let trusted = certify(papers.path());
    let [cert, key] = ["cert.pem", "key.pem"].map(|name| papers.path().join(name).display().to_string());
    let server = Server::start(&["--tls-cert", &cert, "--tls-key", &key]);
    let address = server.url.replace("https://", "");
    let silent: Vec<_> = (0..200).map(|_| std::net::TcpStream::connect(&address).unwrap()).collect();
    assert!(reaches(&server.url.replace("127.0.0.1", "localhost"), &trusted).await);
    drop(silent);
}
