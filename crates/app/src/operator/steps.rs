//! What each step needs of the one who takes it: the one table that `App::write` and the door of the commands read.
//!
//! - OPERATOR-7 Every writing command and every writing step has its line here; one without is the owner's alone.
//!
//! To add a writing command: a line here beside the one in `table.rs`.

use domain::operator::Needs;

/// What stands behind a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Nothing is written, or nothing that anybody is asked for: at the window it is behind the lock screen all the same.
    Look,
    /// Before the lock screen: signing in, and what a locked window does by itself.
    Outside,
    /// The program's own: written as by the program, whoever sits there. An auditor does not set it off.
    Program,
    /// As [`Step::Program`], with the operator's name where somebody is signed in.
    Helped,
    /// A person's.
    Person(Needs),
}

const PAPER: Step = Step::Person(Needs::Paper);
const DECISION: Step = Step::Person(Needs::Decision);
const OWNER: Step = Step::Person(Needs::Owner);

/// Name of the command, or of the step within one; what it needs; for steps that are no commands, their name in Chinese.
const STEPS: &[(&str, Step, &str)] = &[
    // The desk.
    ("dealer_save", DECISION, ""),
    ("principal_save", DECISION, ""),
    ("start_day_save", DECISION, ""),
    ("alerts_save", DECISION, ""),
    ("hours_save", DECISION, ""),
    ("clock_confirm", PAPER, ""),
    ("draft_save", Step::Outside, ""),
    ("draft_drop", PAPER, ""),
    ("log_ui", Step::Outside, ""),
    ("task_show", Step::Outside, ""),
    ("task_stop", PAPER, ""),
    // Operators.
    ("operator_list", Step::Outside, ""),
    ("operator_now", Step::Outside, ""),
    ("operator_sign_in", Step::Outside, ""),
    ("operator_sign_out", Step::Outside, ""),
    ("operator_stay", Step::Outside, ""),
    ("operator_told", Step::Person(Needs::Somebody), ""),
    ("operator_pin", Step::Person(Needs::Somebody), ""),
    ("operator_save", OWNER, ""),
    ("operator_lock_save", OWNER, ""),
    ("operator_try", Step::Program, "输错 PIN"),
    ("owner_reset", Step::Program, "在命令行重设老板的 PIN"),
    // Sales and receipt cards.
    ("sale_open", PAPER, ""),
    ("sale_amend", PAPER, ""),
    ("card_collect", PAPER, ""),
    ("cards_collect", PAPER, ""),
    ("sale_void", DECISION, ""),
    // Calls.
    ("call_open", PAPER, ""),
    ("call_amend", PAPER, ""),
    ("call_step", PAPER, ""),
    ("call_void", DECISION, ""),
    // Machines taken in.
    ("custody_open", PAPER, ""),
    ("custody_amend", PAPER, ""),
    ("custody_give", PAPER, ""),
    ("custody_undo", PAPER, ""),
    ("custody_void", DECISION, ""),
    ("job_card_save", PAPER, ""),
    ("job_card_inspect", DECISION, ""),
    // Repairs.
    ("repair_open", PAPER, ""),
    ("repair_amend", PAPER, ""),
    ("repair_submit", PAPER, ""),
    ("repair_void", DECISION, ""),
    // Photographs and signatures.
    ("photos_add", PAPER, ""),
    ("signature_add", PAPER, ""),
    // Old parts.
    ("old_part_move", PAPER, ""),
    ("old_part_lost", DECISION, "把旧件记为丢失"),
    ("parts_batch_send", PAPER, ""),
    ("parts_batch_amend", PAPER, ""),
    ("packing_open", PAPER, ""),
    ("packing_scan", PAPER, ""),
    ("packing_take_out", PAPER, ""),
    ("packing_seal", PAPER, ""),
    ("packing_reopen", PAPER, ""),
    ("packing_dissolve", PAPER, ""),
    ("packing_send", PAPER, ""),
    ("parts_batch_export", PAPER, ""),
    ("part_results_save", DECISION, ""),
    ("part_settle", PAPER, ""),
    ("part_lost_accept", DECISION, "认定短少的旧件丢失"),
    ("exchange_save", PAPER, ""),
    ("part_dispute_answer", DECISION, "记下总部对旧件异议的答复"),
    ("opening_parts_add", DECISION, ""),
    ("opening_claims_add", DECISION, ""),
    ("opening_claim_settle", DECISION, ""),
    ("opening_claim_void", DECISION, ""),
    // Claims and settlement.
    ("claim_open", PAPER, ""),
    ("claim_export", PAPER, ""),
    ("claim_void", DECISION, ""),
    ("claim_withdraw", DECISION, ""),
    ("claim_decide", DECISION, ""),
    ("notice_save", DECISION, ""),
    ("notice_answer", DECISION, ""),
    ("notice_dispute", DECISION, "对核销通知提出异议"),
    ("notice_deducted", DECISION, ""),
    ("decisions_take", DECISION, ""),
    // Paid service.
    ("receipt_open", PAPER, ""),
    ("receipt_settle", PAPER, ""),
    ("receipt_void", DECISION, ""),
    // Service fees.
    ("service_fee_save", DECISION, ""),
    ("sales_fee_save", DECISION, ""),
    ("service_fee_confirm", DECISION, ""),
    ("service_fee_undo", DECISION, ""),
    ("service_fee_export", PAPER, ""),
    // Accounts with makers.
    ("payable_add", DECISION, ""),
    ("payable_void", DECISION, ""),
    // Files of the desk.
    ("model_save", PAPER, ""),
    ("part_save", PAPER, ""),
    ("customer_amend", PAPER, ""),
    ("demand_open", PAPER, ""),
    ("demand_settle", DECISION, ""),
    ("demand_void", DECISION, ""),
    // Exchange and return.
    ("remedy_open", PAPER, ""),
    ("remedy_paper", PAPER, ""),
    ("remedy_waive", DECISION, "同意免交换货退货的材料"),
    ("remedy_step", PAPER, ""),
    ("remedy_decide", DECISION, "登记总部对换货退货的答复，撤回办结"),
    ("remedy_settle", DECISION, ""),
    ("remedy_void", DECISION, ""),
    ("remedy_undo", DECISION, ""),
    // The law and the contract as data.
    ("law_recompute", Step::Program, ""),
    ("policy_install", DECISION, ""),
    ("policy_tick", DECISION, ""),
    ("calendar_install", DECISION, ""),
    // Files. What leaves the desk stands in the trail; an auditor looks at lists outside too.
    ("list_export", Step::Person(Needs::Somebody), ""),
    // An import of a whole ledger cannot be taken back in one go.
    ("import_run", DECISION, ""),
    // The month.
    ("report_build", PAPER, ""),
    ("report_number", PAPER, "给月报编号"),
    ("report_send", PAPER, ""),
    // Closing a month.
    ("month_close", DECISION, ""),
    ("submission_save", PAPER, ""),
    ("submission_amend", PAPER, ""),
    ("submission_answer", PAPER, ""),
    ("submission_void", DECISION, ""),
    ("submission_by_file", Step::Program, "月报改记为用文件报送"),
    // Head offices' own forms.
    ("template_save", DECISION, ""),
    ("template_void", DECISION, ""),
    // Printed papers.
    ("print_make", PAPER, ""),
    ("print_again", PAPER, ""),
    ("report_print", PAPER, ""),
    ("report_print_runs", PAPER, ""),
    ("report_print_of", PAPER, ""),
    // Forms as data. What a step of a form needs stands in its definition.
    ("entry_save", PAPER, ""),
    ("entry_step", PAPER, ""),
    ("entry_void", DECISION, ""),
    ("entry_raise", PAPER, ""),
    ("paper_take", PAPER, ""),
    // Sync.
    ("enrol", OWNER, ""),
    ("sync_now", Step::Program, ""),
    ("outbox_again", PAPER, ""),
    ("network_save", OWNER, ""),
    ("authority_add", OWNER, ""),
    ("authority_drop", OWNER, ""),
    ("sync_to_file", Step::Helped, ""),
    ("sync_from_file", Step::Program, ""),
    ("sync_settle", Step::Program, "收下总部的答复"),
    ("sync_reoffer", Step::Program, "重新报送总部没有的记录"),
    ("sync_remint", Step::Program, "换一条新的报送流水"),
    ("sync_feed", Step::Program, "收下总部的消息"),
    ("clock_measured", Step::Program, "按总部的时间校准"),
    ("inbox_read", PAPER, ""),
    // Safety.
    ("backup_now", Step::Program, ""),
    ("backup_restore", OWNER, ""),
    ("restore", Step::Program, "从备份恢复"),
    ("begin_anew", OWNER, ""),
    ("demo_load", OWNER, ""),
    ("unlock", Step::Outside, ""),
    ("encryption_code", OWNER, ""),
    ("encryption_print", OWNER, ""),
    ("encryption_on", OWNER, ""),
    ("encryption_renew", OWNER, ""),
    ("encryption_off", OWNER, ""),
];

