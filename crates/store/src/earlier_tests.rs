//! Databases of earlier versions of the program: what was kept then is kept still.

use crate::column::Column;
use crate::connection::look;
use crate::open::migrations;
use crate::samples::*;
use crate::{Reasons, Store};
use domain::{ClaimId, ClaimLineId, CustomerId, Day, ModelId, NoticeId, PrincipalId, SaleId, UnitId};
use rusqlite::{Connection, params};
use std::path::Path;

/// A database as an earlier version of the program made it, with a maker, a model, a customer and two machines.
pub(crate) fn earlier_version(path: &Path, version: i32, fill: impl FnOnce(&Connection)) {
    let mut connection = Connection::open(path).unwrap();
    migrations::migrations::runner().set_target(refinery::Target::Version(version)).run(&mut connection).unwrap();
    let (maker, model, buyer): (PrincipalId, ModelId, CustomerId) = (id(1), id(21), id(31));
    let start = format!(
        "INSERT INTO principal VALUES ('{maker}', 'HH', '华禾农机', 'S0-farm', '');
         INSERT INTO model (id, principal, code, code_key, product, class) VALUES ('{model}', '{maker}', 'HH704', 'HH704', '', '');
         INSERT INTO customer VALUES (1, '{buyer}', '王伟', '王伟', '', '', '', '', '', '', NULL);"
    );
    connection.execute_batch(&start).unwrap();
    for n in [41, 42] {
        let unit: UnitId = id(n);
        let put = "INSERT INTO unit VALUES (?1, ?2, ?3, ?1, ?1, ?1, '', '', '', NULL)";
        connection.execute(put, [unit.to_string(), maker.to_string(), model.to_string()]).unwrap();
    }
    fill(&connection);
}

/// A sale of a machine with its card, whose due day stands in it as text.
fn sold_with(connection: &Connection, sale: &domain::sale::Sale, card: &domain::card::Card) {
    let put = "INSERT INTO sale (
        id, no, principal, unit, customer, sold_on, invoice_no, seller, outlet, note, entered_on, clock_suspect
      ) VALUES (?1, ?1, ?2, ?3, ?4, ?5, '', '', '', '', ?5, 0)";
    let (maker, customer) = (sale.principal.to_string(), sale.customer.to_string());
    connection
        .execute(put, [&sale.id.to_string(), &maker, &sale.unit.to_string(), &customer, &sale.sold_on.iso()])
        .unwrap();
    let put = "INSERT INTO card (
        id, no, no_key, sale, state, share_consent, user_signed, due, due_on, acknowledged_on, rev
      ) VALUES (?1, ?2, ?2, ?3, ?4, 1, 1, ?5, ?6, ?7, 1)";
    let state = card.state.bind();
    let due = serde_json::to_string(&card.due).unwrap();
    let due_on = card.due.as_ref().map(|due| due.due_on.iso());
    let acknowledged_on = card.acknowledged_on.map(Day::iso);
    let named = params![card.id.to_string(), card.no, card.sale.to_string(), state, due, due_on, acknowledged_on];
    connection.execute(put, named).unwrap();
}

/// The same once due days stood beside their card.
fn sold_after_reasons(connection: &Connection, sale: &domain::sale::Sale, card: &domain::card::Card) {
    let put = "INSERT INTO sale (
        id, no, principal, unit, customer, sold_on, invoice_no, seller, outlet, note, entered_on, clock_suspect
      ) VALUES (?1, ?1, ?2, ?3, ?4, ?5, '', '', '', '', ?5, 0)";
    let (maker, customer) = (sale.principal.to_string(), sale.customer.to_string());
    let named = [&sale.id.to_string(), &maker, &sale.unit.to_string(), &customer, &sale.sold_on.iso()];
    connection.execute(put, named).unwrap();
    let put = "INSERT INTO card (id, no, no_key, sale, state, share_consent, user_signed, acknowledged_on, rev)
      VALUES (?1, ?1, ?1, ?2, ?3, 1, 1, '2026-10-28', 1)";
    connection.execute(put, params![card.id.to_string(), card.sale.to_string(), card.state.bind()]).unwrap();
}

