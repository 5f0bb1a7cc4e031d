//! A paper head office sends, judged by the form it is of.
//!
//! FORMDEF-14 A paper that arrives is judged as a new entry; what only the dealer's people can write, names of the desk's own lists, photographs and signatures, may follow it.
//! FORMDEF-15 Corrected it is judged anew from the first state on: what the dealer wrote below it stays where it is shown there, and nothing else does.

use super::definition::{CodeTable, Codes, Field, FieldKind, Form};
use super::fill::Filled;
use super::plan::columns;
use super::refused::{Refused, Why};
use super::value::{Given, Values};

impl Form {
    /// What a paper comes to: `sent` is head office's, `kept` what the dealer had written below the version before.
    pub fn received(&self, sent: &Values, kept: &Values, given: &Given) -> Result<Filled, Vec<Refused>> {
        // Nobody sits at the desk when the post comes.
        let given = Given { state: self.first_state().to_owned(), operator: String::new(), ..given.clone() };
        let open = |key: &String| self.field(key).is_some_and(|field| self.is_open(field, &given.state));
        let mut values = self.fresh(&given);
        values.extend(kept.iter().filter(|(key, _)| open(key)).map(|(key, value)| (key.clone(), value.clone())));
        values.extend(sent.clone());
        let (values, mut refused) = self.opened(&values, &given);
        let filled = self.fill(&self.without_blanks(&values), &given);
        refused.extend(filled.refused.iter().filter(|one| !self.may_follow(one)).cloned());
        if refused.is_empty() { Ok(filled) } else { Err(refused) }
    }

    /// Whether a field that is empty is one of the dealer's own (FORMDEF-14).
    fn may_follow(&self, one: &Refused) -> bool {
        let (key, column) = match one.path.split_once('[') {
            Some((table, rest)) => (table, rest.split_once("].").map(|(_, column)| column)),
            None => (one.path.as_str(), None),
        };
        let field = self.field(key);
        let field = match column {
            Some(column) => field.and_then(|table| columns(table).iter().find(|field| field.key == column)),
            None => field,
        };
        one.why == Why::Missing && field.is_some_and(Field::is_the_desks)
    }
}

impl Field {
    /// What nobody outside the desk can write.
    pub fn is_the_desks(&self) -> bool {
        use CodeTable::{Operators, Technicians};
        matches!(
            self.kind,
            FieldKind::Photo | FieldKind::Signature | FieldKind::Choice(Codes::Of(Operators | Technicians))
        )
    }
}
