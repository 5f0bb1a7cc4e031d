//! A row of a sales ledger → a sale with its card for every machine in it, through the same door as the form.
//!
//! - IMPORT-11 A sale with the maker, serial and day of a known one is that one: nothing is imported twice, and a different buyer or price is said. A cancelled sale stays cancelled.
//! - IMPORT-12 A serial that differs by leading zeros from a known one comes in with a warning; with the same maker, model, day and buyer it is the known sale.

use super::plates::{check_count, quantity, serials, split_plates};
use super::row::Row;
use super::run::{Fate, Run};
use crate::error::Answer;
use crate::sale::{Origin, check_all, open_checked};
use crate::view::{CustomerInput, SaleDraft, UnitInput};
use crate::writing::serial_notices;
use domain::Day;
use domain::principal::Principal;
use domain::sale::Sale;
use domain::text::{name_key, phone_key, serial_key};
use domain::unit::{Unit, differ_by_leading_zeros};

pub(super) fn put(run: &mut Run<'_>, row: &mut Row<'_>) -> Answer<Fate> {
    let drafts = drafts(row);
    let maker = if row.refused.is_empty() { run.maker(row)? } else { None };
    let (Some(maker), true) = (maker, row.refused.is_empty()) else { return Ok(Fate::Refused) };
    let mut warnings = std::mem::take(&mut row.warnings);
    let mut fate = Fate::Unchanged;
    let (mut buyer, sold_on) = (None, drafts.first().map(|draft| draft.sold_on));
    for mut draft in drafts {
        draft.principal.clone_from(&maker.code);
        draft.customer.id.clone_from(&buyer);
        let twins = Twins::of(run, &draft.unit.serial)?;
        if let Some((known, sale)) = same_sale(run, &maker, &draft, &twins)? {
            say_difference(run, row, &draft, known, &sale)?;
            continue;
        }
        if !twins.none() {
            say_serial(run, row, &maker, &draft)?;
        }
        // Before the first write: a refusal then takes nothing back.
        check_all(&draft, run.writing.now)?;
        run.model(row, &maker, &draft.unit.model, &draft.unit.product)?;
        let origin = Origin::Ledger { follow_old: run.input.cards_before_start };
        let sale = open_checked(run.writing, &maker, &draft, origin, twins.same)?;
        buyer = Some(sale.customer.to_string());
        run.outcome.before_start += i64::from(!run.input.cards_before_start && sale.sold_on < run.start);
        fate = Fate::Imported;
    }
    if fate == Fate::Imported {
        count_identity(run, row, &maker, sold_on);
        warnings.append(&mut row.warnings);
        row.warnings = warnings;
    } else {
        // What the row lacks was said when it came in.
        row.warnings.splice(0..0, warnings.into_iter().filter(|remark| remark.code.starts_with("principal_")));
    }
    Ok(fate)
}

fn count_identity(run: &mut Run<'_>, row: &Row<'_>, maker: &Principal, sold_on: Option<Day>) {
    let kept = || sold_on.is_some_and(|on| run.writing.keeps_id_no(maker, on));
    run.outcome.identity_dropped += i64::from(row.has_id_no && !kept());
}

/// One draft a machine; empty when the row is refused.
fn drafts(row: &mut Row<'_>) -> Vec<SaleDraft> {
    let plate = row.serial("unit.serial");
    let quantity = quantity(row);
    let serials = serials(&plate.text, quantity);
    check_count(row, quantity, serials.len());
    if plate.was_number {
        let message =
            format!("出厂编号是数字格式的单元格（读到 {}），开头若有零已被表格去掉，请照铭牌核对", plate.text);
        row.warn("unit.serial", "serial_zero_stripped", message);
    }
    let Some(base) = base(row) else { return Vec::new() };
    let machines = serials.len();
    let engines = split_plates(row, "unit.engine_no", "engine_unassigned", machines);
    let frames = split_plates(row, "unit.frame_no", "frame_unassigned", machines);
    let plates = serials.into_iter().zip(engines).zip(frames);
    plates
        .map(|((serial, engine_no), frame_no)| {
            let unit = UnitInput { serial, engine_no, frame_no, ..base.unit.clone() };
            SaleDraft { unit, ..base.clone() }
        })
        .collect()
}

/// What every machine of the row shares.
fn base(row: &mut Row<'_>) -> Option<SaleDraft> {
    let sold_on = row.day("sold_on");
    let customer = CustomerInput {
        id: None,
        name: row.text("customer.name"),
        phone: row.phone("customer.phone"),
        county: row.text("customer.county"),
        town: row.text("customer.town"),
        village: row.text("customer.village"),
        id_no: row.id_no("customer.id_no"),
    };
    let unit = UnitInput {
        model: row.text("unit.model"),
        product: row.text("unit.product"),
        serial: String::new(),
        engine_no: String::new(),
        frame_no: String::new(),
        produced_on: row.day("unit.produced_on"),
        power_milli_kw: None,
    };
    let invoice_on = row.day("invoice_on");
    let delivered_on = row.day("delivered_on");
    let installed_on = row.day("installed_on");
    let (price_fen, subsidy_fen) = (row.fen("price_fen"), row.fen("subsidy_fen"));
    let invoice_no = row.serial("invoice_no").text;
    let card_no = row.serial("card_no").text;
    let draft = SaleDraft {
        request_id: None,
        amends: None,
        principal: String::new(),
        customer,
        unit,
        sold_on: sold_on?,
        invoice_no,
        invoice_on,
        delivered_on,
        installed_on,
        price_fen,
        subsidy_fen,
        seller: row.text("seller"),
        outlet: row.text("outlet"),
        note: row.text("note"),
        card_no,
        user_signed: false,
        share_consent: false,
    };
    say_days(row, &draft);
    Some(draft)
}