#[test]
fn due_days_of_cards_from_the_first_version_are_kept_as_they_were_computed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    let open = domain::card::Card {
        id: id(62),
        sale: id(52),
        state: domain::card::CardState::Issued,
        acknowledged_on: None,
        first_acknowledged_on: None,
        ..card()
    };
    earlier_version(&path, 1, |connection| {
        sold_with(connection, &sale(), &card());
        sold_with(connection, &domain::sale::Sale { id: id(52), ..sale() }, &open);
    });
    let store = Store::open(&path, |_| Ok(())).unwrap();
    let kept = store.read(|reader| reader.deadlines_of(&[id(41)], &Reasons::default())).unwrap();
    let states: Vec<_> = kept.iter().map(|row| (row.record.clone(), row.state)).collect();
    let ended = if card().acknowledged_on <= card().due.map(|due| due.due_on) {
        domain::deadline::DeadlineState::Met
    } else {
        domain::deadline::DeadlineState::Late
    };
    let pending = domain::deadline::DeadlineState::Pending;
    assert_eq!(states, [(card().id.to_string(), ended), (open.id.to_string(), pending)]);
    for row in kept {
        let reason = row.reason.unwrap();
        assert_eq!(reason.due, card().due.unwrap());
        assert_eq!(reason.ended(), row.state);
        assert_eq!(format!("{} {}", row.pack, row.pack_version), reason.due.rule_version);
        assert_eq!((row.due_on, row.start_on), (Some(reason.due.due_on), Some(sale().sold_on)));
        let widest = reason.due.alert_days.iter().copied().max().unwrap();
        assert_eq!(row.warn_on, Some(reason.due.due_on.plus_days(-widest)));
    }
    assert_eq!(store.read(|reader| reader.card(id(62))).unwrap().unwrap().due, card().due);
}

#[test]
fn store_8_reasons_of_an_earlier_version_are_kept_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    let (period, due) = (crate::kept_tests::coverage(), crate::kept_tests::deadline_row().reason.unwrap());
    earlier_version(&path, 3, |connection| {
        for (n, sold) in [(41, 51), (42, 52)] {
            let (unit, sale): (UnitId, SaleId) = (id(n), id(sold));
            let mut text = serde_json::to_value(&period).unwrap();
            text["sale"] = serde_json::to_value(sale).unwrap();
            let put = "INSERT INTO coverage (unit, sale, component, running, rule, pack, pack_version, reason, computed_at, why)
                VALUES (?1, ?2, '整机', 0, '', '', '', ?3, 0, '')";
            connection.execute(put, [unit.to_string(), sale.to_string(), text.to_string()]).unwrap();
            let (maker, text): (PrincipalId, _) = (id(1), serde_json::to_string(&due).unwrap());
            let put = "INSERT INTO deadline (
                subject, record, no, principal, unit, rule, state, pack, pack_version, reason, computed_at, why
              ) VALUES ('card', ?1, '', ?2, ?3, '', 'waived', '', '', ?4, 0, '')";
            connection.execute(put, [sale.to_string(), maker.to_string(), unit.to_string(), text]).unwrap();
        }
    });
    let store = Store::open(&path, |_| Ok(())).unwrap();
    let (periods, days) = store
        .read(|reader| {
            crate::Result::Ok((
                reader.coverage_of(&[id(41), id(42)], &Reasons::default())?,
                reader.deadlines_of(&[id(41), id(42)], &Reasons::default())?,
            ))
        })
        .unwrap();
    let periods: Vec<_> = periods.iter().filter_map(|row| row.period()).collect();
    let of_sale = |sale| domain::coverage::Coverage { sale, ..period.clone() };
    assert_eq!(periods, [of_sale(id(51)), of_sale(id(52))]);
    assert_eq!(days.into_iter().map(|row| row.reason.unwrap()).collect::<Vec<_>>(), [due.clone(), due]);
    let texts: i64 = look(&path, None).unwrap().query_row("SELECT count(*) FROM reason", [], |row| row.get(0)).unwrap();
    assert_eq!(texts, 2);
}

#[test]
fn store_9_a_text_of_an_earlier_version_that_cannot_be_read_is_none() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    earlier_version(&path, 3, |connection| {
        sold_with(connection, &sale(), &card());
        connection.execute("UPDATE card SET due = 'nonsense'", []).unwrap();
        let (unit, maker): (UnitId, PrincipalId) = (id(41), id(1));
        for text in ["", "{", "{\"due\":", "{}", "null"] {
            let put =
                "INSERT INTO coverage (unit, component, running, rule, pack, pack_version, reason, computed_at, why)
                VALUES (?1, '整机', 0, '', '', '', ?2, 0, '')";
            connection.execute(put, [unit.to_string(), text.to_owned()]).unwrap();
            let put = "INSERT INTO deadline (
                subject, record, no, principal, unit, rule, state, pack, pack_version, reason, computed_at, why
              ) VALUES ('card', '', '', ?1, ?2, '', 'pending', '', '', ?3, 0, '')";
            connection.execute(put, [maker.to_string(), unit.to_string(), text.to_owned()]).unwrap();
        }
    });
    let store = Store::open(&path, |_| Ok(())).unwrap();
    let reasons = Reasons::default();
    let periods = store.read(|reader| reader.coverage_of(&[id(41)], &reasons)).unwrap();
    assert!(periods.len() == 5 && periods.iter().all(|row| row.reason.is_none()));
    let days = store.read(|reader| reader.deadlines_of(&[id(41)], &reasons)).unwrap();
    assert!(days.len() == 5 && days.iter().all(|row| row.reason.is_none()));
    assert_eq!(store.read(|reader| reader.card(card().id)).unwrap().unwrap().due, None);
}

