//! What a clerk types finds what is meant, and never by reading everything.

use crate::samples::*;
use crate::schema_tests::{files, from_schema};
use crate::{ListFilter, Outgoing};
use domain::card::{Card, CardState};
use domain::customer::Customer;
use domain::repair::{Repair, RepairState};
use domain::sale::Sale;
use domain::text::serial_key;
use domain::unit::Unit;

const PEOPLE: [(&str, &str); 10] = [
    ("王伟", "19900364370"),
    ("王丹", "13800005536"),
    ("李王", "13800001111"),
    ("曾𠮷·买买提", "+86 199 0036 4370"),
    ("单雄信", "0311-8601234"),
    ("解志强", "13911112222"),
    ("仇和", ""),
    ("买买提·艾力", "13700007777"),
    ("Wang Li", "13600006666"),
    ("王 一 一", "13500005555"),
];

const SERIALS: [&str; 6] = ["HH26B35536", "ＪＳ２６Ｃ６３５５４", "09996504", "hh-26 b00001", "HH26B3", "农机甲0007"];

/// Ten people; the first six bought a machine each, and had it repaired.
fn desk() -> Desk {
    let desk = Desk::with_maker();
    desk.write(|tx| {
        for (n, (name, phone)) in (0..).zip(PEOPLE) {
            tx.put_customer(&Customer { id: id(300 + n), name: name.into(), phone: phone.into(), ..customer() })?;
        }
        for (n, serial) in (0..).zip(SERIALS) {
            let engine_no = if n == 2 { "Q2610-00815".into() } else { String::new() };
            tx.put_unit(&Unit {
                id: id(400 + n),
                serial: serial.into(),
                serial_key: serial_key(serial),
                engine_no,
                ..unit()
            })?;
            let no = format!("HB0732A-XS-2610-A{n:04}");
            let sale =
                Sale { id: id(500 + n), no, unit: id(400 + n), customer: id(300 + n), void_reason: None, ..sale() };
            let card = Card { id: id(600 + n), no: format!("hz-{n:04}"), sale: id(500 + n), ..card() };
            tx.put_sale(&sale, &card, &Outgoing::Nothing)?;
            let no = format!("修2610-{n:04}");
            let repair =
                Repair { id: id(700 + n), no, unit: id(400 + n), customer: id(300 + n), same_as: None, ..repair() };
            tx.put_repair(&repair, &[], &Outgoing::Nothing)?;
        }
        Ok(())
    });
    desk
}

fn people(desk: &Desk, term: &str) -> Vec<&'static str> {
    let found = desk.read(|reader| reader.find_customers(term, 50));
    let name = |id: &String| {
        (0..).zip(PEOPLE).find(|(n, _)| *id == self::id::<domain::CustomerId>(300 + n).to_string()).unwrap().1.0
    };
    found.iter().map(name).collect()
}

fn machines(desk: &Desk, term: &str) -> Vec<&'static str> {
    let found = desk.read(|reader| reader.find_units(term, 50));
    let serial = |id: &String| {
        (0..).zip(SERIALS).find(|(n, _)| *id == self::id::<domain::UnitId>(400 + n).to_string()).unwrap().1
    };
    found.iter().map(serial).collect()
}

#[test]
fn one_character_of_a_name_finds_the_newest_first() {
    let desk = desk();
    assert_eq!(people(&desk, "王"), ["王 一 一", "李王", "王丹", "王伟"]);
    assert_eq!(people(&desk, "𠮷"), ["曾𠮷·买买提"]);
    assert_eq!(people(&desk, "·"), ["买买提·艾力", "曾𠮷·买买提"]);
    assert_eq!(people(&desk, "吉"), ["曾𠮷·买买提"], "the usual form of the character");
    assert_eq!(people(&desk, "士"), Vec::<&str>::new(), "another character");
    assert_eq!(people(&desk, "%"), Vec::<&str>::new());
    assert_eq!(people(&desk, "\""), Vec::<&str>::new());
    assert_eq!(people(&desk, " "), Vec::<&str>::new());
}

