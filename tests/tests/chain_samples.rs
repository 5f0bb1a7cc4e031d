//! The samples' 180 repairs of three makers on the whole chain that pays the dealer: files, records, old parts, claim, head office's
//! sheets filled in by another program, notice, deduction; to the fen with the sheet's own amounts. Once by this process, once by the
//! real command line, a process for each command. Without the files it says so.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what stories share fails as a story fails")]

use sanbao_tests::Outcome;
use sanbao_tests::driver::{Driver, Program};
use sanbao_tests::outside::{left_out, python};
use sanbao_tests::world::{DAY, START, World};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

const LEDGERS: [&str; 4] = ["机型.csv", "配件价目.csv", "历年销售台账.xlsx", "销售台账-202610.csv"];
const REPAIRS: &str = "维修记录-202610.xlsx";

/// What the sheet says of each repair, a line of JSON each; `wrong` is what another program finds wrong with the row by itself.
const SHEET: &str = r#"
import sys, json, csv, openpyxl
folder = sys.argv[1] + '/'
book = openpyxl.load_workbook(folder + '维修记录-202610.xlsx').worksheets[0]
sold, parts = {}, set()
for sheet in openpyxl.load_workbook(folder + '历年销售台账.xlsx'):
    for row in sheet.iter_rows(min_row=2, values_only=True): sold.setdefault(row[12], []).append(row[1])
for row in csv.reader(open(folder + '销售台账-202610.csv', encoding='gb18030')):
    if len(row) > 12: sold.setdefault(row[12].strip(), []).append(None)
for row in csv.reader(open(folder + '配件价目.csv', encoding='utf-8-sig')): parts.add(row[0])
rows = list(book.iter_rows(values_only=True))
place = {title: at for at, title in enumerate(rows[0])}
fen = lambda yuan: round((yuan or 0) * 100)
for number, row in enumerate(rows[1:], 2):
    said = lambda title: row[place[title]]
    wrong, days = [], sold.get(said('出厂编号'))
    if days is None: wrong.append('unit_unknown')
    elif None not in days and said('购机日期') not in days: wrong.append('sold_on_differs')
    for n in range(1, 6):
        code = said(f'零件编码{n}')
        if code is None: continue
        if str(code) not in parts: wrong.append('part_unknown')
        if said(f'数量{n}') is None: wrong.append('quantity_missing')
    if said('完工日期') and said('完工日期') < said('报修日期'): wrong.append('days_out_of_order')
    print(json.dumps({
        'row': number, 'no': said('维修单号'), 'maker': said('厂家'), 'inside': said('保内/保外') == '保内',
        'done': bool(said('完工日期')), 'signed': said('用户签字') == '有', 'old': said('旧件'), 'wrong': wrong,
        'labour_fen': fen(said('工时费')), 'material_fen': fen(said('材料费')), 'travel_fen': fen(said('交通费')),
        'total_fen': fen(said('合计'))}))
"#;

/// Head office at its desk: each row by its place, cut, refused or approved; what it wrote comes out as a line of JSON each.
const DECIDE: &str = r#"
import sys, json, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
sheet = book.worksheets[0]
head = next(r for r in range(1, 12) if '维修单号' in [c.value for c in sheet[r]])
at = {}
for r in (head - 1, head, head + 1):
    for cell in sheet[r]:
        if isinstance(cell.value, str): at.setdefault(cell.value, cell.column)
fen = lambda value: round((value or 0) * 100)
place = 0
for r in range(head + 1, sheet.max_row + 1):
    no = sheet.cell(r, at['维修单号']).value
    if not (isinstance(no, str) and no.startswith('WX')): continue
    place += 1
    say = lambda title, value: setattr(sheet.cell(r, at[title]), 'value', value)
    asked = sheet.cell(r, at['申请金额']).value
    if place % 7 == 0:
        cut = fen(asked)
        say('核定金额', 0); say('核减原因', '照片看不清')
    elif place % 5 == 0:
        cut = min(1234, fen(asked) - 1)
        say('核减金额', cut / 100); say('核减原因', '按协议工时')
    else:
        cut = 0
        say('核定金额', asked)
    say('核定人', '刘审')
    print(json.dumps({'no': no, 'asked': fen(asked), 'cut': cut}))