/// A claim with its notice, as a version before the account of goods kept them.
fn settled_with(connection: &Connection, n: u128, answer: Option<&str>, deducted_on: Option<&str>, void: Option<&str>) {
    let (claim, notice, maker): (ClaimId, NoticeId, PrincipalId) = (id(n), id(n + 100), id(1));
    let put = "INSERT INTO claim VALUES (?1, ?2, ?3, '2026-10', '2026-11-01', '', '2026-11-01', 0, ?4, 1)";
    connection.execute(put, params![claim.to_string(), format!("HX-{n}"), maker.to_string(), void]).unwrap();
    let put = "INSERT INTO settlement_notice
        VALUES (?1, ?2, ?3, '2026-11-06', 20000, 3600, '', 20000, ?4, ?5, '2026-11-07', '', 'typed', 3)";
    let no = format!("TZ-{n}");
    connection.execute(put, params![notice.to_string(), claim.to_string(), no, deducted_on, answer]).unwrap();
}

#[test]
fn account_1_deductions_from_before_the_account_have_their_line_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    earlier_version(&path, 12, |connection| {
        settled_with(connection, 301, Some("confirmed"), Some("2026-11-10"), None);
        settled_with(connection, 302, Some("confirmed"), None, None);
        settled_with(connection, 303, Some("disputed"), Some("2026-11-10"), None);
        settled_with(connection, 304, None, None, None);
        settled_with(connection, 305, Some("confirmed"), Some("2026-11-10"), Some("录错"));
    });
    for _ in 0..2 {
        let store = Store::open(&path, |_| Ok(())).unwrap();
        let (lines, total) = store.read(|reader| reader.payables(id(1), 10, 0)).unwrap();
        let [(line, owed)] = lines.as_slice() else { panic!("{lines:?}") };
        assert_eq!((total, owed.0, line.effect_fen.0, line.fen.0), (1, -20_000, -20_000, 20_000));
        assert_eq!((line.notice, line.paper_no.as_str(), line.note.as_str()), (Some(id(401)), "TZ-301", "HX-301"));
        assert_eq!((line.on_day.iso(), line.rev, line.statement), ("2026-11-10".to_owned(), 1, None));
        assert_eq!(store.read(|reader| reader.payable_of_notice(id(401))).unwrap().as_ref(), Some(line));
    }
}

#[test]
fn claims_7_what_was_decided_before_there_were_versions_is_the_first_one() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    earlier_version(&path, 12, |connection| {
        settled_with(connection, 301, Some("disputed"), None, None);
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        for (n, verdict) in [(501, Some("cut")), (502, None)] {
            let (line, claim): (ClaimLineId, ClaimId) = (id(n), id(301));
            let put = "INSERT INTO claim_line
                VALUES (?1, ?2, ?3, 'r', NULL, 100, 0, 0, 0, 100, ?4, ?5, '工时过高', '刘审', '2026-11-05', 'file')";
            let approved = verdict.map(|_| 60);
            connection
                .execute(
                    put,
                    params![line.to_string(), claim.to_string(), i64::try_from(n).unwrap(), verdict, approved],
                )
                .unwrap();
        }
    });
    let store = Store::open(&path, |_| Ok(())).unwrap();
    let versions = store.read(|reader| reader.line_decisions(&[id(501), id(502)])).unwrap();
    let [one] = versions.as_slice() else { panic!("{versions:?}") };
    assert_eq!((one.version, one.approved_fen.map(|fen| fen.0), one.reason.as_str()), (1, Some(60), "工时过高"));
    let notices = store.read(|reader| reader.notice_versions(id(401))).unwrap();
    assert_eq!(notices, store.read(|reader| reader.notices(&[id(301)])).unwrap());
    assert_eq!(notices.len(), 1);
}

