//! What must hold of the database after every step (model.md 4b.3), as questions that find nothing.

use rusqlite::{Connection, types::ValueRef};
use std::collections::BTreeMap;

/// Each sentence with the rows that break it.
const NEVER: [(&str, &str); 39] = [
    // Claims: 1 and 9.
    (
        "a repair stands in one live claim",
        "SELECT r.no, count(*) FROM claim_line l JOIN claim c ON c.id = l.claim JOIN repair r ON r.id = l.repair
         WHERE c.void_reason IS NULL AND l.withdrawn_on IS NULL AND coalesce(l.verdict, '') NOT IN ('refused', 'needs_material')
         GROUP BY l.repair HAVING count(*) > 1",
    ),
    (
        "what is asked for again was turned down, is of the same repair, and is asked for once",
        "SELECT l.id, o.verdict FROM claim_line l JOIN claim c ON c.id = l.claim JOIN claim_line o ON o.id = l.again_of
         WHERE c.void_reason IS NULL AND l.withdrawn_on IS NULL AND (o.repair <> l.repair OR coalesce(o.verdict, '') NOT IN ('refused', 'needs_material')
           OR (SELECT count(*) FROM claim_line x JOIN claim y ON y.id = x.claim
               WHERE x.again_of = l.again_of AND x.withdrawn_on IS NULL AND y.void_reason IS NULL) > 1)",
    ),
    (
        "a repair in a live claim stands, and is the claim's maker's",
        "SELECT r.no FROM claim_line l JOIN claim c ON c.id = l.claim JOIN repair r ON r.id = l.repair
         WHERE c.void_reason IS NULL AND l.withdrawn_on IS NULL AND (r.state <> 'submitted' OR r.principal <> c.principal)",
    ),
    (
        "a line is the sum of its costs",
        "SELECT id FROM claim_line WHERE claimed_fen <> labour_fen + material_fen + travel_fen + other_fen OR claimed_fen <= 0",
    ),
    (
        "approved is never above the claim, and what is cut has a reason",
        "SELECT id, claimed_fen, approved_fen, reason FROM claim_line
         WHERE approved_fen > claimed_fen OR approved_fen < 0 OR (verdict <> 'approved' AND trim(reason) = '')",
    ),
    (
        "a verdict is what its amount says",
        "SELECT id, verdict, approved_fen FROM claim_line WHERE coalesce(verdict, '') <> CASE
           WHEN verdict IS NULL AND approved_fen IS NULL THEN ''
           WHEN approved_fen IS NULL THEN 'needs_material'
           WHEN approved_fen = claimed_fen THEN 'approved'
           WHEN approved_fen = 0 THEN 'refused' ELSE 'cut' END",
    ),
    ("a decision says where it came from", "SELECT id FROM claim_line WHERE (verdict IS NULL) <> (source IS NULL)"),
    (
        "a claim has its lines numbered from one, without a hole",
        "SELECT c.no FROM claim c LEFT JOIN claim_line l ON l.claim = c.id
         GROUP BY c.id HAVING count(l.id) = 0 OR min(line_no) <> 1 OR max(line_no) <> count(*)",
    ),
    ("nothing of a cancelled claim is decided", "SELECT c.no FROM claim c JOIN claim_line l ON l.claim = c.id
         WHERE c.void_reason IS NOT NULL AND l.verdict IS NOT NULL AND l.withdrawn_on IS NULL"),
    (
        "a confirmed notice adds up with its claim, and none deducts more than was approved",
        "SELECT n.no, n.approved_fen, n.cut_fen FROM settlement_notice n JOIN claim c ON c.id = n.claim
         WHERE n.deduction_fen > n.approved_fen OR n.deduction_fen < 0 OR (n.answer = 'confirmed' AND (c.void_reason IS NOT NULL
           OR n.approved_fen + n.cut_fen <>
              (SELECT sum(claimed_fen) FROM claim_line l WHERE l.claim = c.id AND l.withdrawn_on IS NULL)))",
    ),
    (
        "what stands on a line, and on a notice, is its last version",
        "SELECT l.id FROM claim_line l WHERE l.verdict IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM line_decision d WHERE d.line = l.id AND d.verdict = l.verdict AND d.approved_fen IS l.approved_fen
             AND d.version = (SELECT max(version) FROM line_decision WHERE line = l.id))
         UNION ALL
         SELECT n.id FROM settlement_notice n WHERE NOT EXISTS (
           SELECT 1 FROM notice_version v WHERE v.notice = n.id AND v.rev = n.rev AND v.answer IS n.answer
             AND v.approved_fen = n.approved_fen AND v.deducted_on IS n.deducted_on)",
    ),
    (
        "a confirmed notice with its day has its line of the account, and no other has one",
        "SELECT n.no FROM settlement_notice n LEFT JOIN payable_line p ON p.notice = n.id
         WHERE (n.answer IS 'confirmed' AND n.deducted_on IS NOT NULL) <> (p.id IS NOT NULL)",
    ),
    (
        "a confirmed notice is what its lines were decided",
        "SELECT n.no, n.approved_fen FROM settlement_notice n
         WHERE n.answer = 'confirmed'
           AND n.approved_fen <> (SELECT sum(iif(verdict IS NULL, -1, coalesce(approved_fen, 0))) FROM claim_line l WHERE l.claim = n.claim AND l.withdrawn_on IS NULL)",
    ),
    // Parts: 8.
    (
        "each old part owed is one for its line, with its count and value",
        "SELECT r.no, x.code, x.qty_milli, o.qty_milli, o.value_fen FROM repair_part x JOIN repair r ON r.id = x.repair
         LEFT JOIN old_part o ON o.repair_part = x.id AND o.state <> 'voided'
         WHERE r.state <> 'voided' AND x.dropped = 0 AND x.return_required = 1
           AND (o.id IS NULL OR o.qty_milli <> x.qty_milli OR o.repair IS NOT r.id OR o.principal <> r.principal
                OR o.value_fen <> (x.qty_milli * x.price_fen + 500) / 1000)",
    ),
    (
        "no old part comes from a line that is gone or owes none",
        "SELECT o.tag_no, o.state FROM old_part o JOIN repair_part x ON x.id = o.repair_part JOIN repair r ON r.id = x.repair
         WHERE o.state NOT IN ('voided', 'sent') AND (r.state = 'voided' OR x.dropped = 1 OR x.return_required = 0)",
    ),
    ("a sent part is in a batch of its maker, another in none", "SELECT o.tag_no, o.state FROM old_part o
         LEFT JOIN parts_batch b ON b.id = o.batch
         WHERE (o.state = 'sent') <> (b.id IS NOT NULL) OR b.principal <> o.principal"),
    ("a batch holds something", "SELECT no FROM parts_batch b WHERE NOT EXISTS (SELECT 1 FROM old_part o WHERE o.batch = b.id)"),
    (
        "an old part that left another way has a reason",
        "SELECT tag_no FROM old_part WHERE state IN ('kept_by_user', 'destroyed', 'lost', 'stays_at_dealer') AND trim(reason) = ''",
    ),
    (
        "what the user pays owes nothing",
        "SELECT o.tag_no FROM old_part o JOIN repair r ON r.id = o.repair
         WHERE r.payer <> 'warranty' AND o.state NOT IN ('voided', 'sent')",
    ),
    // Repairs.
    (
        "a submitted repair is completed and signed",
        "SELECT no FROM repair WHERE state = 'submitted' AND (completed_on IS NULL OR user_signed = 0)",
    ),
    (
        "the days of a repair are in order",
        "SELECT no FROM repair WHERE received_on < reported_on OR completed_on < received_on OR handed_over_on < completed_on",
    ),
    // Machines, cards and periods: 2, 4, 6, 7.
    (
        "a serial is one machine of a maker",
        "SELECT serial, count(*) FROM unit GROUP BY principal, serial_key HAVING count(*) > 1",
    ),
    ("a sale has its card", "SELECT no FROM sale WHERE NOT EXISTS (SELECT 1 FROM card WHERE card.sale = sale.id)"),
    (
        "a card is cancelled with its sale",
        "SELECT c.no FROM card c JOIN sale s ON s.id = c.sale WHERE (c.state = 'voided') <> (s.void_reason IS NOT NULL)",
    ),
    (
        "a machine has one period a sale and component",
        "SELECT unit, sale, component, count(*) FROM coverage WHERE superseded_at IS NULL
         GROUP BY unit, sale, component HAVING count(*) > 1",
    ),
    (
        "a period ends before it begins when its sale was cancelled, and only then",
        "SELECT s.no, v.start_on, v.effective_end FROM coverage v JOIN sale s ON s.id = v.sale
         WHERE v.superseded_at IS NULL AND (v.effective_end < v.start_on) <> (s.void_reason IS NOT NULL)",
    ),
    (
        "a duty of a record stands once",
        "SELECT no, rule, count(*) FROM deadline WHERE superseded_at IS NULL GROUP BY record, rule, subject HAVING count(*) > 1",
    ),
    // Numbers: 10.
    (
        "what is cancelled keeps its reason",
        "SELECT no FROM sale WHERE trim(void_reason) = '' UNION ALL SELECT no FROM claim WHERE trim(void_reason) = ''
         UNION ALL SELECT no FROM repair WHERE (state = 'voided') <> (void_reason IS NOT NULL) OR trim(void_reason) = ''",
    ),
    // Outbox: 12, 14.
    (
        "the stream of a maker has no hole",
        "SELECT s.epoch, s.next_seq, count(o.seq) FROM stream s
         LEFT JOIN outbox o ON o.principal = s.principal AND o.epoch = s.epoch
         WHERE s.current = 1 GROUP BY s.principal, s.epoch HAVING count(o.seq) <> s.next_seq - 1 OR coalesce(max(o.seq), 0) <> s.next_seq - 1",
    ),
    ("a version of a record goes out once", "SELECT no, rev FROM outbox GROUP BY record_id, rev, epoch HAVING count(*) > 1"),
    (
        "a later version goes out after an earlier one",
        "SELECT a.no, a.rev, b.rev FROM outbox a JOIN outbox b ON a.record_id = b.record_id AND a.epoch = b.epoch
         WHERE a.seq < b.seq AND a.rev >= b.rev",
    ),
    (
        "a card that waits to be sent stands in the outbox as it is",
        "SELECT c.no, c.rev FROM card c WHERE c.state = 'queued'
         AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.record_id = c.id AND o.rev = c.rev)",
    ),
    (
        "a repair handed in stands in the outbox as it is",
        "SELECT r.no, r.rev FROM repair r WHERE r.state = 'submitted' AND r.completed_on >= '2026-10-01'
         AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.record_id = r.id AND o.rev = r.rev)",
    ),
    (
        "a record goes to its own maker",
        "SELECT o.no FROM outbox o LEFT JOIN repair r ON r.id = o.record_id LEFT JOIN old_part x ON x.id = o.record_id
         LEFT JOIN card c ON c.id = o.record_id LEFT JOIN sale s ON s.id = c.sale
         WHERE o.principal <> coalesce(r.principal, x.principal, s.principal, o.principal)",
    ),
    (
        "a phone nobody agreed to share does not leave whole",
        "SELECT o.no FROM outbox o JOIN card c ON c.id = o.record_id AND c.rev = o.rev
         JOIN sale s ON s.id = c.sale JOIN customer u ON u.id = s.customer
         WHERE c.share_consent = 0 AND u.phone <> '' AND instr(o.body, u.phone) > 0
         UNION ALL SELECT o.no FROM outbox o JOIN repair r ON r.id = o.record_id AND r.rev = o.rev
         JOIN customer u ON u.id = r.customer WHERE r.share_consent = 0 AND u.phone <> '' AND instr(o.body, u.phone) > 0",
    ),
    // Calls.
    (
        "a step of a call stands once",
        "SELECT c.no, s.value ->> 'kind', count(*) FROM call c, json_each(c.steps) s
         WHERE s.value ->> 'ended' IS NULL GROUP BY 1, 2 HAVING count(*) > 1",
    ),
    (
        "what a step of a call stands on stands",
        "WITH stands AS (SELECT c.id, c.no, s.value ->> 'kind' AS kind FROM call c, json_each(c.steps) s
           WHERE s.value ->> 'ended' IS NULL),
         needs (kind, other) AS (VALUES ('told', 'arranged'), ('told', 'dispatched'), ('told', 'referred'),
           ('referred', 'filed'), ('arrived', 'dispatched'), ('signed', 'done'), ('crossed_off', 'done'),
           ('crossed_off', 'referred'))
         SELECT a.no, a.kind FROM stands a WHERE a.kind IN (SELECT kind FROM needs)
         AND NOT EXISTS (SELECT 1 FROM stands b JOIN needs n ON n.other = b.kind WHERE b.id = a.id AND n.kind = a.kind)",
    ),
    (
        "steps of a call are in order, and none is before it came in",
        "WITH stands AS (SELECT c.no, c.id, c.received_at / 60000 AS came, s.value ->> 'kind' AS kind,
             iif(typeof(s.value ->> 'at') = 'integer', (s.value ->> 'at') / 60000, NULL) AS at
           FROM call c, json_each(c.steps) s WHERE s.value ->> 'ended' IS NULL),
         later (one, other) AS (VALUES ('arranged', 'told'), ('filed', 'referred'), ('dispatched', 'arrived'),
           ('dispatched', 'done'), ('arrived', 'done'), ('done', 'signed'), ('signed', 'crossed_off'))
         SELECT a.no, a.kind FROM stands a WHERE a.at < a.came
         UNION ALL SELECT a.no, a.kind || ' ' || b.kind FROM later o JOIN stands a ON a.kind = o.one
         JOIN stands b ON b.id = a.id AND b.kind = o.other WHERE b.at < a.at",
    ),
    (
        "a call that was cancelled has no repair that stands",
        "SELECT c.no, r.no FROM call c JOIN repair r ON r.id = c.repair
         WHERE c.void_reason IS NOT NULL AND r.state <> 'voided'",
    ),
];