book.save(sys.argv[2])
"#;

/// Head office's notice, one row.
const NOTICE: &str = r#"
import sys, datetime, openpyxl
book = openpyxl.Workbook()
sheet = book.active
sheet.append(['三包费用核销通知书'])
sheet.append(['通知编号','通知日期','申请单号','申请金额','核定金额','核减金额','核减明细','抵扣货款金额','抵扣日期'])
no, asked, approved = sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
day = datetime.datetime(2026, 11, 14)
sheet.append(['TZ-' + no, day, no, asked / 100, approved / 100, (asked - approved) / 100, '见核定', approved / 100, day])
book.save(sys.argv[1])
"#;

fn run(python: &str, script: &str, words: &[&str]) -> Vec<Value> {
    let told = Command::new(python).arg("-c").arg(script).args(words).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    String::from_utf8(told.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A desk that took in every sample, in the middle of November, with what the sheet says and what the import said of it.
struct Samples<D> {
    desk: D,
    python: &'static str,
    sheet: BTreeMap<String, Value>,
    import: Value,
}

impl<D: Driver> Samples<D> {
    /// `None` when there are no files or no openpyxl.
    fn on(desk: D) -> Outcome<Option<Self>> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples");
        if !folder.exists() {
            eprintln!("skipped: no samples beside the project");
            return Ok(None);
        }
        let Some(python) = python() else {
            left_out("no python3 with openpyxl")?;
            return Ok(None);
        };
        desk.set_clock(START);
        desk.call("dealer_save", json!({"code": "HB0732A", "name": "清河惠农农机有限公司", "short_name": "清河惠农"}));
        desk.set_clock(START + 25 * DAY);
        for file in LEDGERS {
            desk.call("import_run", json!({"path": folder.join(file)}));
        }
        let import = desk.call("import_run", json!({"path": folder.join(REPAIRS)}));
        let sheet = run(python, SHEET, &[folder.to_str().unwrap()]);
        let sheet = sheet.into_iter().map(|row| (text(&row["no"]), row)).collect();
        Ok(Some(Self { desk, python, sheet, import }))
    }

    fn all(&self, command: &str, mut query: Value) -> Vec<Value> {
        let mut rows: Vec<Value> = Vec::new();
        loop {
            query["limit"] = json!(200);
            query["offset"] = json!(rows.len());
            let page = self.desk.call(command, query.clone());
            rows.extend(page["rows"].as_array().unwrap().iter().cloned());
            if page["total"].as_u64().unwrap() <= rows.len() as u64 {
                return rows;
            }
        }
    }

    /// Code and name of each maker.
    fn makers(&self) -> Vec<(String, String)> {
        let money = self.desk.call("money", json!({}));
        money.as_array().unwrap().iter().map(|one| (text(&one["principal"]), text(&one["principal_name"]))).collect()
    }

    /// What the sheet says of a maker's repairs in warranty.
    fn inside<'a>(&'a self, maker: &'a str) -> impl Iterator<Item = &'a Value> {
        self.sheet.values().filter(move |row| row["inside"] == true && row["maker"] == maker)
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value}")).to_owned()
}

fn fen(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("{value}"))
}

