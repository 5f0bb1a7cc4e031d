//! Requests made up from the served document, by schemathesis, against the running server: it never fails (5xx), and never
//! answers what the document does not say. `cargo xtask test` installs the tool and runs this; else it is left out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

#[path = "../../sync/tests/common/mod.rs"]
mod common;

use std::path::PathBuf;
use std::process::{Command, Output};

use common::{Office, enrol};
use head_office::access;
use head_office::keys::Keys;
use sync::memory::MemoryDesk;

const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
    response_schema_conformance,unsupported_method,allow_header_conformance,ignored_auth,answer_is_signed";

/// The folder `cargo xtask test` made says where the tool is.
fn tool() -> PathBuf {
    PathBuf::from(std::env::var_os("SANBAO_SCHEMATHESIS").expect("SANBAO_SCHEMATHESIS says where schemathesis is"))
}

fn attack(url: &str, device: &str, token: Option<&str>, seed: &str) -> Output {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(tool());
    command.arg("run").arg(format!("{url}/v1/openapi.json")).args(["--checks", CHECKS]);
    command.args([
        "--phases",
        "coverage,fuzzing",
        "--max-examples",
        "60",
        "--max-time",
        "14",
        "--no-shrink",
        "--seed",
        seed,
    ]);
    command.args(["--continue-on-failure", "--suppress-health-check", "all", "--warnings", "off", "--no-color"]);
    if let Some(token) = token {
        command.args(["-H", &format!("Authorization: Bearer {token}")]);
    }
    let hooks = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemathesis/hooks.py");
    command.env("SCHEMATHESIS_HOOKS", hooks).env("SANBAO_DEVICE", device).env("PYTHONDONTWRITEBYTECODE", "1");
    command.current_dir(home.path()).output().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs schemathesis: cargo xtask test installs it"]
async fn requests_made_up_from_the_document_break_nothing() {
    let office = Office::start("DF").await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &office.url).await;
    let device = office.store().devices().unwrap().remove(0).device_id;
    let token = access::token(&Keys::open(office.dir.path()).unwrap(), &device, office.hands.now());
    for (token, seed) in [(Some(token.as_str()), "1"), (None, "2")] {
        let (url, device, token) = (office.url.clone(), device.clone(), token.map(str::to_owned));
        let done = tokio::task::spawn_blocking(move || attack(&url, &device, token.as_deref(), seed)).await.unwrap();
        let said = String::from_utf8_lossy(&done.stdout);
        println!("{said}");
        assert!(done.status.success(), "{said}\n{}", String::from_utf8_lossy(&done.stderr));
        // Every operation but the document's own address, which the tool leaves out.
        assert!(said.contains("Selected: 8/8") && said.contains("Tested: 8"), "{said}");
    }
    assert!(!office.records("all").is_empty(), "requests came as far as the store");
}
