//! A row of repair records → a repair with its parts, through the same door as the form.
//!
//! - IMPORT-13 A repair is the same repair by its number; one that reads differently is left as it stands and said.
//! - IMPORT-14 A repair on an unknown machine comes in with the machine added and a warning.
//! - IMPORT-15 A day that comes before the day it must follow is left out, kept in the remark, and said.
//! - IMPORT-22 A machine keeps the model it is on record with (PAPER-2); a repair record that says another comes in, and that is said.
//! - IMPORT-16 Completed and signed counts as submitted; head office is told only of repairs completed on or after the start-of-use day.

use super::repair_paper::{Paper, read};
use super::row::Row;
use super::run::{Fate, Run};
use crate::error::Answer;
use crate::repair::{RepairOrigin, open_repair};
use crate::writing::{self, PaperKind};
use domain::principal::Principal;
use domain::repair::Repair;
use domain::sale::Sale;
use domain::text::serial_key;
use domain::unit::{Unit, differ_by_leading_zeros};

pub(super) fn put(run: &mut Run<'_>, row: &mut Row<'_>) -> Answer<Fate> {
    let paper = read(row);
    let (Some(mut paper), true) = (paper, row.refused.is_empty()) else { return Ok(Fate::Refused) };
    if let Some(known) = run.writing.tx.repair_by_no(&serial_key(&paper.draft.no))? {
        row.warnings.clear();
        say_difference(run, row, &paper, &known)?;
        return Ok(Fate::Unchanged);
    }
    let Some(maker) = maker(run, row, &paper)? else { return Ok(Fate::Refused) };
    paper.draft.principal.clone_from(&maker.code);
    let unit = machine(run, row, &maker, &mut paper)?;
    keep_model(run, row, unit.as_ref(), &mut paper)?;
    run.model(row, &maker, &paper.draft.unit.model, &paper.draft.unit.product)?;
    say_sale(run, row, unit.as_ref(), &mut paper)?;
    keep_address(run, row, &mut paper)?;
    super::repair_parts::price(run, row, &mut paper)?;
    let send = paper.draft.completed_on.is_some_and(|day| day >= run.start);
    open_repair(run.writing, &paper.draft, RepairOrigin::Ledger { send, old_parts: paper.old_parts })?;
    Ok(Fate::Imported)
}

fn say_difference(run: &Run<'_>, row: &mut Row<'_>, paper: &Paper, known: &Repair) -> Answer<()> {
    let unit = run.writing.tx.unit(known.unit)?;
    let other = unit.is_some_and(|unit| {
        let key = serial_key(&paper.draft.unit.serial);
        unit.serial_key != key && !differ_by_leading_zeros(&unit.serial_key, &key)
    });
    if other || known.reported_on != paper.draft.reported_on {
        let message = format!(
            "维修单号 {} 已有，但编号或报修日期不同（已登记的报修日期是{}）；没有改动。若是另一张单子，请改单号后再导入",
            known.no,
            known.reported_on.zh()
        );
        row.warn("no", "same_repair_differs", message);
    }
    Ok(())
}

/// The maker the row names; else the one whose machine has this serial, when there is only one.
fn maker(run: &mut Run<'_>, row: &mut Row<'_>, paper: &Paper) -> Answer<Option<Principal>> {
    let told = !row.cell("principal").is_blank() || !run.input.principal.trim().is_empty();
    if !told && let [unit] = run.writing.tx.units_by_key(&serial_key(&paper.draft.unit.serial))?.as_slice() {
        return Ok(run.writing.tx.principal(unit.principal)?);
    }
    run.maker(row)
}