/// Days the form would take and a reader should look at: kept as they are written.
fn say_days(row: &mut Row<'_>, draft: &SaleDraft) {
    let later =
        [("invoice_on", draft.invoice_on), ("delivered_on", draft.delivered_on), ("installed_on", draft.installed_on)];
    for (key, day) in later {
        if let (Some(day), Some(field)) = (day.filter(|day| *day < draft.sold_on), row.form.field(key)) {
            row.warn(
                field.key,
                "days_out_of_order",
                format!("{}（{}）早于购机日期（{}），照原样记下，请核对", field.label, day.zh(), draft.sold_on.zh()),
            );
        }
    }
    if let Some(day) = draft.unit.produced_on.filter(|day| *day > draft.sold_on) {
        row.warn(
            "unit.produced_on",
            "days_out_of_order",
            format!("出厂日期（{}）晚于购机日期（{}），照原样记下，请核对", day.zh(), draft.sold_on.zh()),
        );
    }
}

/// Machines with the serial of a row, or with one that differs by leading zeros.
struct Twins {
    same: Vec<Unit>,
    near: Vec<Unit>,
}

impl Twins {
    fn of(run: &Run<'_>, serial: &str) -> Answer<Self> {
        let key = serial_key(serial);
        let near = run
            .writing
            .tx
            .units_by_bare_key(&key)?
            .into_iter()
            .filter(|unit| differ_by_leading_zeros(&unit.serial_key, &key));
        Ok(Self { same: run.writing.tx.units_by_key(&key)?, near: near.collect() })
    }

    fn none(&self) -> bool {
        self.same.is_empty() && self.near.is_empty()
    }
}

/// The known sale this one is (IMPORT-11, IMPORT-12).
fn same_sale<'a>(
    run: &Run<'_>,
    maker: &Principal,
    draft: &SaleDraft,
    twins: &'a Twins,
) -> Answer<Option<(&'a Unit, Sale)>> {
    let tx = run.writing.tx;
    let ours = |unit: &&Unit| unit.principal == maker.id;
    for unit in twins.same.iter().filter(ours) {
        let same_day = tx.sales_of_unit(unit.id)?.into_iter().filter(|sale| sale.sold_on == draft.sold_on);
        if let Some(sale) = same_day.min_by_key(|sale| sale.void_reason.is_some()) {
            return Ok(Some((unit, sale)));
        }
    }
    for unit in twins.near.iter().filter(ours) {
        let same_model =
            tx.model(unit.model)?.is_some_and(|model| serial_key(&model.code) == serial_key(&draft.unit.model));
        for sale in tx.sales_of_unit(unit.id)?.into_iter().filter(|sale| same_model && sale.sold_on == draft.sold_on) {
            if tx.customer(sale.customer)?.is_some_and(|known| name_key(&known.name) == name_key(&draft.customer.name))
            {
                return Ok(Some((unit, sale)));
            }
        }
    }
    Ok(None)
}

/// Says in what the row differs from the sale that is known.
fn say_difference(run: &Run<'_>, row: &mut Row<'_>, draft: &SaleDraft, unit: &Unit, sale: &Sale) -> Answer<()> {
    let no = &sale.no;
    if let Some(reason) = &sale.void_reason {
        row.warn("", "same_sale_voided", format!("这笔销售（{no}）已作废（{reason}），没有再导入"));
        return Ok(());
    }
    if unit.serial_key != serial_key(&draft.unit.serial) {
        let message = format!(
            "出厂编号 {} 与已登记的 {} 只差开头的零，购机人、型号、日期都一样，认作同一笔（{no}）",
            draft.unit.serial, unit.serial
        );
        row.warn("unit.serial", "serial_zero_stripped", message);
    }
    let mut differs = Vec::new();
    if let Some(known) = run.writing.tx.customer(sale.customer)? {
        let other_phone =
            !draft.customer.phone.is_empty() && phone_key(&known.phone) != phone_key(&draft.customer.phone);
        if name_key(&known.name) != name_key(&draft.customer.name) || other_phone {
            differs.push(format!("购机人已登记为{} {}", known.name, known.phone));
        }
    }
    if let (Some(given), Some(known)) = (draft.price_fen, sale.price_fen)
        && given != known.0
    {
        differs.push(format!("价格已登记为 {known}"));
    }
    if !differs.is_empty() {
        row.warn("", "same_sale_differs", format!("这笔销售已有（{no}），但{}；没有改动，请核对", differs.join("，")));
    }
    Ok(())
}

/// Duplicates and near duplicates of the serial, said and never blocked.
fn say_serial(run: &Run<'_>, row: &mut Row<'_>, maker: &Principal, draft: &SaleDraft) -> Answer<()> {
    for seen in serial_notices(run.writing.tx, Some(maker), &draft.unit.serial, None)? {
        let code = match seen.code.as_str() {
            "serial_sold" => "serial_sold",
            "serial_other_maker" => "serial_other_maker",
            _ => "serial_zero_stripped",
        };
        row.warn("unit.serial", code, seen.message);
    }
    Ok(())
}
