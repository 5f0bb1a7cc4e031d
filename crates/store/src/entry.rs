//! Entries of forms: the rows, what they are narrowed by and found by, their versions and their numbers.
//!
//! Absent: what a form says. Values come in as JSON, with what is to be looked for beside them.

use crate::call::refs;
use crate::column::Column;
use crate::entry_words::{asked, asked_anywhere, indexed};
use crate::row::{json_list, row};
use crate::{MOST_COUNTED, Reader, Result, StoreError, Tx};
use domain::{Day, EntryId, Month, PrincipalId};
use rusqlite::named_params;
use rusqlite::types::Value;

/// Newest entries a search looks at before the filters: a person types another letter long before.
pub const MOST_FOUND: i64 = 2_000;

/// The day of an entry's last change among what it is found by: no field is called so.
const CHANGED: &str = ".changed";

const ALL_DAYS: (&str, &str) = ("", "9999-12-31");

/// A definition as it was when an entry was written with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormDefinition {
    /// SHA-256 of the source, hex.
    pub hash: String,
    /// Key of the form.
    pub key: String,
    /// Version.
    pub version: i64,
    /// The maker whose pack it came with.
    pub principal: Option<PrincipalId>,
    /// JSON, as it was read.
    pub source: String,
    /// When it was kept first.
    pub kept_at: i64,
}

row!(FormDefinition { hash, key, version, principal, source, kept_at });

/// An entry of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormEntry {
    /// Identity; also the record id on the wire.
    pub id: EntryId,
    /// Key of its form.
    pub form: String,
    /// Hash of the definition it was written with.
    pub definition: String,
    /// Number.
    pub no: String,
    /// The maker.
    pub principal: Option<PrincipalId>,
    /// Key of its state.
    pub state: String,
    /// The state is not final.
    pub open: bool,
    /// Its day.
    pub day: Day,
    /// The entry in one line.
    pub title: String,
    /// JSON: values by field.
    pub body: String,
    /// Hash of the fields in which no two standing entries are alike.
    pub unique_key: Option<String>,
    /// The entry it follows.
    pub predecessor: Option<EntryId>,
    /// Head office was told of it.
    pub travelled: bool,
    /// When it was put in, UTC ms.
    pub entered_at: i64,
    /// The clock could not be trusted at entry.
    pub clock_suspect: bool,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
    /// Version.
    pub rev: i64,
}

row!(FormEntry {
    id,
    form,
    definition,
    no,
    principal,
    state,
    open,
    day,
    title,
    body,
    unique_key,
    predecessor,
    travelled,
    entered_at,
    clock_suspect,
    void_reason,
    rev,
});

/// What an entry is found by, beside its row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryFinds {
    /// Field and value it can be narrowed by: choices, ticks, ratings, references, days.
    pub values: Vec<(String, String)>,
    /// Field and number that can be added up.
    pub sums: Vec<(String, i64)>,
    /// Kind, target and field of the records it names.
    pub links: Vec<(String, String, String)>,
    /// Texts it is found by.
    pub words: Vec<String>,
}

/// How a version came to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryHow<'a> {
    /// When.
    pub at: i64,
    /// Key of the step that was taken.
    pub step: Option<&'a str>,
    /// State before; none for the first version.
    pub from: Option<&'a str>,
    /// Why.
    pub reason: &'a str,
}

/// A version of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRev {
    /// Version.
    pub rev: i64,
    /// When.
    pub at: i64,
    /// Who.
    pub operator: Option<String>,
    /// Key of the step.
    pub step: Option<String>,
    /// State before.
    pub from_state: Option<String>,
    /// State after.
    pub to_state: String,
    /// Why.
    pub reason: String,
    /// Values as they were.
    pub body: String,
}

row!(EntryRev { rev, at, operator, step, from_state, to_state, reason, body });

/// How many entries a form has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormCount {
    /// Key of the form.
    pub form: String,
    /// Entries that stand.
    pub total: i64,
    /// Those that are not over.
    pub open: i64,
}

row!(FormCount { form, total, open });

/// Entries of a form with a day that passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormLate {
    /// Key of the form.
    pub form: String,
    /// How many.
    pub n: i64,
}

row!(FormLate { form, n });

/// Entries of a form that may stand in some days.
#[derive(Debug, Clone)]
pub struct EntriesWithin<'a> {
    /// Key of the form.
    pub form: &'a str,
    /// The maker; entries that name none are shown beside its own.
    pub principal: PrincipalId,
    /// First and last day.
    pub days: (Day, Day),
    /// Days and instants of the form that bring an entry there beside its own day.
    pub fields: &'a [&'a str],
    /// Those too that were begun before and stand, or were changed on the first day or after it.
    pub standing: bool,
}

