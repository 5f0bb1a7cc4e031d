//! The maker and the model a row names.
//!
//! - IMPORT-8 A maker or model the desk does not know yet is added and said once. A maker's name with or without 有限公司, or cut short, is the one maker it can be, and that is said; where it can be two, the row is refused.
//! - IMPORT-9 A row that names no maker takes the one chosen for the file, else the only maker of the desk; else it is refused.

use super::row::Row;
use super::run::Run;
use crate::app::principal;
use crate::error::Answer;
use domain::model::Model;
use domain::principal::Principal;
use domain::text::{clean, name_key, serial_key};

/// What a company adds to its name on paper.
const COMPANY: [&str; 12] = [
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "有限公司",
    "总公司",
    "公司",
    "集团",
    "股份",
    "制造厂",
    "总厂",
    "厂家",
    "厂",
];

impl Run<'_> {
    /// The maker of a row (IMPORT-8, IMPORT-9); `None` when it is refused.
    pub(super) fn maker(&mut self, row: &mut Row<'_>) -> Answer<Option<Principal>> {
        let named = clean(&row.text("principal"));
        if let Some(known) = self.makers.get(&named) {
            return Ok(Some(known.clone()));
        }
        let found = if named.is_empty() { self.unnamed_maker()? } else { self.named_maker(row, &named)? };
        match found {
            Some(maker) => {
                self.makers.insert(named, maker.clone());
                Ok(Some(maker))
            }
            None if row.refused.is_empty() => {
                row.refuse("principal", "missing", "没有写生产厂家，也没有选厂家：认不出是哪一家的机器");
                Ok(None)
            }
            None => Ok(None),
        }
    }

    fn unnamed_maker(&self) -> Answer<Option<Principal>> {
        let tx = self.writing.tx;
        if !self.input.principal.trim().is_empty() {
            return principal(tx, &self.input.principal).map(Some);
        }
        let mut all = tx.principals()?;
        Ok(if all.len() == 1 { all.pop() } else { None })
    }

    /// `None` when two makers could be meant.
    fn named_maker(&mut self, row: &mut Row<'_>, named: &str) -> Answer<Option<Principal>> {
        let all = self.writing.tx.principals()?;
        let same_name =
            |maker: &&Principal| name_key(&maker.name) == name_key(named) || maker.code == named.to_uppercase();
        if let Some(known) = all.iter().find(same_name) {
            return Ok(Some(known.clone()));
        }
        match near(named, &all).as_slice() {
            [] => {
                let maker = self.add_maker(named, &all)?;
                let message = format!("厂家「{named}」还没有设置，已新增，代码 {}；可在「设置」里修改", maker.code);
                row.warn("principal", "principal_added", message);
                Ok(Some(maker))
            }
            [known] => {
                let message = format!(
                    "厂家「{named}」按已有的「{}」（{}）记，不是同一家请先在「设置」里新增",
                    known.name, known.code
                );
                row.warn("principal", "principal_matched", message);
                Ok(Some((*known).clone()))
            }
            several => {
                let names: Vec<_> = several.iter().map(|maker| maker.name.as_str()).collect();
                let message = format!("厂家「{named}」可能是「{}」，不替您决定，请写全名", names.join("」或「"));
                row.refuse("principal", "principal_ambiguous", message);
                Ok(None)
            }
        }
    }

    fn add_maker(&mut self, named: &str, all: &[Principal]) -> Answer<Principal> {
        let code = free_code(named, all);
        Principal::check(&code, named)?;
        let maker = Principal {
            id: self.writing.app.id(),
            code,
            name: named.to_owned(),
            policy: String::new(),
            dealer_account: String::new(),
        };
        self.writing.tx.put_principal(&maker)?;
        self.maker_added = true;
        Ok(maker)
    }

    /// Makes sure that the model is there, with the class the ledger gives (IMPORT-8).
    pub(super) fn model(&mut self, row: &mut Row<'_>, maker: &Principal, code: &str, product: &str) -> Answer<()> {
        let key = (maker.code.clone(), serial_key(code));
        if self.models.contains(&key) {
            return Ok(());
        }
        if self.writing.tx.model_by_key(maker.id, &key.1)?.is_none() {
            let class = clean(&row.text("class"));
            let made = self.writing.model(maker, code, product, None)?;
            self.writing.tx.put_model(&Model { class, ..made })?;
            row.warn(
                "unit.model",
                "model_added",
                format!("型号「{}」不在{}的机型档案里，已新增", clean(code), maker.name),
            );
        }
        self.models.insert(key);
        Ok(())
    }
}