#[test]
fn each_of_the_180_rows_reconciles_to_the_fen_and_the_four_wrong_ones_are_named() -> Outcome<()> {
    let Some(samples) = Samples::on(World::new()?)? else { return Ok(()) };
    let Samples { desk, sheet, import, .. } = &samples;
    assert_eq!([&import["rows"], &import["imported"], &import["refused"]], [180, 180, 0]);
    assert_eq!(sheet.len(), 180);
    let repairs = samples.all("repair_list", json!({}));
    assert_eq!(repairs.len(), 180);
    for row in &repairs {
        let (said, shown) = (&sheet[row["no"].as_str().unwrap()], desk.call("repair_show", json!({"id": row["id"]})));
        let (draft, no) = (&shown["draft"], &row["no"]);
        // Material that is the sum of its parts is not stated again.
        let parts = || draft["parts"].as_array().unwrap().iter();
        let priced: i64 = parts().map(|part| (fen(&part["price_fen"]) * fen(&part["qty_milli"]) + 500) / 1000).sum();
        let material = draft["material_fen"].as_i64().unwrap_or(priced);
        assert_eq!((&draft["labour_fen"], material), (&said["labour_fen"], fen(&said["material_fen"])), "{no}");
        assert_eq!([&draft["travel_fen"], &row["total_fen"]], [&said["travel_fen"], &said["total_fen"]], "{no}");
        assert_eq!(draft["payer"] == "warranty", said["inside"] == true, "{no}: {said}");
    }
    // What the desk says of the file is what another program finds by itself, row by row.
    let mut named: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for warning in import["warnings"].as_array().unwrap() {
        named.entry(fen(&warning["row"])).or_default().push(text(&warning["code"]));
    }
    let found = sheet.values().filter(|row| row["wrong"] != json!([]));
    let found: BTreeMap<i64, Vec<String>> =
        found.map(|row| (fen(&row["row"]), serde_json::from_value(row["wrong"].clone()).unwrap())).collect();
    assert_eq!(named, found);
    let wrong = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    let why = [
        // Sold in September 2024 by the ledger, in September 2026 by the paper: two years of warranty made up.
        (17, wrong(&["sold_on_differs"])),
        // Its third part is in no price list and has no quantity.
        (58, wrong(&["part_unknown", "quantity_missing"])),
        // A machine nobody sold.
        (93, wrong(&["unit_unknown"])),
        // Completed a month before it was reported: nobody knows when it was done, so nothing is claimed for it.
        (131, wrong(&["days_out_of_order"])),
    ];
    assert_eq!(named, BTreeMap::from(why));
    Ok(())
}

impl<D: Driver> Samples<D> {
    /// The repairs of a maker no claim holds, by number.
    fn open(&self, code: &str) -> BTreeMap<String, Value> {
        let said = self.desk.call("claim_ready", json!({"principal": code, "month": "2026-11"}));
        let rows = said["rows"].as_array().unwrap();
        let sum = |rows: &[&Value]| rows.iter().map(|row| fen(&row["total_fen"])).sum::<i64>();
        let (can, cannot): (Vec<&Value>, Vec<&Value>) = rows.iter().partition(|row| !stopped(row));
        assert_eq!([fen(&said["ready_fen"]), fen(&said["missing_fen"])], [sum(&can), sum(&cannot)], "{code}");
        assert_eq!(said["ready"].as_u64(), Some(can.len() as u64), "{code}");
        rows.iter().map(|row| (text(&row["no"]), row.clone())).collect()
    }

    /// The clerk's day: each repair done, signed and submitted, each old part on the shelf.
    fn mend(&self, code: &str, maker: &str) {
        for row in self.all("repair_list", json!({"principal": code})) {
            let said = &self.sheet[row["no"].as_str().unwrap()];
            if said["inside"] == false || row["state"] == "submitted" {
                continue;
            }
            let shown = self.desk.call("repair_show", json!({"id": row["id"]}));
            let mut draft = shown["draft"].clone();
            draft["user_signed"] = json!(true);
            if draft["completed_on"].is_null() {
                draft["completed_on"] = json!("2026-11-05");
            }
            let amended = json!({"id": row["id"], "rev": shown["rev"], "draft": draft, "reason": "补签字"});
            self.desk.call("repair_amend", amended);
            self.desk.call("repair_submit", json!({"id": row["id"]}));
        }
        for part in self.all("old_part_list", json!({"principal": code, "state": "tagged"})) {
            self.desk.call("old_part_move", json!({"id": part["id"], "state": "in_store", "bin": "A-1"}));
        }
        assert_eq!(self.open(code).len(), self.inside(maker).count(), "{maker}: every repair in warranty is looked at");
    }

    /// Sends every old part of the maker that is in the store, in one batch; a second time there is nothing to send.
    fn send(&self, code: &str) {
        let held = self.all("old_part_list", json!({"principal": code, "state": "in_store"}));
        let ids: Vec<&Value> = held.iter().map(|part| &part["id"]).collect();
        let batch = json!({"principal": code, "parts": ids, "boxes": 2, "carrier": "德邦", "waybill_no": "DB7", "sent_on": "2026-11-14"});
        let sent = self.desk.call("parts_batch_send", batch.clone());
        assert_eq!(sent["parts"].as_u64(), Some(held.len() as u64));
        let again = self.desk.refused("parts_batch_send", batch);
        assert_eq!(again["fields"].as_array().map(Vec::len), Some(held.len()), "every part is named");
        let gone = self.all("old_part_list", json!({"principal": code, "state": "sent"}));
        assert_eq!(gone.len(), held.len());
    }

