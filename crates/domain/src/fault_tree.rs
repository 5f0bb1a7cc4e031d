//! The fault tree (故障树): faults of a product class as data, from system to assembly, part and how it fails.
//!
//! FAULT-1 A tree is read whole or not at all; what is wrong is said with its place.
//! FAULT-2 Codes are two digits and stand once among their siblings; the whole code of a fault is never another fault's.
//! FAULT-3 A tree is of the products whose name has one of its words in it.
//!
//! A code is what repairs are compared by; wording stays with the clerk. Absent: searching (`app`).

use serde::Deserialize;

/// Texts of the trees the program ships.
const BUILT_IN: &[(&str, &str)] = &[
    ("TR.json", include_str!("../../../policies/faults/TR.json")),
    ("CB.json", include_str!("../../../policies/faults/CB.json")),
    ("TL.json", include_str!("../../../policies/faults/TL.json")),
    ("EB.json", include_str!("../../../policies/faults/EB.json")),
    ("AC.json", include_str!("../../../policies/faults/AC.json")),
];

/// A tree of one product class.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultTree {
    /// Two letters every code begins with.
    pub faults: String,
    /// The product class, in Chinese.
    pub title: String,
    /// One of these stands in the name of its products (FAULT-3).
    pub words: Vec<String>,
    /// Where the terms come from.
    pub source: String,
    /// Systems.
    pub systems: Vec<System>,
}

/// A system, e.g. 发动机.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// Two digits.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Assemblies.
    pub assemblies: Vec<Assembly>,
}

/// An assembly, e.g. 燃油供给系.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assembly {
    /// Two digits.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Parts.
    pub parts: Vec<Part>,
}

/// A part, e.g. 喷油泵.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Two digits.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How it fails.
    pub modes: Vec<Mode>,
}

/// A way in which a part fails.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mode {
    /// Two digits.
    pub code: String,
    /// What the user sees (故障现象).
    pub symptom: String,
    /// What mostly causes it (故障原因).
    pub cause: String,
}

/// A fault with the way to it.
#[derive(Debug, Clone, Copy)]
pub struct Fault<'a> {
    /// Its tree.
    pub tree: &'a FaultTree,
    /// Its system.
    pub system: &'a System,
    /// Its assembly.
    pub assembly: &'a Assembly,
    /// Its part.
    pub part: &'a Part,
    /// How it fails.
    pub mode: &'a Mode,
}

impl Fault<'_> {
    /// The whole code, e.g. `TR-0102-0301` (FAULT-2).
    pub fn code(&self) -> String {
        let Self { tree, system, assembly, part, mode } = self;
        format!("{}-{}{}-{}{}", tree.faults, system.code, assembly.code, part.code, mode.code)
    }
}

/// A tree that cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("故障树 {file}：{place}{what}")]
pub struct BadTree {
    file: String,
    place: String,
    what: String,
}

impl FaultTree {
    /// Reads a tree (FAULT-1).
    pub fn read(file: &str, text: &str) -> Result<Self, BadTree> {
        let bad = |place: &str, what: String| BadTree { file: file.to_owned(), place: place.to_owned(), what };
        let tree: Self = serde_json::from_str(text).map_err(|why| bad("", why.to_string()))?;
        tree.check().map_err(|(place, what)| bad(&place, what))?;
        Ok(tree)
    }

    fn check(&self) -> Result<(), (String, String)> {
        let letters = self.faults.len() == 2 && self.faults.bytes().all(|letter| letter.is_ascii_uppercase());
        let here = |what: &str| Err((String::new(), what.to_owned()));
        if !letters {
            return here("「faults」要写两个大写字母");
        }
        if [&self.title, &self.source].iter().any(|text| text.trim().is_empty()) || self.words.is_empty() {
            return here("要写「title」「source」和至少一个「words」");
        }
        siblings("", self.systems.iter().map(|one| (&one.code, [one.name.as_str(), "-"])))?;
        for system in &self.systems {
            let place = format!("{} → ", system.name);
            siblings(&place, system.assemblies.iter().map(|one| (&one.code, [one.name.as_str(), "-"])))?;
            for assembly in &system.assemblies {
                let place = format!("{place}{} → ", assembly.name);
                siblings(&place, assembly.parts.iter().map(|one| (&one.code, [one.name.as_str(), "-"])))?;
                for part in &assembly.parts {
                    let place = format!("{place}{} → ", part.name);
                    let modes = part.modes.iter();
                    siblings(&place, modes.map(|one| (&one.code, [one.symptom.as_str(), one.cause.as_str()])))?;
                }
            }
        }
        Ok(())
    }

