//! Ticks: who compared which words of a rule with its source.
//!
//! POLICY-10 A rule is unchecked until a person ticks it, whatever its file says; a tick is for the rule's exact words, so a changed rule is unchecked again.

use super::{PolicyPack, Section};
use crate::Day;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// A person's word that a rule says what its source says. Stored apart from the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleTick {
    /// Name of the pack.
    pub pack: String,
    /// Version in which it was ticked.
    pub version: String,
    /// The rule's section.
    pub section: Section,
    /// The rule's key.
    pub key: String,
    /// Hash of the rule's words ([`PolicyPack::rule_hash`]).
    pub hash: String,
    /// Who ticked it.
    pub by: String,
    /// When.
    pub on: Day,
}

/// Words of a pack's rules, in the order of the sections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RuleTexts(Vec<(Section, Vec<Value>)>);

impl RuleTexts {
    /// Takes the rules out of a pack's file, without the mark the file itself may carry.
    pub(super) fn of(file: &Value) -> Self {
        let rules = |section: Section| {
            let list = file.get(section.name()).and_then(Value::as_array).into_iter().flatten();
            list.map(|rule| {
                let mut rule = rule.clone();
                if let Some(fields) = rule.as_object_mut() {
                    fields.remove("checked");
                }
                rule.sort_all_objects();
                rule
            })
            .collect()
        };
        Self(Section::ALL.into_iter().map(|section| (section, rules(section))).collect())
    }

    pub(super) fn section(&self, section: Section) -> &[Value] {
        self.0.iter().find(|(one, _)| *one == section).map_or(&[], |(_, rules)| rules)
    }

    fn hash(&self, section: Section, index: usize) -> String {
        let text = self.section(section).get(index).map(Value::to_string).unwrap_or_default();
        Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl PolicyPack {
    /// SHA-256 of a rule's words: its fields in order of their names, without `checked`, written without spaces.
    /// The same words laid out otherwise have the same hash.
    pub fn rule_hash(&self, section: Section, index: usize) -> String {
        self.texts.hash(section, index)
    }

    /// A tick for a rule, by a person on a day; `None` when there is no such rule.
    pub fn tick(&self, section: Section, index: usize, by: &str, on: Day) -> Option<RuleTick> {
        let head = self.heads().find(|head| (head.section, head.index) == (section, index))?;
        Some(RuleTick {
            pack: self.pack.clone(),
            version: self.version.clone(),
            section,
            key: head.key.to_owned(),
            hash: self.rule_hash(section, index),
            by: by.to_owned(),
            on,
        })
    }

    /// Marks the rules whose exact words were ticked, in this or another version of the pack; all others are unchecked.
    pub fn apply_ticks<'a>(&mut self, ticks: impl IntoIterator<Item = &'a RuleTick>) {
        let known: BTreeSet<(Section, &str, &str)> = ticks
            .into_iter()
            .filter(|tick| tick.pack == self.pack)
            .map(|tick| (tick.section, tick.key.as_str(), tick.hash.as_str()))
            .collect();
        let marks: Vec<(Section, usize)> = self
            .heads()
            .filter(|head| known.contains(&(head.section, head.key, self.rule_hash(head.section, head.index).as_str())))
            .map(|head| (head.section, head.index))
            .collect();
        self.mark(|section, index| marks.contains(&(section, index)));
        self.compile();
    }
}