/// Rows that are never changed or taken away: what is asked for names a row and says what it holds (5, 10, 12, 15).
const KEPT: [(&str, &str); 11] = [
    ("audit line", "SELECT id, hash || prev_hash || op FROM audit WHERE id > ?"),
    (
        "sent body",
        "SELECT rid, hash || record_id || rev || seq || epoch || length(body) FROM outbox JOIN outbox_body USING (rid) WHERE rid > ?",
    ),
    (
        "period",
        "SELECT id, printf('%s %s %s %s %s %s', unit, sale, component, start_on, effective_end, reason) FROM coverage WHERE id > ?",
    ),
    (
        "due day",
        "SELECT id, printf('%s %s %s %s %s %s', record, rule, start_on, due_on, state, reason) FROM deadline WHERE id > ?",
    ),
    ("sale", "SELECT rowid, id || no || entered_on FROM sale WHERE rowid > ?"),
    ("repair", "SELECT rowid, id || entered_on FROM repair WHERE rowid > ?"),
    ("old part", "SELECT rowid, id || tag_no FROM old_part WHERE rowid > ?"),
    ("batch", "SELECT rowid, id || no FROM parts_batch WHERE rowid > ?"),
    ("call", "SELECT rowid, id || no || entered_at FROM call WHERE rowid > ?"),
    ("claim", "SELECT rowid, id || no || month || made_on FROM claim WHERE rowid > ?"),
    (
        "claim line",
        "SELECT rowid, id || claim || repair || labour_fen || ' ' || material_fen || ' ' || travel_fen FROM claim_line WHERE rowid > ?",
    ),
];