#[test]
fn several_characters_must_stand_together() {
    let desk = desk();
    assert_eq!(people(&desk, "王伟"), ["王伟"]);
    assert_eq!(people(&desk, "伟王"), Vec::<&str>::new());
    assert_eq!(people(&desk, "买买提"), ["买买提·艾力", "曾𠮷·买买提"]);
    assert_eq!(people(&desk, "王一一"), ["王 一 一"], "white space inside a name is none");
    assert_eq!(people(&desk, " 王　一 一"), ["王 一 一"]);
    assert_eq!(people(&desk, "𠮷·买"), ["曾𠮷·买买提"]);
}

#[test]
fn initials_find_by_every_reading() {
    let desk = desk();
    for (typed, name) in [
        ("zmmt", "曾𠮷·买买提"),
        ("zjmmt", "曾𠮷·买买提"),
        ("cmm", "曾𠮷·买买提"),
        ("sxx", "单雄信"),
        ("dxx", "单雄信"),
        ("xzq", "解志强"),
        ("JZQ", "解志强"),
        ("qh", "仇和"),
        ("ch", "仇和"),
    ] {
        assert!(people(&desk, typed).contains(&name), "{typed}");
    }
    assert_eq!(people(&desk, "ww"), ["王伟"]);
    assert_eq!(people(&desk, "wang"), ["Wang Li"]);
    assert_eq!(people(&desk, "wangli"), ["Wang Li"]);
    assert_eq!(people(&desk, "WANG LI"), ["Wang Li"]);
}

#[test]
fn a_phone_is_found_by_its_beginning_and_its_tail() {
    let desk = desk();
    assert_eq!(people(&desk, "5536"), ["王丹"]);
    let mut both = people(&desk, "64370");
    both.sort_unstable();
    assert_eq!(both, ["曾𠮷·买买提", "王伟"]);
    assert_eq!(people(&desk, "138-0000-1111"), ["李王"]);
    assert_eq!(people(&desk, "１３９１１１１"), ["解志强"]);
    assert_eq!(people(&desk, "+86 139 1111 2222"), ["解志强"]);
    assert_eq!(people(&desk, "0311"), ["单雄信"]);
    assert_eq!(people(&desk, "36"), Vec::<&str>::new(), "two digits are too few");
    assert_eq!(people(&desk, "000"), Vec::<&str>::new(), "the middle is no tail");
}

#[test]
fn a_serial_is_found_by_its_beginning_its_tail_and_the_engine() {
    let desk = desk();
    assert_eq!(machines(&desk, "HH26B3"), ["HH26B3", "HH26B35536"]);
    assert_eq!(machines(&desk, "hh26 b3-55"), ["HH26B35536"]);
    assert_eq!(machines(&desk, "63554"), ["ＪＳ２６Ｃ６３５５４"]);
    assert_eq!(machines(&desk, "js26c"), ["ＪＳ２６Ｃ６３５５４"]);
    assert_eq!(machines(&desk, "6504"), ["09996504"]);
    assert_eq!(machines(&desk, "09996504"), ["09996504"], "found twice, shown once");
    assert_eq!(machines(&desk, "q2610"), ["09996504"]);
    assert_eq!(machines(&desk, "农机甲"), ["农机甲0007"]);
    assert_eq!(machines(&desk, "h"), ["hh-26 b00001", "HH26B3", "HH26B35536"]);
    assert_eq!(machines(&desk, "04"), Vec::<&str>::new(), "two characters are no tail");
    assert_eq!(machines(&desk, "-"), Vec::<&str>::new());
}