#[test]
fn card_10_the_first_day_of_an_earlier_version_is_that_of_its_first_receipt() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    let acknowledged = |n: u128, state| domain::card::Card { id: id(n), sale: id(n - 10), state, ..card() };
    let told_again = acknowledged(61, domain::card::CardState::Acknowledged);
    let turned_down = acknowledged(62, domain::card::CardState::Returned);
    earlier_version(&path, 16, |connection| {
        for (card, revs) in [(&told_again, &[1, 2][..]), (&turned_down, &[1])] {
            let sold = domain::sale::Sale { id: card.sale, ..sale() };
            sold_after_reasons(connection, &sold, card);
            for rev in revs {
                // The first receipt at 23:30 of 28 September in Shanghai, the second a month later.
                let at = 1_790_609_400_000_i64 + (rev - 1) * 30 * 86_400_000;
                let put =
                    "INSERT INTO outbox (principal, epoch, seq, record_id, rev, kind, schema, no, title, hash, state,
                    created_at, received_at, body)
                  VALUES (?1, 'e', (SELECT count(*) FROM outbox), ?2, ?3, 'card', 1, '', '', '', 'acked', 0, ?4, '')";
                let maker: PrincipalId = id(1);
                connection.execute(put, params![maker.to_string(), card.id.to_string(), rev, at]).unwrap();
            }
        }
        // A deduction has the id of its notice, which is older than the line before it.
        for (line, on) in [("b", "2026-10-20"), ("a", "2026-10-20")] {
            let put =
                "INSERT INTO payable_line (id, principal, on_day, kind, fen, effect_fen, paper_no, note, entered_on,
                clock_suspect, rev) VALUES (?1, ?2, ?3, 'goods', 1, 1, '', '', ?3, 0, 1)";
            let maker: PrincipalId = id(1);
            connection.execute(put, [line, &maker.to_string(), on]).unwrap();
        }
    });
    drop(Store::open(&path, |_| Ok(())).unwrap());
    let base = look(&path, None).unwrap();
    let first = |card: &domain::card::Card| -> Option<String> {
        let ask = "SELECT first_acknowledged_on FROM card WHERE id = ?1";
        base.query_row(ask, [card.id.to_string()], |row| row.get(0)).unwrap()
    };
    assert_eq!(first(&told_again).as_deref(), Some("2026-09-28"));
    assert_eq!(first(&turned_down), None, "head office took it back");
    let mut statement = base.prepare("SELECT id FROM payable_line ORDER BY on_day, entry").unwrap();
    let lines: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(lines, ["b", "a"]);
}

#[test]
fn outbox_2_lines_of_an_earlier_version_keep_their_bytes_their_state_and_their_receipts() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    let maker: PrincipalId = id(1);
    let maker = maker.to_string();
    let lines =
        [(1, "pending", None), (2, "inflight", None), (3, "acked", Some("{\"server_seq\":7}")), (4, "rejected", None)];
    earlier_version(&path, 36, |connection| {
        let stream = "INSERT INTO stream (principal, epoch, current, next_seq, made_at) VALUES (?1, 'first', 1, 5, 0)";
        connection.execute(stream, [&maker]).unwrap();
        for (seq, state, receipt) in lines {
            let put = "INSERT INTO outbox (principal, epoch, seq, record_id, rev, kind, schema, no, title, hash, state, created_at,
                batch_id, receipt, received_at, body) VALUES (?1, 'first', ?2, 'r' || ?2, 1, 'card', 1, 'n', 't', 'h' || ?2, ?3, 0, ?4, ?5, ?6, ?7)";
            let batch = (state == "inflight").then_some("b1");
            let body = format!("{{\"n\":\"𠮷{seq}\"}}");
            let (received_at, seq) = (receipt.map(|_| 5), i64::from(seq));
            connection.execute(put, params![maker, seq, state, batch, receipt, received_at, body]).unwrap();
        }
    });
    let store = Store::open(&path, |_| Ok(())).unwrap();
    store
        .read(|reader| {
            let body = |seq: i64| format!("{{\"n\":\"𠮷{seq}\"}}");
            let sent = |lines: Vec<crate::SendLine>| {
                lines.into_iter().map(|one| (one.seq, one.body, one.batch_id)).collect::<Vec<_>>()
            };
            assert_eq!(sent(reader.pending_lines(&maker, 9)?), [(1, body(1), None)]);
            assert_eq!(sent(reader.inflight_lines(&maker)?), [(2, body(2), Some("b1".into()))]);
            let acked = reader.ledger_line(3)?.unwrap();
            assert_eq!((acked.receipt.as_deref(), acked.received_at), (lines[2].2, Some(5)));
            let bodies =
                "SELECT count(*) FROM outbox JOIN outbox_body USING (rid) WHERE body = '{\"n\":\"𠮷' || seq || '\"}'";
            assert_eq!(reader.connection.query_row(bodies, [], |row| row.get::<_, i64>(0))?, 4);
            crate::Result::Ok(())
        })
        .unwrap();
    drop(store);
    // The migration is whole: what it made holds together, and a program of before does not write it.
    let base = look(&path, None).unwrap();
    let broken: Vec<String> = {
        let mut check = base.prepare("SELECT \"table\" FROM pragma_foreign_key_check").unwrap();
        check.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert!(broken.iter().all(|table| table != "outbox_body" && table != "outbox"), "{broken:?}");
    assert_eq!(base.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0)).unwrap(), crate::FORMAT);
}