/// Numbers, with what carries them.
const NUMBERS: &str = "
SELECT no, id FROM sale UNION ALL SELECT no, id FROM repair UNION ALL SELECT tag_no, id FROM old_part
UNION ALL SELECT no, id FROM parts_batch UNION ALL SELECT no, id FROM claim UNION ALL SELECT no, id FROM call UNION ALL SELECT no, id FROM custody";

/// What was seen before.
#[derive(Default)]
pub struct Seen {
    rows: BTreeMap<(&'static str, i64), String>,
    numbers: BTreeMap<String, String>,
}

impl Seen {
    pub fn forget_rows(&mut self) {
        self.rows.clear();
    }

    /// A paper that was forgotten with its record, by a restore, comes again under its own number; ours never do.
    pub fn forget_papers(&mut self) {
        self.numbers.retain(|no, _| !no.starts_with("PAPER-"));
    }
}

/// Looks at everything; the first sentence that does not hold, with a row that breaks it.
pub fn hold(base: &Connection, seen: &mut Seen) -> Result<(), String> {
    for (sentence, never) in NEVER {
        let mut statement = base.prepare_cached(never).unwrap_or_else(|why| panic!("{sentence}: {why}"));
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        if let Some(row) = rows.next().unwrap() {
            let cells: Vec<_> = (0..columns).map(|at| cell(row.get_ref(at).unwrap())).collect();
            return Err(format!("{sentence}: {}", cells.join(" · ")));
        }
    }
    kept(base, seen)?;
    numbers(base, seen)
}

fn kept(base: &Connection, seen: &mut Seen) -> Result<(), String> {
    for (what, query) in KEPT {
        let now = pairs(base, query, [-1])?;
        let now: BTreeMap<i64, String> = now.into_iter().map(|(id, held)| (id.parse().unwrap(), held)).collect();
        for ((_, id), before) in seen.rows.range((what, i64::MIN)..=(what, i64::MAX)) {
            if now.get(id) != Some(before) {
                return Err(format!("{what} {id} was {before}, is {:?}", now.get(id)));
            }
        }
        seen.rows.extend(now.into_iter().map(|(id, held)| ((what, id), held)));
    }
    Ok(())
}

fn numbers(base: &Connection, seen: &mut Seen) -> Result<(), String> {
    for (no, id) in pairs(base, NUMBERS, [])? {
        let before = seen.numbers.entry(no.clone()).or_insert_with(|| id.clone());
        if *before != id {
            return Err(format!("number {no} was {before}'s and is {id}'s"));
        }
    }
    Ok(())
}

fn pairs(base: &Connection, query: &str, of: impl rusqlite::Params) -> Result<Vec<(String, String)>, String> {
    let mut statement = base.prepare_cached(query).map_err(|why| format!("{query}: {why}"))?;
    let mut rows = statement.query(of).unwrap();
    let mut all = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        all.push((cell(row.get_ref(0).unwrap()), cell(row.get_ref(1).unwrap())));
    }
    Ok(all)
}

fn cell(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "null".into(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        other => format!("{other:?}"),
    }
}