#[test]
fn a_name_and_a_number_narrow_each_other() {
    let desk = desk();
    assert_eq!(people(&desk, "王 5536"), ["王丹"]);
    assert_eq!(people(&desk, "5536 王"), ["王丹"]);
    assert_eq!(people(&desk, "李 5536"), Vec::<&str>::new());
    assert_eq!(people(&desk, "王丹 5"), ["王丹"], "a number that says nothing yet takes nobody away");
    assert_eq!(people(&desk, "ww 43"), ["王伟"]);
    assert_eq!(people(&desk, "ww 4370"), ["王伟"]);
    assert_eq!(people(&desk, "曾𠮷 4370"), ["曾𠮷·买买提"]);
    assert_eq!(machines(&desk, "王 35536"), ["HH26B35536"]);
    assert_eq!(machines(&desk, "ww hh26b3"), ["HH26B35536"]);
    assert_eq!(machines(&desk, "李 35536"), Vec::<&str>::new());
    assert_eq!(machines(&desk, "李 6504"), ["09996504"]);
    let bought = desk.read(|reader| Ok(reader.find("王 35536", 50)?.units));
    assert_eq!(bought, [id::<domain::UnitId>(400).to_string()]);
}

#[test]
fn numbers_on_paper_are_found() {
    let desk = desk();
    desk.write(|tx| {
        tx.put_old_part(
            &domain::old_part::OldPart { repair_part: None, repair: None, batch: None, ..old_part() },
            &Outgoing::Nothing,
        )
    });
    let hits = |term: &str| desk.read(|reader| reader.find(term, 50));
    assert_eq!(hits("HZ0003").sales, [id::<domain::SaleId>(503).to_string()]);
    assert_eq!(hits("hz-0003").sales, [id::<domain::SaleId>(503).to_string()]);
    assert_eq!(hits("hb0732a-xs-2610-a0002").sales, [id::<domain::SaleId>(502).to_string()]);
    assert_eq!(hits("修2610-0004").repairs, [id::<domain::RepairId>(704).to_string()]);
    assert_eq!(hits("HB0732A-JJ-2610").old_parts, [old_part().id.to_string()]);
    assert_eq!(hits("HB"), crate::Hits::default(), "two letters of a number are every number");
}

#[test]
fn a_new_name_takes_the_place_of_the_old_one() {
    let desk = desk();
    desk.write(|tx| {
        tx.put_customer(&Customer { id: id(300), name: "赵敏".into(), phone: "15000001234".into(), ..customer() })
    });
    assert_eq!(people(&desk, "王伟"), Vec::<&str>::new());
    assert_eq!(people(&desk, "ww"), Vec::<&str>::new());
    assert_eq!(people(&desk, "4370"), ["曾𠮷·买买提"]);
    assert_eq!(desk.read(|reader| reader.find_customers("赵敏", 5)), [id::<domain::CustomerId>(300).to_string()]);
    assert!(desk.read(|reader| reader.find_customers("zm", 5)).contains(&id::<domain::CustomerId>(300).to_string()));
    assert_eq!(desk.read(|reader| reader.integrity()), "ok");
}

#[test]
fn a_limit_is_a_limit() {
    let desk = desk();
    assert_eq!(desk.read(|reader| reader.find_customers("王", 2)).len(), 2);
    assert_eq!(desk.read(|reader| reader.find_units("hh", 1)).len(), 1);
}

/// Steps of a plan.
fn plan(sql: &str) -> Vec<String> {
    let connection = from_schema();
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    // Not bound: a plan is made for any value.
    let mut rows = statement.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get("detail").unwrap());
    }
    steps
}

/// Steps that read a whole table, and sorts of a list that should come out of an index in order.
fn whole_reads(sql: &str) -> Vec<String> {
    let small = |step: &String| {
        step.contains("VIRTUAL TABLE")
            || step.contains("SCAN (subquery")
            || ["SCAN f", "SCAN page"].contains(&step.as_str())
            || step == "SCAN CONSTANT ROW"
    };
    plan(sql).into_iter().filter(|step| step.starts_with("SCAN") && !small(step)).collect()
}

/// How the view `outbox_returned` finds the few lines that came back: by what is refused, and among the built sheets.
const RETURNED: [&str; 5] = [
    "SCAN o USING INDEX outbox_waiting",
    "SCAN c USING INDEX card_refused",
    "SCAN r USING INDEX repair_to_mend",
    "SCAN r",
    "SCAN o USING INDEX outbox_turned_down",
];

