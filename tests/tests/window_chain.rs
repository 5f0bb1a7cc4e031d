//! The chain that pays the dealer, in the real window by keyboard: a phone that rings in the morning becomes a deduction
//! in the ledger, with head office's sheets filled by another program on the way.
//!
//! Runs where SANBAO_WINDOW_APP names the window program and there is a screen, as tests/window.rs does.

use std::path::Path;
use std::process::Command;

use sanbao_tests::clerk::Clerk;
use sanbao_tests::outside::{Desk, left_out, python};
use sanbao_tests::papers::{Call, Repair, Sale};
use sanbao_tests::world::HeadOffice;
use sanbao_tests::{Outcome, programs};

const SALE: Sale<'_> = Sale {
    name: "冯艳",
    phone: "19900717470",
    county: "清河县",
    town: "张店镇",
    village: "陈家村",
    model: "HH704",
    serial: "HH26B35536",
    engine: "Y4291201",
    price: "76500",
    invoice: "15891321",
    card: "0001234",
};
const CALL: Call<'_> = Call { phone: SALE.phone, known: "冯艳 HH704 HH26B35536", complaint: "变速箱异响" };
const REPAIR: Repair<'_> = Repair {
    serial: SALE.serial,
    fault: CALL.complaint,
    technician: "周师傅",
    labour: "60",
    parts: &[("055665", "2", true)],
};
/// Two bearings of 88 yuan and 60 yuan of labour.
const ASKED: i64 = 23_600;
const APPROVED: i64 = 20_000;

/// Head office fills its columns beside the repair, and writes its notice, in a program of its own.
const FILL: &str = r"
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
sheet = book.worksheets[0]
titles = {}
for row in sheet.iter_rows(min_row=1, max_row=12):
    for cell in row:
        if isinstance(cell.value, str): titles.setdefault(cell.value, cell)
first = titles['维修单号'].row
lines = [r for r in range(first + 1, sheet.max_row + 1) if str(sheet.cell(r, titles['维修单号'].column).value or '').startswith('HB0732A-')]
assert len(lines) == 1, lines
for title, value in (('核定金额', 200), ('核减金额', 36), ('核减原因', '工时超过定额'), ('核定人', '刘审')):
    sheet.cell(lines[0], titles[title].column).value = value
book.save(sys.argv[2])
";
const NOTICE: &str = r"
import sys, datetime, openpyxl
book = openpyxl.Workbook()
sheet = book.active
sheet.append(['华禾农机三包费用核销通知书'])
sheet.append(['通知编号','通知日期','申请单号','申请金额','核定金额','核减金额','核减明细','抵扣货款金额','抵扣日期','经销商确认意见','确认日期','盖章'])
today = datetime.datetime.combine((datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)).date(), datetime.time())
sheet.append(['TZ-2026-018', today, sys.argv[2], 236, 200, 36, '工时超过定额', 200, today])
book.save(sys.argv[1])
";

fn by_openpyxl(python: &str, script: &str, words: &[&str]) -> Outcome<()> {
    let told = Command::new(python).args(["-c", script]).args(words).output()?;
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    Ok(())
}

fn text(path: &Path) -> Outcome<&str> {
    path.to_str().ok_or_else(|| "a path that is no text".into())
}

#[test]
fn a_call_in_the_morning_is_a_deduction_in_the_ledger() -> Outcome<()> {
    let Some(app) = programs::window() else {
        println!("left out: a call to a deduction (SANBAO_WINDOW_APP names no window program)");
        return Ok(());
    };
    let Some(python) = python() else { return left_out("no python with openpyxl") };
    let pictures = programs::artefacts("chain")?;
    let office = HeadOffice::start("HH", "华禾农机")?;
    let desk = Desk::set_up(&[&office])?;
    let clerk = Clerk::sit_down(&app, desk.dir(), &pictures)?;
    clerk.new_sale()?;
    clerk.sale(&SALE)?;
    clerk.send_now("已和总部核对一遍")?;
    assert_eq!(clerk.money()?, [0, 0, 0, 0, 0]);

    let call = clerk.new_call(&CALL)?;
    assert!(call.contains("-BX-"), "{call}");
    clerk.call_step("1", None, "安排")?;
    clerk.call_step("2", None, "告知用户")?;
    clerk.call_step("3", Some(("no", "BA-26-201")), "BA-26-201")?;
    clerk.call_step("5", Some(("who", "周师傅")), "派工")?;
    clerk.call_step("6", None, "到达")?;
    clerk.picture("报修到场")?;
    let tag = clerk.repair_of_call(&REPAIR)?;
    assert!(tag.contains("-JJ-"), "{tag}");
    clerk.picture("维修已提交")?;
    assert_eq!(clerk.money()?, [0, ASKED, 0, 0, 0], "done and signed, not asked for yet");

    let no = clerk.claim()?;
    clerk.picture("已申请")?;
    let sheet = clerk.export_claim()?;
    assert_eq!(clerk.money()?, [0, 0, ASKED, 0, 0]);
    let filled = sheet.with_file_name("总部回填.xlsx");
    by_openpyxl(python, FILL, &[text(&sheet)?, text(&filled)?])?;
    clerk.take_sheet(&filled, 1)?;
    clerk.picture("核定已收下")?;
    assert_eq!(clerk.money()?, [APPROVED, 0, 0, ASKED - APPROVED, 0], "what was cut may be disputed");

    let notice = sheet.with_file_name("核销通知.xlsx");
    by_openpyxl(python, NOTICE, &[text(&notice)?, &no])?;
    clerk.take_sheet(&notice, 1)?;
    clerk.open_claim()?;
    clerk.state("待确认")?;
    clerk.picture("待确认")?;
    clerk.confirm_notice()?;
    clerk.state("已抵扣")?;
    clerk.picture("已抵扣")?;
    assert_eq!(clerk.money()?, [APPROVED, 0, 0, 0, ASKED - APPROVED], "confirmed, it is lost");
    clerk.told("其中已抵扣货款 ¥200.00")?;
    clerk.picture("钱到账")?;
    assert_eq!(clerk.strokes()?.pointer, 0);

    clerk.send_now("已和总部核对一遍")?;
    clerk.told("全部已报送")?;
    drop(clerk);
    assert_eq!(
        [office.list("card")?.len(), office.list("repair")?.len()],
        [1, 1],
        "each record is at head office once"
    );
    Ok(())
}