/// The machine when it is known; a number cell that lost its zeros is the one machine it can be.
fn machine(run: &Run<'_>, row: &mut Row<'_>, maker: &Principal, paper: &mut Paper) -> Answer<Option<Unit>> {
    let tx = run.writing.tx;
    let key = serial_key(&paper.draft.unit.serial);
    let ours = |unit: &Unit| unit.principal == maker.id;
    let exact = tx.units_by_key(&key)?.into_iter().find(ours);
    if exact.is_some() {
        return Ok(exact);
    }
    let near: Vec<Unit> = tx
        .units_by_bare_key(&key)?
        .into_iter()
        .filter(|unit| ours(unit) && differ_by_leading_zeros(&unit.serial_key, &key))
        .collect();
    match near.as_slice() {
        [one] if paper.serial_was_number => {
            row.warn(
                "unit.serial",
                "serial_zero_stripped",
                format!("出厂编号 {} 丢了开头的零，按档案里的 {} 记，请核对", paper.draft.unit.serial, one.serial),
            );
            paper.draft.unit.serial.clone_from(&one.serial);
            return Ok(Some(one.clone()));
        }
        [] if paper.serial_was_number => {
            row.warn(
                "unit.serial",
                "serial_zero_stripped",
                format!(
                    "出厂编号是数字格式的单元格（读到 {}），开头若有零已被表格去掉，请照铭牌核对",
                    paper.draft.unit.serial
                ),
            );
        }
        [] => {}
        [one, ..] => {
            row.warn(
                "unit.serial",
                "serial_zero_stripped",
                format!("出厂编号 {} 与档案里的 {} 只差开头的零，请核对", paper.draft.unit.serial, one.serial),
            );
        }
    }
    Ok(None)
}

/// IMPORT-22.
fn keep_model(run: &Run<'_>, row: &mut Row<'_>, unit: Option<&Unit>, paper: &mut Paper) -> Answer<()> {
    let by = writing::Paper { kind: PaperKind::Repair(None), on: paper.draft.reported_on, names: None, form: false };
    let tx = run.writing.tx;
    let Some(unit) = unit else { return Ok(()) };
    if !by.leaves_model(tx, unit.id)? {
        return Ok(());
    }
    let Some(model) = tx.model(unit.model)? else { return Ok(()) };
    let typed = &mut paper.draft.unit;
    if serial_key(&typed.model) != serial_key(&model.code) {
        let message = format!("机型「{}」与档案里的 {} 不同，没有改动", typed.model, model.code);
        row.warn("unit.model", "model_differs", message);
    }
    typed.model = model.code;
    Ok(())
}

/// Says what the repair's machine lacks, and where its day of sale differs from the ledger's.
fn say_sale(run: &Run<'_>, row: &mut Row<'_>, unit: Option<&Unit>, paper: &mut Paper) -> Answer<()> {
    let serial = paper.draft.unit.serial.clone();
    let Some(unit) = unit else {
        paper.remark_sold_on();
        row.warn(
            "unit.serial",
            "unit_unknown",
            format!("档案里没有编号 {serial} 的机器，已按维修记录新增；没有销售记录，不能按三包报"),
        );
        return Ok(());
    };
    let sales: Vec<Sale> =
        run.writing.tx.sales_of_unit(unit.id)?.into_iter().filter(|sale| sale.void_reason.is_none()).collect();
    if sales.is_empty() {
        paper.remark_sold_on();
        row.warn("unit.serial", "unit_not_sold", format!("编号 {serial} 的机器没有销售记录，不能按三包报"));
    } else if let Some(stated) = paper.sold_on.filter(|day| sales.iter().all(|sale| sale.sold_on != *day)) {
        let days: Vec<_> = sales.iter().map(|sale| sale.sold_on.zh()).collect();
        row.warn(
            "sold_on",
            "sold_on_differs",
            format!("维修记录写的购机日期是{}，销售台账是{}；以销售台账为准", stated.zh(), days.join("、")),
        );
    }
    Ok(())
}

/// A known customer keeps the address of the sales ledger; a repair's line holds a shorter one.
fn keep_address(run: &Run<'_>, row: &mut Row<'_>, paper: &mut Paper) -> Answer<()> {
    let typed = &mut paper.draft.customer;
    let known = run
        .writing
        .tx
        .customer_by_keys(&domain::text::name_key(&typed.name), &domain::text::phone_key(&typed.phone))?;
    let Some(known) = known.filter(|known| !known.address().is_empty() && !known.phone.is_empty()) else {
        return Ok(());
    };
    let given = format!("{}{}{}", typed.county, typed.town, typed.village);
    if !known.address().contains(&given) {
        row.warn(
            "customer.village",
            "address_differs",
            format!("地址「{given}」与档案里的「{}」不同，没有改动", known.address()),
        );
    }
    (typed.county, typed.town, typed.village) = (String::new(), String::new(), String::new());
    Ok(())
}
