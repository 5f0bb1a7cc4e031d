//! A maker's own contract, from head office's signature to the desk, for stories about packs and calendars.

use serde_json::{Value, json};
use std::path::PathBuf;

use crate::Outcome;
use crate::world::{HeadOffice, World};

/// A desk enrolled at HH, and a folder for the maker's files.
pub struct Case {
    /// The desk.
    pub world: World,
    /// HH's head office.
    pub office: HeadOffice,
    /// The maker's files.
    pub folder: tempfile::TempDir,
}

/// HH's contract: the farm example under a name of its own, in force from 10 October 2026.
#[must_use]
pub fn farm(version: &str) -> Value {
    let read = serde_json::from_str(include_str!("../../policies/packs/S0-farm.json"));
    let mut pack: Value = read.unwrap_or_else(|why| panic!("S0-farm: {why}"));
    pack["pack"] = "HH-farm".into();
    pack["version"] = version.into();
    pack["effective_from"] = "2026-10-10".into();
    pack["deadlines"][0]["add"]["n"] = 15.into();
    pack
}

impl Case {
    /// A desk at 2026-10-20.
    pub fn new() -> Outcome<Self> {
        let (world, office) = (World::set_up()?, HeadOffice::start("HH", "华禾农机")?);
        world.enrol(&office)?;
        Ok(Self { world, office, folder: tempfile::tempdir()? })
    }

    /// Writes one of the maker's files.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap_or_else(|why| panic!("{name}: {why}"));
        path
    }

    /// A pack's file, signed by the head office.
    pub fn signed(&self, text: &str) -> Outcome<Value> {
        let file = self.write("pack.json", text);
        self.office.run(&["sign", &file.display().to_string()])?;
        Ok(json!({"principal": "HH", "file": file}))
    }

    /// Packs of makers on the desk.
    pub fn installed(&self) -> Vec<Value> {
        let mut packs = self.world.call("policy_list", json!({}))["packs"].take();
        let packs = packs.as_array_mut().map(std::mem::take).unwrap_or_default();
        packs.into_iter().filter(|pack| pack["principal"] != "").collect()
    }

    /// Looks at a pack and installs it.
    pub fn install(&self, pack: &Value) -> Outcome<Value> {
        let source = self.signed(&pack.to_string())?;
        let seen = self.world.call("policy_check", source.clone());
        Ok(self.world.call("policy_install", order(&source, &seen)))
    }
}

/// Installs what was looked at.
#[must_use]
pub fn order(source: &Value, seen: &Value) -> Value {
    json!({"source": source, "sha256": seen["sha256"], "base": seen["base"], "by": "陈静"})
}