    /// The five figures of a maker and what was deducted, after each figure was found to be the sum of its rows.
    fn money(&self, code: &str) -> [i64; 6] {
        let view = self.desk.call("money", json!({"principal": code}))[0].take();
        let figure = |name: &str| {
            let sum: i64 = view[name]["rows"].as_array().unwrap().iter().filter_map(|row| row["fen"].as_i64()).sum();
            assert_eq!(view[name]["fen"], sum, "{code} {name}");
            sum
        };
        [
            figure("earned"),
            figure("to_claim"),
            figure("waiting"),
            figure("at_risk"),
            figure("lost"),
            fen(&view["deducted_fen"]),
        ]
    }
}

/// Whether something keeps a repair from being claimed.
fn stopped(row: &Value) -> bool {
    row["missing"].as_array().unwrap().iter().any(|missing| missing["stops"] == true)
}

/// A claim on its way: its id and number, and what is asked for by number of repair.
struct Asked {
    id: Value,
    no: String,
    lines: BTreeMap<String, i64>,
}

impl Asked {
    fn total(&self) -> i64 {
        self.lines.values().sum()
    }
}

impl<D: Driver> Samples<D> {
    /// Claims all that is ready: what the sheet says, to the fen.
    fn claim(&self, code: &str, maker: &str) -> Asked {
        let (open, worth) = (self.open(code), self.inside(maker).filter(|row| row["total_fen"] != 0));
        let wanted: BTreeMap<String, i64> = worth.map(|row| (text(&row["no"]), fen(&row["total_fen"]))).collect();
        // What was mended lacks nothing any more, but a repair that cost nothing.
        let ready = open.iter().filter(|(_, row)| !stopped(row)).map(|(no, _)| no);
        assert!(ready.eq(wanted.keys()), "{maker}");
        let made = self.desk.call("claim_open", json!({"request_id": code, "principal": code, "month": "2026-11"}));
        let lines = made["lines"].as_array().unwrap();
        let lines = lines.iter().map(|line| (text(&line["repair_no"]), fen(&line["claimed_fen"]))).collect();
        assert_eq!(lines, wanted, "{maker}: to the fen with the sheet's own amounts");
        let asked = Asked { id: made["claim"]["id"].clone(), no: text(&made["claim"]["no"]), lines };
        assert_eq!(made["claim"]["claimed_fen"], asked.total());
        asked
    }

    /// Head office fills in the sheet of the claim; answers what it cut of each repair.
    fn decide(&self, asked: &Asked) -> BTreeMap<String, i64> {
        let out = self.desk.dir().join("out");
        let sheet = text(&self.desk.call("claim_export", json!({"id": asked.id, "dir": out}))["path"]);
        let filled = out.join(format!("{}-回填.xlsx", asked.no)).display().to_string();
        let decided = run(self.python, DECIDE, &[&sheet, &filled]);
        let printed = decided.iter().map(|row| (text(&row["no"]), fen(&row["asked"]))).collect::<BTreeMap<_, _>>();
        assert_eq!(printed, asked.lines, "the sheet says what the claim holds");
        let taken = self.desk.call("decisions_take", json!({"path": filled}));
        assert_eq!(
            [fen(&taken["taken"]), fen(&taken["refused"])],
            [asked.lines.len() as i64, 0],
            "{}",
            taken["errors"]
        );
        decided.iter().map(|row| (text(&row["no"]), fen(&row["cut"]))).collect()
    }