/// Which entries of a form are wanted.
#[derive(Debug, Clone, Default)]
pub struct EntryFilter<'a> {
    /// Key of the form.
    pub form: &'a str,
    /// What was typed.
    pub term: &'a str,
    /// First and last day.
    pub days: Option<(Day, Day)>,
    /// Field and value, all of which hold.
    pub values: &'a [(String, String)],
    /// Cancelled ones too.
    pub voided: bool,
    /// Rows wanted.
    pub limit: i64,
    /// Rows to skip.
    pub offset: i64,
}

impl EntryFilter<'_> {
    fn bounds(&self) -> (String, String) {
        self.days.map_or((ALL_DAYS.0.into(), ALL_DAYS.1.into()), |(first, last)| (first.iso(), last.iso()))
    }

    fn named(&self, filters: &[(String, String)]) -> Vec<(&'static str, Value)> {
        let (first, last) = self.bounds();
        vec![
            (":form", Value::Text(self.form.to_owned())),
            (":first", Value::Text(first)),
            (":last", Value::Text(last)),
            (":filters", pairs(filters)),
        ]
    }
}

fn pairs(filters: &[(String, String)]) -> Value {
    Value::Text(serde_json::to_string(filters).unwrap_or_else(|_| "[]".to_owned()))
}

impl Reader<'_> {
    /// A kept definition.
    pub fn form_definition(&self, hash: &str) -> Result<Option<FormDefinition>> {
        self.one(include_str!("../sql/form_definition/by_hash.sql"), named_params! {":hash": hash})
    }

    /// Every kept definition, the one kept first at the beginning.
    pub fn form_definitions(&self) -> Result<Vec<FormDefinition>> {
        self.many(include_str!("../sql/form_definition/all.sql"), [])
    }

    /// Shows somebody the standing entries of a form that may stand in some days, those of a maker and those that name none, in their order.
    pub fn each_entry<E: From<StoreError>>(
        &self,
        within: &EntriesWithin<'_>,
        mut each: impl FnMut(FormEntry) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let (first, last) = (within.days.0.iso(), within.days.1.iso());
        let principal = within.principal.to_string();
        if within.fields.is_empty() && !within.standing {
            let named = named_params! {
                ":form": within.form, ":first": first, ":last": last, ":principal": principal,
            };
            return self.each_row(include_str!("../sql/entry/of_month.sql"), named, &mut each);
        }
        let named = named_params! {
            ":form": within.form, ":first": first, ":last": last, ":principal": principal,
            ":fields": json_list(within.fields), ":standing": within.standing,
        };
        self.each_row(include_str!("../sql/entry/of_month_wide.sql"), named, &mut each)
    }

    /// An entry.
    pub fn entry(&self, id: EntryId) -> Result<Option<FormEntry>> {
        self.one(include_str!("../sql/entry/by_id.sql"), named_params! {":id": id.to_string()})
    }

    /// The entry of a form with a number.
    pub fn entry_by_no(&self, form: &str, no: &str) -> Result<Option<FormEntry>> {
        self.one(include_str!("../sql/entry/by_no.sql"), named_params! {":form": form, ":no": no})
    }

    /// The standing entry with these unique fields.
    pub fn entry_by_unique(&self, key: &str) -> Result<Option<FormEntry>> {
        self.one(include_str!("../sql/entry/by_unique.sql"), named_params! {":key": key})
    }

    /// Entries that follow one, in the order they were put in.
    pub fn entry_successors(&self, id: EntryId) -> Result<Vec<FormEntry>> {
        self.many(include_str!("../sql/entry/successors.sql"), named_params! {":id": id.to_string()})
    }

    /// Standing entries that name a record, the newest first.
    pub fn entries_of(&self, kind: &str, target: &str, limit: i64) -> Result<Vec<FormEntry>> {
        let named = named_params! {":kind": kind, ":target": target, ":limit": limit};
        self.many(include_str!("../sql/entry/of_record.sql"), named)
    }

    /// Entries of makers that are not over.
    pub fn open_entries(&self) -> Result<Vec<EntryId>> {
        let mut statement = self.connection.prepare_cached(include_str!("../sql/entry/open_ids.sql"))?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(crate::row::col(row, "id")?);
        }
        Ok(found)
    }

    /// Every version of an entry, the first one first.
    pub fn entry_revs(&self, id: EntryId) -> Result<Vec<EntryRev>> {
        self.many(include_str!("../sql/entry/revs.sql"), named_params! {":entry": id.to_string()})
    }

    /// How many entries each form has.
    pub fn form_counts(&self) -> Result<Vec<FormCount>> {
        self.many(include_str!("../sql/entry/counts.sql"), [])
    }

    /// How many entries of each form have a day that passed.
    pub fn form_late(&self, today: Day) -> Result<Vec<FormLate>> {
        self.many(include_str!("../sql/entry/late.sql"), named_params! {":today": today.iso()})
    }

    /// A page of a register, the newest day first, and how many there are.
    pub fn entries(&self, filter: &EntryFilter<'_>) -> Result<(Vec<FormEntry>, i64)> {
        if let Some(question) = asked(filter.form, filter.term) {
            return self.entries_found(filter, question);
        }
        let (first, rest) = match filter.values.split_first() {
            Some((first, rest)) => (Some(first), rest),
            None => (None, filter.values),
        };
        let mut named = filter.named(rest);
        let (list, count) = match first {
            Some((field, value)) => {
                named.extend([(":field", field.bind()), (":value", value.bind())]);
                (include_str!("../sql/entry/list_by.sql"), include_str!("../sql/entry/count_by.sql"))
            }
            None => {
                named.retain(|(name, _)| *name != ":filters");
                (include_str!("../sql/entry/list.sql"), include_str!("../sql/entry/count.sql"))
            }
        };
        named.push((":voided", filter.voided.bind()));
        let rows: Vec<FormEntry> = self.many(list, &*refs(&with(&named, filter.page())))?;
        let last = i64::try_from(rows.len()).is_ok_and(|n| n < filter.limit && (n > 0 || filter.offset == 0));
        let total = if last {
            filter.offset + i64::try_from(rows.len()).unwrap_or(0)
        } else if first.is_none() && filter.days.is_none() && !filter.voided {
            let named = named_params! {":form": filter.form, ":most": MOST_COUNTED};
            self.value(include_str!("../sql/entry/count_standing.sql"), named)?.unwrap_or(0)
        } else {
            let most = [(":most", Value::Integer(MOST_COUNTED))];
            self.value(count, &*refs(&with(&named, most)))?.unwrap_or(0)
        };
        Ok((rows, total))
    }

    fn entries_found(&self, filter: &EntryFilter<'_>, question: String) -> Result<(Vec<FormEntry>, i64)> {
        let mut named = filter.named(filter.values);
        named.extend(self.looked_at(filter, question)?);
        named.push((":voided", filter.voided.bind()));
        let sql = include_str!("../sql/entry/list_found.sql");
        let (rows, total) = self.counted(sql, &*refs(&with(&named, filter.page())))?;
        Ok((rows, total.unwrap_or(0)))
    }

    /// Of a time it is looked at what was put in between its first entry and its last: the words of an old month are not
    /// lost behind the newest ones.
    fn looked_at(&self, filter: &EntryFilter<'_>, question: String) -> Result<[(&'static str, Value); 4]> {
        let (mut low, mut high) = (0, i64::MAX);
        if filter.days.is_some() {
            let (first, last) = filter.bounds();
            let named = named_params! {":form": filter.form, ":first": first, ":last": last};
            low = self.value(include_str!("../sql/entry/rid_first.sql"), named)?.unwrap_or(0);
            high = self.value(include_str!("../sql/entry/rid_last.sql"), named)?.unwrap_or(0);
        }
        Ok([
            (":match", Value::Text(question)),
            (":hits", Value::Integer(MOST_FOUND)),
            (":low", Value::Integer(low)),
            (":high", Value::Integer(high)),
        ])
    }

    /// Whether a search has more hits than are looked at, so that what is narrowed further may lack some.
    pub fn entries_cut(&self, filter: &EntryFilter<'_>) -> Result<bool> {
        let Some(question) = asked(filter.form, filter.term) else { return Ok(false) };
        let named = self.looked_at(filter, question)?;
        let hits: Option<i64> = self.value(include_str!("../sql/entry/hits.sql"), &*refs(&named))?;
        Ok(hits.unwrap_or(0) >= MOST_FOUND)
    }

    /// The entries put in last that have these words, whatever their form.
    pub fn entries_anywhere(&self, term: &str, limit: i64) -> Result<Vec<FormEntry>> {
        let Some(question) = asked_anywhere(term) else { return Ok(Vec::new()) };
        self.many(include_str!("../sql/entry/found_anywhere.sql"), named_params! {":match": question, ":hits": limit})
    }

    /// What the standing entries of a register add up to in a field; a search has no sums.
    pub fn entry_sum(&self, filter: &EntryFilter<'_>, field: &str) -> Result<i64> {
        let Some(((first, value), rest)) = filter.values.split_first() else {
            let named = with(&filter.named(&[]), [(":field", Value::Text(field.to_owned()))]);
            let named: Vec<_> = named.into_iter().filter(|(name, _)| *name != ":filters").collect();
            return Ok(self.value(include_str!("../sql/entry/sum.sql"), &*refs(&named))?.unwrap_or(0));
        };
        let more = [(":sum", Value::Text(field.to_owned())), (":field", first.bind()), (":value", value.bind())];
        Ok(self.value(include_str!("../sql/entry/sum_by.sql"), &*refs(&with(&filter.named(rest), more)))?.unwrap_or(0))
    }
}

