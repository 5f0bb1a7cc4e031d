//! `sanbao`: the desk's command table without a window.
//!
//! - CLI-1 Standard output carries the answer only; logs and progress go to standard error.
//! - CLI-2 Exit 0: done. Exit 1: an import, or decisions of head office, with refused rows; a form's definition with faults. Exit 2: it could not be done.
//! - CLI-3 An answer that could not be written is said on standard error, exit 2; a reader that went away is no mistake.
//! - CLI-4 A PIN comes from the environment or from standard input, never from the arguments, which other programs can read; so does a recovery code.
//!
//! Nothing is decided here: each command line becomes one or two commands of the table.

mod args;
mod out;
mod print;

use app::{COMMANDS, CallError, Door};
use args::{Action, Args, Forms};
use clap::Parser;
use serde_json::{Value, json};
use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

/// Workers compute rows and one thread writes them: the system's allocator spends a fifth of that on giving memory back.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a command line comes to.
type Done = Result<ExitCode, CallError>;

/// Exit code of what could not be done.
const COULD_NOT: u8 = 2;

fn main() -> ExitCode {
    let args = Args::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_env("SANBAO_LOG").unwrap_or_else(|_| "warn".into()))
        .init();
    let json = args.json || matches!(args.action, Action::Call { .. });
    let code = run(&args).unwrap_or_else(|error| {
        print::refused(&error, json);
        ExitCode::from(COULD_NOT)
    });
    match out::failure() {
        Some(why) => {
            out::complain(&why);
            ExitCode::from(COULD_NOT)
        }
        None => code,
    }
}