#[test]
fn no_query_reads_a_whole_table_but_those_that_mean_to() {
    for (name, sql) in files("sql", ".sql") {
        let expected: &[&str] = match name.as_str() {
            // The newest rows in the order of the table or of an index: these stop at their limit.
            "attachment/signed.sql" => &["SCAN attachment USING INDEX attachment_signed"],
            "audit/last.sql" => &["SCAN audit"],
            "audit/list.sql" => &["SCAN a"],
            "call/list.sql" => &["SCAN c USING INDEX call_place"],
            "custody/list.sql" => &["SCAN c USING INDEX custody_place"],
            "claim/list.sql" => &["SCAN claim USING INDEX claim_day"],
            "entry/open_ids.sql" => &["SCAN entry USING INDEX entry_open"],
            "entry/counts.sql" => &["SCAN entry USING COVERING INDEX entry_standing"],
            "customer/list.sql" => &["SCAN c"],
            "inbox/list.sql" => &["SCAN i USING INDEX inbox_day"],
            "old_part/list.sql" | "outbox/list.sql" => &["SCAN o"],
            "part_result/list.sql" => &["SCAN r USING INDEX part_result_place"],
            "parts_batch/list.sql" => &["SCAN b USING INDEX parts_batch_day"],
            "remedy_case/list.sql" => &["SCAN r USING INDEX remedy_case_place"],
            "unit/list.sql" => &["SCAN u"],
            "repair_left/newest.sql" => &["SCAN l"],
            // What is still open, few among all: the index holds no others.
            "call/open_ids.sql" => &["SCAN call USING INDEX call_open"],
            "call/to_do.sql" => &["SCAN c USING INDEX call_open"],
            "claim/open_notices.sql" => &["SCAN n USING INDEX notice_open"],
            "packing/open.sql" => &["SCAN p USING INDEX packing_open"],
            "office_paper/open.sql" => &["SCAN office_paper USING INDEX office_paper_open"],
            "today/cards_due.sql" => &["SCAN c USING INDEX card_open"],
            "today/deadlines.sql" => &["SCAN d USING INDEX deadline_dear"],
            "today/mended_total.sql" | "today/repairs.sql" => &["SCAN r USING INDEX repair_to_mend"],
            "today/refused.sql" | "today/refused_total.sql" => &["SCAN c USING INDEX card_refused"],
            // A page of a list says how long the list is.
            "call/count.sql" | "custody/count.sql" => &["SCAN c"],
            "claim/count.sql" => &["SCAN claim USING COVERING INDEX claim_maker"],
            "part_result/count.sql" => &["SCAN r"],
            "inbox/count.sql" => &["SCAN i USING COVERING INDEX inbox_day"],
            "old_part/count.sql" | "outbox/count.sql" | "outbox/sums.sql" => &["SCAN o"],
            "remedy_case/count.sql" => &["SCAN r"],
            // All there is, and it is little.
            "form_definition/all.sql" => &["SCAN form_definition"],
            "inbox/of_law.sql" => &["SCAN i"],
            "month_close/files.sql" => &["SCAN month_close_sheet", "SCAN month_close_sheet", "SCAN s", "SCAN s"],
            "model/list.sql" | "model/unnamed.sql" => &["SCAN model USING INDEX model_any_code"],
            "number/all.sql" => &["SCAN number_seq"],
            "opening_claim/all.sql" => &["SCAN opening_claim"],
            "operator/all.sql" | "operator/owners.sql" => &["SCAN operator"],
            "part/list.sql" => &["SCAN part USING INDEX sqlite_autoindex_part_2"],
            "policy_pack/all.sql" => &["SCAN policy_pack"],
            "principal/all.sql" => &["SCAN principal USING INDEX sqlite_autoindex_principal_2"],
            "report_run/returned.sql" => &["SCAN r"],
            "submission/returned.sql" => &["SCAN s USING INDEX submission_returned"],
            "rule_tick/all.sql" => &["SCAN rule_tick"],
            "table/all.sql" => &["SCAN sqlite_schema"],
            "work_calendar/all.sql" => &["SCAN work_calendar"],
            "words/technician.sql" | "words/responsibility.sql" => &["SCAN repair USING INDEX repair_day"],
            // Long work: a month, the trail's check, computing anew, the self-check of reasons.
            "month/repair_facts.sql" | "month/repairs.sql" => &["SCAN r"],
            "audit/all.sql" => &["SCAN audit"],
            "law/unit_count.sql" => &["SCAN unit USING COVERING INDEX unit_model"],
            "reason/standing.sql" => &[
                "SCAN coverage USING INDEX coverage_end",
                "SCAN deadline USING INDEX deadline_unit",
                "SCAN card",
                "SCAN s",
            ],
            _ => &[],
        };
        let mut found = whole_reads(&sql);
        if sql.contains("outbox_returned") {
            found.retain(|step| !RETURNED.contains(&step.as_str()));
        }
        assert_eq!(found, expected, "sql/{name}");
    }
}