/// What a command needs; one that is not here writes nothing.
pub(super) fn of_command(name: &str) -> Step {
    found(name).map_or(Step::Look, |line| line.1)
}

/// What a write needs. Bookkeeping leaves no line and is the program's; what nobody wrote down here is the owner's.
pub(super) fn of_write(op: &str) -> Step {
    if op.is_empty() { Step::Program } else { found(op).map_or(OWNER, |line| line.1) }
}

fn found(name: &str) -> Option<&'static (&'static str, Step, &'static str)> {
    STEPS.iter().find(|line| line.0 == name)
}

/// A step as people read it: the beginning of its command's sentence, or its own name.
pub(super) fn says(op: &str) -> String {
    if let Some(name) = found(op).map(|line| line.2).filter(|name| !name.is_empty()) {
        return name.to_owned();
    }
    let command = crate::COMMANDS.iter().find(|command| command.name == op);
    let doc = command.map_or(op, |command| command.doc.trim());
    doc.split(['。', '；', '：', '，']).next().unwrap_or(doc).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// Every `write("…"` and `change("…"` under the sources of the crate.
    fn written(dir: &Path, into: &mut BTreeSet<String>) {
        for entry in dir.read_dir().unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                written(&path, into);
            } else if name.ends_with(".rs") && !name.contains("tests") {
                let text = std::fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
                for call in ["write(\"", "change(\"", "change_claim(\"", "change_claim(\n            \""] {
                    let ops = text.split(call).skip(1).filter_map(|rest| rest.split('"').next());
                    into.extend(ops.filter(|op| !op.is_empty()).map(str::to_owned));
                }
            }
        }
    }

    #[test]
    fn operator_7_every_writing_command_and_every_write_has_a_line() {
        let writing = crate::COMMANDS.iter().filter(|command| command.output.starts_with("Written"));
        let commands: BTreeSet<String> = writing.map(|command| command.name.to_owned()).collect();
        assert!(commands.len() > 40, "{commands:?}");
        let mut ops = BTreeSet::new();
        written(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut ops);
        assert!(ops.contains("sale_open") && ops.contains("sync_settle") && ops.contains("claim_void"), "{ops:?}");
        let missing: Vec<_> = commands.union(&ops).filter(|name| found(name).is_none()).collect();
        assert!(missing.is_empty(), "without a line in STEPS: {missing:?}");
        assert_eq!(of_write("nobody wrote this down"), OWNER);
    }

    /// Written by the program's own steps, or no record of anybody.
    const BY_OTHERS: [&str; 8] = [
        "draft_save",
        "draft_drop",
        "sync_now",
        "sync_from_file",
        "backup_now",
        "backup_restore",
        "begin_anew",
        "unlock",
    ];

    /// Texts of the sources of the crate but for the two tables.
    fn sources(dir: &Path, into: &mut String) {
        for entry in dir.read_dir().unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                sources(&path, into);
            } else if !["table.rs", "steps.rs"].contains(&name.as_str()) && !name.contains("tests") {
                let text = std::fs::read_to_string(&path).unwrap();
                into.push_str(text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default());
            }
        }
    }

    /// Every name `hand_of("…"` asks for under the sources of the crate.
    fn asked_for(dir: &Path, into: &mut BTreeSet<String>) {
        for entry in dir.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                asked_for(&path, into);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let ops = text.split("hand_of(\"").skip(1).filter_map(|rest| rest.split('"').next());
                into.extend(ops.filter(|op| op.chars().all(|c| c == '_' || c.is_ascii_lowercase())).map(str::to_owned));
            }
        }
    }

    #[test]
    fn operator_7_what_answers_as_written_is_written() {
        let mut all = String::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
        // The name a form is kept under writes nothing.
        let all = all.replace("Form::of(\"", "");
        let written = |name: &str| all.contains(&format!("\"{name}\"")) || BY_OTHERS.contains(&name);
        let writing = crate::COMMANDS.iter().filter(|command| command.output.starts_with("Written"));
        let silent: Vec<&str> = writing.map(|command| command.name).filter(|name| !written(name)).collect();
        assert!(silent.is_empty(), "answered as written, and nothing stands in the trail: {silent:?}");
    }

    #[test]
    fn operator_7_whose_hand_is_asked_for_is_a_step() {
        let mut ops = BTreeSet::new();
        asked_for(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut ops);
        assert!(ops.contains("sale_open"), "{ops:?}");
        let unknown: Vec<_> = ops.iter().filter(|op| found(op).is_none()).collect();
        assert!(unknown.is_empty(), "nobody ever did {unknown:?}");
    }

    #[test]
    fn operator_7_every_line_is_of_a_command_or_a_write_and_has_a_name() {
        let mut ops = BTreeSet::new();
        written(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut ops);
        for (name, _, own) in STEPS {
            let command = crate::COMMANDS.iter().any(|command| command.name == *name);
            assert!(
                command
                    || (ops.contains(*name)
                        || matches!(
                            *name,
                            "old_part_lost" | "part_lost_accept" | "part_dispute_answer" | "notice_dispute"
                        )),
                "{name} is nothing"
            );
            assert_eq!(command, own.is_empty(), "{name}: a command has its sentence, a step its own name");
        }
        assert_eq!(says("sale_void"), "作废一笔销售和它的回执卡");
        assert_eq!(says("sync_feed"), "收下总部的消息");
        assert_eq!(says("operator_save"), "新增或修改操作员");
        assert_eq!(says("begin_anew"), "从头开始");
    }
}