    /// Head office's notice comes, the dealer confirms it: the deduction stands in the ledger.
    fn settle(&self, asked: &Asked, approved: i64) {
        let notice = self.desk.dir().join("out").join(format!("{}-通知.xlsx", asked.no)).display().to_string();
        run(self.python, NOTICE, &[&notice, &asked.no, &asked.total().to_string(), &approved.to_string()]);
        let taken = self.desk.call("decisions_take", json!({"path": notice}));
        assert_eq!([&taken["taken"], &taken["refused"]], [1, 0], "{}", taken["errors"]);
        let answer = json!({"id": asked.id, "answer": "confirmed", "answered_on": "2026-11-14"});
        let done = self.desk.call("notice_answer", answer);
        let sums = [&done["claim"]["approved_fen"], &done["claim"]["cut_fen"]];
        assert_eq!(
            (done["claim"]["state"].as_str(), sums),
            (Some("deducted"), [&json!(approved), &json!(asked.total() - approved)])
        );
    }
}

#[test]
fn the_repairs_of_three_makers_go_all_the_way_to_a_deduction() -> Outcome<()> {
    all_the_way(World::new()?)
}

#[test]
fn the_repairs_of_three_makers_go_all_the_way_through_the_program() -> Outcome<()> {
    let Some(program) = Program::new()? else { return left_out("no faketime to set the program's clock with") };
    all_the_way(program)
}

fn all_the_way(desk: impl Driver) -> Outcome<()> {
    let Some(samples) = Samples::on(desk)? else { return Ok(()) };
    assert_eq!(
        samples.desk.call("desk_status", json!({}))["today"],
        "2026-11-14",
        "the desk goes by the story's clock"
    );
    let listed: BTreeMap<String, Value> =
        samples.all("repair_list", json!({})).iter().map(|row| (text(&row["no"]), row["total_fen"].clone())).collect();
    let said: BTreeMap<String, Value> =
        samples.sheet.iter().map(|(no, row)| (no.clone(), row["total_fen"].clone())).collect();
    assert_eq!(listed, said, "each repair costs what the sheet says");
    let makers = samples.makers();
    assert_eq!(makers.len(), 3);
    let mut lines = 0;
    for (code, maker) in &makers {
        // Before the clerk's work: what is done and inside, without the row of which nobody knows the day.
        let done = samples.inside(maker).filter(|row| row["done"] == true && row["row"] != 131);
        assert_eq!(samples.open(code).len(), done.count(), "{maker}");
        samples.mend(code, maker);
        samples.send(code);
        let before = samples.money(code);
        let asked = samples.claim(code, maker);
        let total = asked.total();
        let asked_for = [0, 0, total, before[3], 0, 0];
        assert_eq!(before, [0, total, 0, before[3], 0, 0], "{maker}: all of it can be asked for");
        assert_eq!(samples.money(code), asked_for, "{maker}: asked for, it waits");

        let cuts = samples.decide(&asked);
        let cut: i64 = cuts.values().sum();
        assert!(cut > 0 && cut < total);
        assert_eq!(
            samples.money(code),
            [total - cut, 0, 0, before[3] + cut, 0, 0],
            "{maker}: cut, and it may be disputed"
        );
        samples.settle(&asked, total - cut);
        assert_eq!(samples.money(code), [total - cut, 0, 0, before[3], cut, total - cut], "{maker}");

        // What was refused is asked for once more, with the claim it was refused in, and then no more.
        let refused: Vec<&String> =
            asked.lines.iter().filter(|(no, fen)| cuts[*no] == **fen).map(|(no, _)| no).collect();
        let ready = samples.desk.call("claim_ready", json!({"principal": code, "month": "2026-11"}))["rows"].take();
        let named = ready.as_array().unwrap().iter().filter(|row| row["again_of"].is_string() && !stopped(row));
        let named: Vec<&Value> = named.map(|row| &row["id"]).collect();
        let draft = json!({"principal": code, "month": "2026-11", "repairs": named});
        let again = samples.desk.call("claim_open", draft);
        let again = again["lines"].as_array().unwrap();
        assert!(again.iter().all(|line| line["again_of"] == asked.no.as_str()), "{again:?}");
        assert_eq!(again.len(), refused.len(), "{maker}");
        samples.desk.refused("claim_open", json!({"principal": code, "month": "2026-11"}));
        lines += asked.lines.len();
    }
    // Seventy-five repairs in warranty, two of which cost nothing.
    assert_eq!(lines, 73);
    assert_eq!(samples.desk.call("doctor", json!({}))["integrity"], "ok");
    Ok(())
}
