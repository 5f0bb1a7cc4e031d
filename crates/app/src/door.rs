//! The border: a command's name and JSON in, JSON or a `CallError` out. Window and command line pass here.
//!
//! - DOOR-1 An unknown command, an unknown field and a field of the wrong type are refused with the field named; nothing runs. A list is no object, at any depth.
//! - DOOR-2 When the database cannot be opened every command answers why, except listing and restoring backups, beginning anew, and the recovery code of one whose key is gone.

use crate::app::App;
use crate::clock::{Clock as _, MachineClock};
use crate::error::{Answer, AppError, CallError};
use crate::keys::{KeyProblem, Keys, Shelves, Tries};
use crate::named::{Named, WANTS_NAMES};
use crate::sync_cases::Due;
use crate::view::*;
use crate::with_commands;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock};

/// Most characters of a wrong value that a sentence repeats.
const MOST_SHOWN: usize = 30;

/// One command as documented by the table.
#[derive(Debug, Clone, Copy)]
pub struct CommandDoc {
    /// Name.
    pub name: &'static str,
    /// What it does, Chinese.
    pub doc: &'static str,
    /// Input type.
    pub input: &'static str,
    /// Answer type.
    pub output: &'static str,
}

macro_rules! dispatch {
    ($($(#[doc = $doc:literal])* $name:ident($input:ty) -> $output:ty;)*) => {
        /// Every command.
        pub const COMMANDS: &[CommandDoc] = &[
            $(CommandDoc { name: stringify!($name), doc: concat!($($doc),*), input: stringify!($input), output: stringify!($output) }),*
        ];

        impl App {
            fn dispatch(&self, name: &str, input: Value) -> Answer<Value> {
                match name {
                    $(stringify!($name) => {
                        let answer: $output = self.$name(parse::<$input>(input)?)?;
                        render(&answer)
                    })*
                    _ => Err(AppError::NoCommand(name.to_owned())),
                }
            }
        }
    };
}

with_commands!(dispatch);

impl App {
    /// Runs a command of the table.
    pub fn call(&self, name: &str, input: Value) -> Result<Value, CallError> {
        self.let_in(name).and_then(|_acts| self.dispatch(name, input)).map_err(CallError::from)
    }
}

fn parse<T: DeserializeOwned>(input: Value) -> Answer<T> {
    let input = if input.is_null() { Value::Object(serde_json::Map::new()) } else { input };
    if !input.is_object() {
        return Err(AppError::BadInput { field: String::new(), detail: format!("要的是{WANTS_NAMES}") });
    }
    serde_path_to_error::deserialize(Named(input))
        .map_err(|error| bad_input(&path_of(error.path()), &error.inner().to_string()))
}

/// A path as refusals have it: `parts.2.code`, where serde writes `parts[2].code`.
fn path_of(path: &serde_path_to_error::Path) -> String {
    path.to_string().replace('[', ".").replace(']', "")
}

/// Puts serde's English into the field it is about and a Chinese sentence (DOOR-1).
fn bad_input(path: &str, cause: &str) -> AppError {
    let path = if path == "." { "" } else { path };
    let named = cause.split('`').nth(1).unwrap_or_default();
    let below = |name: &str| match path.strip_suffix(name) {
        Some(before) if before.is_empty() || before.ends_with('.') => path.to_owned(),
        _ if path.is_empty() => name.to_owned(),
        _ => format!("{path}.{name}"),
    };
    let (field, detail) = if cause.starts_with("unknown field") {
        (below(named), format!("没有「{named}」这个字段"))
    } else if cause.starts_with("missing field") {
        (below(named), format!("缺少字段「{named}」"))
    } else {
        (path.to_owned(), format!("字段「{path}」{}", wrong(cause)))
    };
    AppError::BadInput { field, detail }
}

/// What serde says of a value, in Chinese; a sentence of our own types passes as it is.
fn wrong(cause: &str) -> String {
    let values: Vec<&str> = cause.split('`').skip(1).step_by(2).collect();
    match (cause, values.as_slice()) {
        (cause, [given, choices @ ..]) if cause.starts_with("unknown variant") => {
            let given: String = given.chars().take(MOST_SHOWN).collect();
            format!("没有「{given}」这个选择，可选：{}", choices.join("、"))
        }
        (cause, _) if cause.starts_with("invalid type") => "的类型不对（文字、数字、是否或列表用错了）".to_owned(),
        (cause, _) if cause.starts_with("invalid value") || cause.starts_with("invalid length") => {
            "的值不在能用的范围里".to_owned()
        }
        (own, _) if own == WANTS_NAMES => format!("要的是{own}"),
        (own, _) => format!("不合要求：{own}"),
    }
}

fn render<T: Serialize>(answer: &T) -> Answer<Value> {
    serde_json::to_value(answer).map_err(|e| AppError::BadInput { field: String::new(), detail: e.to_string() })
}

/// The desk, or why it could not be opened.
pub struct Door {
    dir: PathBuf,
    app: RwLock<Result<App, CallError>>,
    shelves: Shelves,
    /// Wrong recovery codes of this process (KEYS-2).
    tries: Mutex<Tries>,
}

impl Door {
    /// Opens the desk in a folder; never fails, a desk that does not open answers why.
    pub fn open(dir: &Path) -> Self {
        Self::open_on(dir, Shelves::of_this_machine())
    }

    /// As [`Door::open`], with the shelves its key may lie on.
    pub fn open_on(dir: &Path, shelves: Shelves) -> Self {
        let app = App::open_on(dir, Box::new(MachineClock), shelves.clone()).map_err(CallError::from);
        Self { dir: dir.to_owned(), app: RwLock::new(app), shelves, tries: Mutex::default() }
    }

    /// As [`Door::open`], for the command line: reads need no operator.
    pub fn open_at_prompt(dir: &Path) -> Self {
        let door = Self::open(dir);
        door.while_open(|app| {
            app.open_reads();
            true
        });
        door
    }

    /// The way back for an owner who forgot the PIN; answers the owner's name.
    pub fn owner_reset(&self, name: &str, new_pin: &str) -> Result<String, CallError> {
        let guard = self.app.read().unwrap_or_else(PoisonError::into_inner);
        guard.as_ref().map_err(Clone::clone)?.owner_reset(name, new_pin).map_err(CallError::from)
    }

    /// Runs a command (DOOR-2).
    pub fn call(&self, name: &str, input: Value) -> Result<Value, CallError> {
        let guard = self.app.read().unwrap_or_else(PoisonError::into_inner);
        let why = match guard.as_ref() {
            Ok(app) => return app.call(name, input),
            Err(why) => why.clone(),
        };
        drop(guard);
        self.call_closed(name, input, why)
    }

    /// What still works while the database does not open.
    fn call_closed(&self, name: &str, input: Value, why: CallError) -> Result<Value, CallError> {
        let answer = match name {
            "backup_list" => crate::backup::list_in(&self.dir.join("backups")).and_then(|list| render(&list)),
            "backup_restore" => parse::<RestoreInput>(input).and_then(|input| self.restore_closed(&input)),
            "unlock" if why.code == "key_gone" => parse::<UnlockInput>(input).and_then(|input| self.unlock(&input)),
            "begin_anew" if ["database_gone", "database_damaged"].contains(&why.code.as_str()) => {
                parse::<Nothing>(input).and_then(|_| self.begin_anew())
            }
            _ => return Err(why),
        };
        answer.map_err(CallError::from)
    }

    fn restore_closed(&self, input: &RestoreInput) -> Answer<Value> {
        let keys = self.keys();
        let unfiled = crate::backup::restore_closed(&keys, &self.dir, Path::new(&input.path), input.code.as_deref())?;
        self.opened(self.open_with(keys)?, unfiled)
    }

    fn keys(&self) -> Keys {
        Keys::new(&self.dir, self.shelves.clone())
    }

    fn open_with(&self, keys: Keys) -> Answer<App> {
        App::open_keyed(&self.dir, Box::new(MachineClock), keys)
    }

    /// Opens a desk whose key is gone by its recovery code, and puts the key back (KEYS-2).
    fn unlock(&self, input: &UnlockInput) -> Answer<Value> {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let ms = tries.left(MachineClock.running());
        if ms > 0 {
            return Err(KeyProblem::Wait { ms }.into());
        }
        let keys = self.keys();
        let key = match keys.by_code(&keys.database(), &input.code) {
            Err(AppError::Key(KeyProblem::Wrong { .. })) => {
                return Err(KeyProblem::Wrong { wait_ms: tries.count(MachineClock.running()) }.into());
            }
            other => other?,
        };
        keys.hold(Some(key.clone()));
        let app = self.open_with(keys)?;
        app.keys.keep(&key);
        *tries = Tries::default();
        drop(tries);
        self.opened(app, None)
    }

    /// An empty desk where one is gone or damaged; what is left of that one keeps lying there (APP-3).
    fn begin_anew(&self) -> Answer<Value> {
        crate::backup::make_room(&self.dir)?;
        self.opened(self.open_with(self.keys())?, None)
    }

    fn opened(&self, app: App, problem: Option<String>) -> Answer<Value> {
        let mut value = app.doctor(DoctorInput::default())?;
        value.problems.extend(problem);
        let view = Written { value, touched: Touched::ALL.to_vec() };
        let answer = render(&view);
        *self.app.write().unwrap_or_else(PoisonError::into_inner) = Ok(app);
        answer
    }

    /// Codes of the makers whose streams run.
    pub fn makers(&self) -> Vec<String> {
        self.app.read().unwrap_or_else(PoisonError::into_inner).as_ref().map(App::makers).unwrap_or_default()
    }

    /// Runs one maker's stream as far as it is due. `true` when something moved.
    pub fn run_due(&self, maker: &str, due: Due) -> bool {
        self.while_open(|app| app.run_due(maker, due))
    }

    /// What is due beside sync. `true` when something moved.
    pub fn keep_up(&self) -> bool {
        self.while_open(App::keep_up)
    }

    /// What the desk has to say outside its window; counts as said from here on.
    pub fn alert(&self) -> Option<String> {
        self.app.read().unwrap_or_else(PoisonError::into_inner).as_ref().ok().and_then(App::alert)
    }

    /// Computes by packs and calendars a command just installed, if one did (INSTALL-14). `true` when something moved.
    pub fn catch_up(&self) -> bool {
        self.while_open(|app| app.law_is_behind() && app.catch_up())
    }

    /// Whether [`Door::catch_up`] has something to do.
    pub fn is_behind(&self) -> bool {
        self.while_open(App::law_is_behind)
    }

    fn while_open(&self, f: impl FnOnce(&App) -> bool) -> bool {
        let guard = self.app.read().unwrap_or_else(PoisonError::into_inner);
        guard.as_ref().is_ok_and(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn door_2_a_desk_that_does_not_open_still_lists_backups() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("desk.db"), b"a letter, no database").unwrap();
        let door = Door::open(dir.path());
        assert_eq!(door.call("sale_list", Value::Null).unwrap_err().code, "database_damaged");
        assert_eq!(door.call("backup_list", Value::Null).unwrap(), serde_json::json!([]));
        let nothing = serde_json::json!({"path": dir.path().join("no.db")});
        assert_eq!(door.call("backup_restore", nothing).unwrap_err().code, "file_missing");
    }

    #[test]
    fn door_1_names_the_field_of_a_bad_input() {
        let field = |error: AppError| match error {
            AppError::BadInput { field, .. } => field,
            other => other.to_string(),
        };
        let parse_sale = |json: Value| field(parse::<SaleDraft>(json).unwrap_err());
        assert_eq!(parse_sale(serde_json::json!({"colour": "red"})), "colour");
        assert_eq!(parse_sale(serde_json::json!({"principal": "HH", "customer": {"nam": "王"}})), "customer.nam");
        assert_eq!(parse_sale(serde_json::json!({"principal": "HH", "customer": {}})), "customer.name");
        let line = serde_json::json!({"principal": "HH", "parts": [{"name": "垫片", "qty_milli": 1000, "removed_on": "2026-08-01"}, {"name": 7}]});
        assert_eq!(field(parse::<OpeningParts>(line).unwrap_err()), "parts.1.name");
        let whole = serde_json::json!({"principal": "HH", "customer": {"name": "王"}, "unit": {"model": "M", "serial": "S"}, "sold_on": "2026-02-31"});
        assert_eq!(parse_sale(whole), "sold_on");
    }

    #[test]
    fn door_1_a_list_is_no_object_at_any_depth() {
        let refused = |error: AppError| CallError::from(error).field;
        let list = parse::<ById>(serde_json::json!(["an id"])).map(|read| read.id);
        assert!(list.unwrap_err().to_string().contains("字段名"));
        let customer = ["", "王", "13800000000", "", "", "", ""];
        let sale = serde_json::json!({"principal": "HH", "customer": customer, "unit": {"model": "M", "serial": "S"}, "sold_on": "2026-08-01"});
        let error = parse::<SaleDraft>(sale).unwrap_err();
        assert!(error.to_string().contains("字段名"), "{error}");
        assert_eq!(refused(error), "customer");
        let lines = serde_json::json!({"principal": "HH", "parts": [{"name": "垫片", "qty_milli": 1000, "removed_on": "2026-08-01"}, ["", "垫片", "", "", 1000]]});
        assert_eq!(refused(parse::<OpeningParts>(lines).unwrap_err()), "parts.1");
        let amend = serde_json::json!({"id": "x", "draft": ["HH"]});
        assert_eq!(refused(parse::<RepairAmend>(amend).unwrap_err()), "draft");
        for query in [r#"{"list": "sales", "query": [""]}"#, r#"{"query": [""], "list": "sales"}"#] {
            let query: Value = serde_json::from_str(query).unwrap();
            let refused = parse::<ListQuery>(query.clone()).map(|_| ()).unwrap_err();
            assert!(refused.to_string().contains("字段名"), "{query}: {refused}");
        }
    }

    #[test]
    fn door_1_says_a_wrong_value_in_chinese() {
        let sentence = |json: Value| parse::<SaleQuery>(json).unwrap_err().to_string();
        for json in [
            serde_json::json!({"limit": "ten"}),
            serde_json::json!({"limit": 1.5}),
            serde_json::json!({"limit": 1e300}),
            serde_json::json!({"term": ["王"]}),
            serde_json::json!({"state": null, "due_only": "yes"}),
            serde_json::json!("王"),
            serde_json::json!({"state": {}}),
            serde_json::json!({"state": 7}),
        ] {
            let said = sentence(json);
            assert!(!said.contains("expected") && !said.contains("invalid"), "{said}");
        }
        let said = sentence(serde_json::json!({"state": "王".repeat(70_000)}));
        assert!(said.contains("before_start") && said.chars().count() < 200, "{said}");
    }
}