#[test]
fn lists_come_out_of_an_index_in_their_order() {
    let ordered = [
        "customer/list",
        "entry/list",
        "entry/list_by",
        "entry/of_month",
        "unit/list",
        "sale/list",
        "repair/list",
        "repair/list_in_state",
        "today/cards_due",
        "today/deadlines",
        "today/refused",
        "today/repairs",
        "stream/pending",
        "outbox/list",
        "search/card_no",
        "search/customer_initials",
        "search/customer_name",
        "search/customer_phone",
        "search/customer_phone_tail",
        "search/old_part_tag",
        "search/repair_no",
        "search/sale_no",
        "search/unit_engine",
        "search/unit_serial",
        "search/unit_tail",
    ];
    for name in ordered {
        let sql = files("sql", ".sql").remove(&format!("{name}.sql")).unwrap();
        let sorts: Vec<String> = plan(&sql).into_iter().filter(|step| step.contains("B-TREE FOR ORDER BY")).collect();
        assert_eq!(sorts, Vec::<String>::new(), "sql/{name}.sql");
    }
}

#[test]
fn entries_of_a_month_are_looked_for_by_every_day_that_brings_them_there() {
    let sql = |name: &str| files("sql", ".sql").remove(name).unwrap();
    let searched = |name: &str| -> Vec<String> {
        plan(&sql(name)).into_iter().filter(|step| step.starts_with("SEARCH")).collect()
    };
    let by_rid = "SEARCH e USING INTEGER PRIMARY KEY (rowid=?)";
    assert_eq!(
        searched("entry/of_month_wide.sql"),
        [
            "SEARCH entry USING COVERING INDEX entry_day (form=? AND day>? AND day<?)",
            "SEARCH v USING PRIMARY KEY (form=? AND field=? AND value>? AND value<?)",
            "SEARCH entry USING INDEX entry_standing (form=? AND void_reason=? AND open=?)",
            "SEARCH entry_value USING PRIMARY KEY (form=? AND field=? AND value>?)",
            by_rid,
        ]
    );
    assert_eq!(
        searched("statistics/entries_by.sql"),
        ["SEARCH v USING PRIMARY KEY (form=? AND field=? AND value>? AND value<?)", by_rid]
    );
}

#[test]
fn a_plan_that_reads_everything_is_seen() {
    assert_eq!(whole_reads("SELECT id FROM customer WHERE phone_key LIKE '%1234'"), ["SCAN customer"]);
    assert_eq!(whole_reads("SELECT id FROM unit WHERE serial = :serial"), ["SCAN unit"]);
    let by_day = include_str!("../sql/sale/list.sql")
        .replace("s.sold_on BETWEEN :first AND :last", "(:first IS NULL OR s.sold_on BETWEEN :first AND :last)");
    assert_eq!(whole_reads(&by_day).len(), 1);
}