fn run(args: &Args) -> Done {
    if let Action::Commands = args.action {
        print::commands(COMMANDS, args.json);
        return Ok(ExitCode::SUCCESS);
    }
    if let Action::Workdays { from, n } = &args.action {
        return shown(app::workdays(from, n)?, args.json, print::workdays);
    }
    if let Action::Forms(forms) = &args.action {
        return definitions(forms, args.json);
    }
    let door = Door::open_at_prompt(&args.data_dir());
    if let Some(name) = &args.operator {
        match sign_in(&door, name) {
            // Nobody can be asked where the database does not open, and the way back must not end here.
            Err(why) if args.action.mends() && is_closed(&why) => {}
            other => other?,
        }
    }
    match &args.action {
        Action::Call { command, input } => call(&door, command, input),
        Action::Import { file, kind, principal, follow_old } => {
            let input = json!({"path": file, "kind": kind.map(args::Kind::name), "principal": principal, "cards_before_start": follow_old});
            let outcome = door.call("import_run", input)?["value"].take();
            print::import(&outcome, args.json);
            let refused = outcome["refused"].as_i64().unwrap_or(0);
            Ok(if refused > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
        }
        Action::Report { month, principal, out } => {
            let input = json!({"principal": principal, "month": month, "dir": out, "whole": true});
            shown(door.call("report_build", input)?["value"].take(), args.json, print::files)
        }
        Action::Decisions { file } => {
            let outcome = door.call("decisions_take", json!({"path": file}))?["value"].take();
            print::decisions(&outcome, args.json);
            let refused = outcome["refused"].as_i64().unwrap_or(0);
            Ok(if refused > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
        }
        Action::Sync { to_file: Some(path), principal, .. } => {
            by_file(&door, "sync_to_file", path, principal, args.json)
        }
        Action::Sync { from_file: Some(path), principal, .. } => {
            by_file(&door, "sync_from_file", path, principal, args.json)
        }
        Action::Sync { principal, .. } => {
            let lines = door.call("sync_now", json!({"principal": principal}))?["value"].take();
            let stuck = lines.as_array().is_some_and(|lines| lines.iter().any(|line| !line["problem"].is_null()));
            shown(lines, args.json, print::synced)?;
            Ok(if stuck { ExitCode::from(COULD_NOT) } else { ExitCode::SUCCESS })
        }
        Action::Reconcile { month, principal } => {
            let found = door.call("reconcile", json!({"principal": principal, "month": month}))?;
            let unlike = found["unlike"].as_array().is_some_and(|rows| !rows.is_empty());
            shown(found, args.json, print::reconciled)?;
            Ok(if unlike { ExitCode::from(1) } else { ExitCode::SUCCESS })
        }
        Action::Enrol { url, code, demo, other_dealer } => {
            let input = json!({"url": url, "code": code, "demo": demo, "other_dealer": other_dealer});
            let maker = door.call("enrol", input)?["value"].take();
            shown(maker, args.json, print::enrolled)
        }
        Action::Backup { file } => {
            shown(door.call("backup_now", json!({"path": file}))?["value"].take(), args.json, print::backup)
        }
        Action::Restore { file } => {
            let input = json!({"path": file, "code": recovery_code()});
            shown(door.call("backup_restore", input)?["value"].take(), args.json, print::doctor)
        }
        Action::Unlock => {
            let code = match recovery_code() {
                Some(code) => code,
                None => typed()?,
            };
            shown(door.call("unlock", json!({"code": code}))?["value"].take(), args.json, print::doctor)
        }
        Action::BeginAnew => shown(door.call("begin_anew", json!({}))?["value"].take(), args.json, print::doctor),
        Action::OwnerReset { name } => {
            let name = door.owner_reset(name, &pin()?)?;
            shown(json!({"operator": name}), args.json, print::owner_reset)
        }
        Action::Doctor => {
            let found = door.call("doctor", json!({}))?;
            let sick = found["integrity"] != "ok";
            shown(found, args.json, print::doctor)?;
            Ok(if sick { ExitCode::from(COULD_NOT) } else { ExitCode::SUCCESS })
        }
        Action::Commands | Action::Workdays { .. } | Action::Forms(_) => Ok(ExitCode::SUCCESS),
    }
}

/// A file of forms, looked at or drawn.
fn definitions(forms: &Forms, json: bool) -> Done {
    let (found, words): (Value, fn(&Value)) = match forms {
        Forms::Check { file } => (app::forms_check(file)?, print::forms_checked),
        Forms::Preview { file, values } => (app::forms_preview(file, values.as_deref())?, print::forms_drawn),
    };
    let bad = found["faults"].as_array().is_some_and(|faults| !faults.is_empty());
    shown(found, json, words)?;
    Ok(if bad { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Signs in for this command; what has to be said to who signs in goes beside the answer.
fn sign_in(door: &Door, name: &str) -> Result<(), CallError> {
    let now = door.call("operator_sign_in", json!({"operator": name, "pin": pin()?}))?;
    if let Some(notice) = now["notice"].as_str() {
        out::complain(notice);
    }
    Ok(())
}

/// The PIN, from the environment (CLI-4).
fn pin() -> Result<String, CallError> {
    let given = std::env::var("SANBAO_PIN").ok().filter(|pin| !pin.trim().is_empty());
    given.ok_or_else(|| refused("pin_missing", "没有 PIN。请把它放在环境变量 SANBAO_PIN 里".into()))
}

/// The database does not open: it is damaged, gone, or its key is.
fn is_closed(why: &CallError) -> bool {
    why.code.starts_with("database_") || why.code.starts_with("key_")
}

/// The recovery code, from the environment (CLI-4).
fn recovery_code() -> Option<String> {
    std::env::var("SANBAO_CODE").ok().filter(|code| !code.trim().is_empty())
}

/// The recovery code, from standard input (CLI-4).
fn typed() -> Result<String, CallError> {
    out::complain("请输入恢复码，六组，每组五位：");
    let mut line = String::new();
    let read = std::io::stdin().read_line(&mut line);
    read.map(|_| line).map_err(|_| refused("bad_code", "标准输入不是 UTF-8 文字".into()))
}

fn refused(code: &str, message: String) -> CallError {
    CallError { code: code.into(), field: String::new(), message, fields: Vec::new() }
}

/// A file for head office, or its answer.
fn by_file(door: &Door, command: &str, path: &Path, principal: &str, json: bool) -> Done {
    let input = json!({"path": path, "principal": principal});
    shown(door.call(command, input)?["value"].take(), json, print::by_file)
}

fn shown(value: Value, json: bool, words: impl FnOnce(&Value)) -> Done {
    if json {
        out::line!("{value}");
    } else {
        words(&value);
    }
    Ok(ExitCode::SUCCESS)
}

/// `sanbao call COMMAND JSON|-`: one line out, `{"ok":true,"value":…}` or `{"ok":false,"error":{…}}`.
fn call(door: &Door, command: &str, input: &str) -> Done {
    let parsed = parse(input)?;
    if input != "-" && ["unlock", "backup_restore"].contains(&command) && parsed.get("code").is_some() {
        let says = "恢复码不能写在命令行里，别的程序看得见。请写 - 并从标准输入给 JSON";
        return Err(refused("code_in_arguments", says.into()));
    }
    let value = door.call(command, parsed)?;
    // No tick comes after this: what an installed pack moves is computed before the program ends.
    door.catch_up();
    out::line!("{}", json!({"ok": true, "value": value}));
    Ok(ExitCode::SUCCESS)
}

/// The input: JSON text, or `-` for standard input.
fn parse(input: &str) -> Result<Value, CallError> {
    let bad = |why: String| refused("bad_json", format!("不是 JSON:{why}"));
    let mut text = input.to_owned();
    if input == "-" {
        text.clear();
        std::io::stdin().read_to_string(&mut text).map_err(|_| bad("标准输入不是 UTF-8 文字".into()))?;
    }
    if text.trim().is_empty() {
        return Ok(json!({}));
    }
    let value: Value =
        serde_json::from_str(&text).map_err(|e| bad(format!("第 {} 行第 {} 个字附近读不懂", e.line(), e.column())))?;
    if input != "-" && ["pin", "new_pin"].iter().any(|name| value.get(name).is_some()) {
        let says = "PIN 不能写在命令行里，别的程序看得见。请写 - 并从标准输入给 JSON";
        return Err(refused("pin_in_arguments", says.into()));
    }
    Ok(value)
}