impl EntryFilter<'_> {
    fn page(&self) -> [(&'static str, Value); 2] {
        [(":limit", Value::Integer(self.limit)), (":offset", Value::Integer(self.offset))]
    }
}

fn with<const N: usize>(
    named: &[(&'static str, Value)],
    more: [(&'static str, Value); N],
) -> Vec<(&'static str, Value)> {
    named.iter().cloned().chain(more).collect()
}

impl Tx<'_> {
    /// Keeps a definition; one that is kept stays.
    pub fn keep_definition(&self, definition: &FormDefinition) -> Result<()> {
        self.put(include_str!("../sql/form_definition/put.sql"), definition, &[])
    }

    /// Puts an entry with what it is found by, and its version in its history.
    pub fn put_entry(
        &self,
        entry: &FormEntry,
        finds: &EntryFinds,
        how: &EntryHow<'_>,
        outgoing: &crate::Outgoing,
    ) -> Result<()> {
        self.put(include_str!("../sql/entry/put.sql"), entry, &[])?;
        let id = entry.id.to_string();
        let rid: Option<i64> = self.value(include_str!("../sql/entry/rid.sql"), named_params! {":id": id})?;
        let rid = rid.ok_or_else(|| StoreError::other(format!("no entry {id}")))?;
        self.put_finds(rid, entry, finds, Day::at(how.at))?;
        let operator = self.by.get().map(|id| id.to_string());
        self.run(
            include_str!("../sql/entry/put_rev.sql"),
            named_params! {
                ":entry": id, ":rev": entry.rev, ":at": how.at, ":operator": operator, ":step": how.step,
                ":from_state": how.from, ":to_state": entry.state, ":reason": how.reason, ":body": entry.body,
            },
        )?;
        self.changed.borrow_mut().entries.insert(entry.id);
        self.send(outgoing)
    }

    fn put_finds(&self, rid: i64, entry: &FormEntry, finds: &EntryFinds, changed_on: Day) -> Result<()> {
        self.run(include_str!("../sql/entry/drop_values.sql"), named_params! {":rid": rid})?;
        self.run(include_str!("../sql/entry/drop_links.sql"), named_params! {":rid": rid})?;
        let day = entry.day.iso();
        let put = |field: &str, value: &str, n: Option<i64>| {
            let named = named_params! {
                ":form": entry.form, ":field": field, ":value": value, ":day": day, ":rid": rid, ":n": n,
            };
            self.run(include_str!("../sql/entry/put_value.sql"), named)
        };
        for (field, value) in &finds.values {
            put(field, value, None)?;
        }
        put(CHANGED, &changed_on.iso(), None)?;
        for (field, n) in &finds.sums {
            put(field, "", Some(*n))?;
        }
        for (kind, target, field) in &finds.links {
            let named = named_params! {":kind": kind, ":target": target, ":rid": rid, ":field": field};
            self.run(include_str!("../sql/entry/put_link.sql"), named)?;
        }
        let (chars, words) = indexed(entry, finds);
        let named = named_params! {":rid": rid, ":chars": chars, ":words": words};
        self.run(include_str!("../sql/entry/put_words.sql"), named).map(|_| ())
    }

    /// The next number of some letters in a month, as `number` writes it; never one an entry of the form has already.
    pub fn next_form_number(
        &self,
        form: &str,
        (letters, month, device): (&str, Month, &str),
        number: impl Fn(i64) -> String,
    ) -> Result<String> {
        let kind = format!("form {letters}");
        let month = month.to_string();
        let place = named_params! {":kind": kind, ":month": month, ":device": device};
        let mut seq: i64 = self.value(include_str!("../sql/number/next.sql"), place)?.unwrap_or(1);
        while self.entry_by_no(form, &number(seq))?.is_some() {
            seq += 1;
        }
        let named = named_params! {":kind": kind, ":month": month, ":device": device, ":next": seq + 1};
        self.run(include_str!("../sql/number/raise.sql"), named)?;
        Ok(number(seq))
    }
}