/// Every filter alone and together: the count is the number of rows, and the rows are those of a plain loop.
#[test]
fn a_list_and_its_count_agree_whatever_the_filter() {
    let desk = desk();
    desk.write(|tx| {
        tx.put_principal(&other_principal())?;
        for n in 0..40_u128 {
            let principal = id(1 + n % 2);
            let sold_on = day("2026-09-25").plus_days(i64::try_from(n % 13).unwrap());
            let sale = Sale {
                id: id(5000 + n),
                no: format!("S{n}"),
                principal,
                sold_on,
                unit: id(400 + n % 6),
                customer: id(300 + n % 10),
                ..sale()
            };
            let state =
                [CardState::Issued, CardState::Acknowledged, CardState::Voided][usize::try_from(n % 3).unwrap()];
            let card = Card { id: id(6000 + n), no: format!("C{n}"), sale: sale.id, state, ..card() };
            tx.put_sale(&sale, &card, &Outgoing::Nothing)?;
            let state = [RepairState::Draft, RepairState::Submitted][usize::try_from(n % 2).unwrap()];
            let completed_on = (n % 3 > 0).then_some(sold_on.plus_days(2));
            let repair = Repair {
                id: id(7000 + n),
                no: format!("R{n}"),
                principal,
                unit: sale.unit,
                customer: sale.customer,
                state,
                reported_on: sold_on,
                completed_on,
                same_as: None,
                ..repair()
            };
            tx.put_repair(&repair, &[], &Outgoing::Nothing)?;
        }
        Ok(())
    });
    let hits = desk.read(|reader| reader.find("王", 50));
    let mut shown = 0;
    for principal in [None, Some(id(1)), Some(id(2))] {
        for days in [None, Some((day("2026-09-28"), day("2026-10-02"))), Some((day("2026-01-01"), day("2026-01-31")))] {
            for state in [None, Some("issued"), Some("voided"), Some("draft"), Some("submitted")] {
                for hits in [None, Some(hits.clone()), Some(crate::Hits::default())] {
                    let filter =
                        ListFilter { principal, days, state: state.map(str::to_owned), hits, limit: 100, offset: 0 };
                    let (sales, total) = desk.read(|reader| reader.sales(&filter));
                    let total_of_sales = total;
                    assert_eq!(total, sales.len() as i64, "{filter:?}");
                    assert!(sales.iter().all(|s| days.is_none_or(|(first, last)| (first..=last).contains(&s.sold_on))));
                    assert!(sales.is_sorted_by_key(|s| std::cmp::Reverse(s.sold_on)));
                    let (repairs, total) = desk.read(|reader| reader.repairs(&filter));
                    assert_eq!(total, repairs.len() as i64, "{filter:?}");
                    assert!(repairs.is_sorted_by_key(|r| std::cmp::Reverse(r.completed_on.unwrap_or(r.reported_on))));
                    let page = ListFilter { limit: 2, offset: 1, ..filter.clone() };
                    assert_eq!(
                        desk.read(|reader| reader.sales(&page)).0[..],
                        sales[sales.len().min(1)..sales.len().min(3)]
                    );
                    assert_eq!(desk.read(|reader| reader.sales(&page)).1, total_of_sales, "{page:?}");
                    let beyond = ListFilter { limit: 5, offset: 90, ..filter.clone() };
                    assert_eq!(desk.read(|reader| reader.sales(&beyond)), (Vec::new(), total_of_sales));
                    assert_eq!(desk.read(|reader| reader.repairs(&beyond)).1, total, "{beyond:?}");
                    shown += sales.len() + repairs.len();
                }
            }
        }
    }
    assert!(shown > 500);
    let all = desk.read(|reader| reader.sales(&ListFilter { limit: 100, ..ListFilter::default() }));
    assert_eq!(all.1, 46);
    let of_wang = ListFilter { hits: Some(hits), limit: 100, ..ListFilter::default() };
    let names: Vec<String> =
        desk.read(|reader| reader.sales(&of_wang)).0.into_iter().map(|line| line.customer).collect();
    assert!(names.len() > 10 && names.iter().all(|name| name.contains('王')));
}