    /// Whether it is of a product (FAULT-3).
    pub fn is_of(&self, product: &str) -> bool {
        self.words.iter().any(|word| product.contains(word.as_str()))
    }

    /// Its faults, in the order of the file.
    pub fn faults(&self) -> impl Iterator<Item = Fault<'_>> {
        self.systems.iter().flat_map(move |system| {
            system.assemblies.iter().flat_map(move |assembly| {
                assembly.parts.iter().flat_map(move |part| {
                    part.modes.iter().map(move |mode| Fault { tree: self, system, assembly, part, mode })
                })
            })
        })
    }
}

/// Two digits, once among siblings, and nothing without a name (FAULT-2).
fn siblings<'a>(place: &str, all: impl Iterator<Item = (&'a String, [&'a str; 2])>) -> Result<(), (String, String)> {
    let mut seen: Vec<&str> = Vec::new();
    for (code, texts) in all {
        let refuse = |what: String| Err((place.to_owned(), what));
        if code.len() != 2 || !code.bytes().all(|digit| digit.is_ascii_digit()) {
            return refuse(format!("代码「{code}」要写两位数字"));
        }
        if seen.contains(&code.as_str()) {
            return refuse(format!("代码 {code} 用了两次"));
        }
        if texts.iter().any(|text| text.trim().is_empty()) {
            return refuse(format!("代码 {code} 没有写名称、现象或原因"));
        }
        seen.push(code);
    }
    if seen.is_empty() { Err((place.to_owned(), "下面什么都没有".to_owned())) } else { Ok(()) }
}

/// The trees the program ships.
pub fn built_in() -> Result<Vec<FaultTree>, BadTree> {
    BUILT_IN.iter().map(|(file, text)| FaultTree::read(file, text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const GOOD: &str = r#"{"faults": "TR", "title": "拖拉机", "words": ["拖拉机"], "source": "s", "systems": [{"code": "01",
        "name": "发动机", "assemblies": [{"code": "02", "name": "燃油供给系", "parts": [{"code": "03", "name": "喷油泵",
        "modes": [{"code": "01", "symptom": "不供油", "cause": "柱塞磨损"}, {"code": "02", "symptom": "漏油", "cause": "油封老化"}]}]}]}]}"#;

    fn why(from: &str, to: &str) -> String {
        assert!(GOOD.contains(from), "{from}");
        FaultTree::read("TR.json", &GOOD.replacen(from, to, 1)).err().map(|why| why.to_string()).unwrap_or_default()
    }

    #[test]
    fn fault_1_what_is_wrong_is_said_with_its_place() {
        assert!(FaultTree::read("TR.json", GOOD).is_ok());
        assert!(why("\"name\": \"喷油泵\"", "\"nam\": \"喷油泵\"").starts_with("故障树 TR.json：unknown field `nam`"));
        let nameless = why("\"cause\": \"油封老化\"", "\"cause\": \" \"");
        assert_eq!(nameless, "故障树 TR.json：发动机 → 燃油供给系 → 喷油泵 → 代码 02 没有写名称、现象或原因");
        assert_eq!(why("\"faults\": \"TR\"", "\"faults\": \"t\""), "故障树 TR.json：「faults」要写两个大写字母");
        assert!(why("\"source\": \"s\"", "\"source\": \"\"").contains("source"));
    }

    #[test]
    fn fault_2_a_code_stands_once_and_a_whole_code_is_one_fault() {
        let twice = why("\"code\": \"02\", \"symptom\"", "\"code\": \"01\", \"symptom\"");
        assert_eq!(twice, "故障树 TR.json：发动机 → 燃油供给系 → 喷油泵 → 代码 01 用了两次");
        assert!(why("\"code\": \"03\"", "\"code\": \"3\"").ends_with("代码「3」要写两位数字"));
        let trees = built_in().unwrap();
        let codes: Vec<String> = trees.iter().flat_map(FaultTree::faults).map(|fault| fault.code()).collect();
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
        assert!(codes.len() > 150, "{}", codes.len());
    }

    #[test]
    fn fault_3_a_tree_is_of_the_products_named_so() {
        let trees = built_in().unwrap();
        let of = |product: &str| -> Vec<&str> {
            trees.iter().filter(|tree| tree.is_of(product)).map(|tree| tree.title.as_str()).collect()
        };
        assert_eq!(of("轮式拖拉机"), ["拖拉机"]);
        assert_eq!(of("自走式谷物联合收割机"), ["联合收割机"]);
        assert_eq!(
            (of("微型耕耘机"), of("电动自行车"), of("房间空调器")),
            (vec!["微耕机"], vec!["电动自行车"], vec!["空调器"])
        );
        assert!(of("水泵").is_empty());
    }
}
