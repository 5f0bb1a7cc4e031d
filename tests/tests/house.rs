//! The house keeps its shape. Each guard lives in xtask, where it is also shown a broken house.

use xtask::{guards, root};

#[test]
fn every_guard_is_content() {
    let mut findings = Vec::new();
    for (title, guard) in guards::ALL {
        findings.extend(guard(&root()).unwrap().into_iter().map(|words| format!("{title}: {words}")));
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}