/// Makers that can be meant: the same company's name, else those of which one name begins the other.
fn near<'a>(named: &str, all: &'a [Principal]) -> Vec<&'a Principal> {
    let core = core_name(named);
    let same: Vec<_> = all.iter().filter(|maker| core_name(&maker.name) == core).collect();
    if !same.is_empty() || core.chars().count() < 2 {
        return same;
    }
    let begins = |maker: &&Principal| {
        let known = core_name(&maker.name);
        known.chars().count() >= 2 && (known.starts_with(&core) || core.starts_with(&known))
    };
    all.iter().filter(begins).collect()
}

/// A company's name without the words every company has.
fn core_name(name: &str) -> String {
    let mut core = name_key(name);
    while let Some(shorter) =
        COMPANY.iter().find_map(|word| core.strip_suffix(word)).filter(|rest| rest.chars().count() >= 2)
    {
        core = shorter.to_owned();
    }
    core
}

/// Pinyin initials of a name; a number behind them when they are taken.
fn free_code(name: &str, all: &[Principal]) -> String {
    let letters: String = store::initials(&core_name(name)).first().map(|text| text.to_uppercase()).unwrap_or_default();
    let letters: String = letters.chars().filter(char::is_ascii_alphanumeric).take(10).collect();
    let letters = if letters.is_empty() { "CJ".to_owned() } else { letters };
    let taken = |code: &String| all.iter().any(|maker| maker.code == *code);
    let numbered = (2..100).map(|n| format!("{letters}{n}"));
    std::iter::once(letters.clone()).chain(numbered).find(|code| !taken(code)).unwrap_or(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn maker(code: &str, name: &str) -> Principal {
        Principal {
            id: uuid::Uuid::nil().into(),
            code: code.into(),
            name: name.into(),
            policy: String::new(),
            dealer_account: String::new(),
        }
    }

    #[test]
    fn import_8_a_company_is_one_company_under_its_long_name() {
        for name in ["华禾农机有限公司", "华禾农机股份有限公司", "华禾 农机 集团有限公司", "华禾农机"]
        {
            assert_eq!(core_name(name), "华禾农机", "{name}");
        }
        assert_eq!(core_name("一厂"), "一厂");
    }

    #[test]
    fn import_8_a_name_cut_short_is_the_one_maker_it_can_be() {
        let known =
            [maker("HH", "华禾农机有限公司"), maker("WY", "沃野动力"), maker("WN", "沃野农机"), maker("YT", "一")];
        let found =
            |named: &str| near(named, &known).iter().map(|maker| maker.code.as_str()).collect::<Vec<_>>().join(" ");
        for (named, codes) in [
            ("华禾", "HH"),
            ("华禾农机集团", "HH"),
            ("沃野", "WY WN"),
            ("沃野动力股份", "WY"),
            ("金穗机械", ""),
            ("一拖", ""),
        ] {
            assert_eq!(found(named), codes, "{named}");
        }
    }

    #[test]
    fn a_new_makers_code_is_free() {
        let known = [maker("WYDL", "外运电缆")];
        assert_eq!(free_code("沃野动力", &known), "WYDL2");
        assert_eq!(free_code("华禾农机有限公司", &known), "HHNJ");
        assert_eq!(free_code("John Deere", &known), "JOHNDEERE");
        assert_eq!(free_code("???", &known), "CJ");
    }
}
