//! What a record that a field points to offers for the fields beside it: a closed list, by kind of record.

use super::definition::{Codes, FieldKind, Noun};

/// What is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offered {
    /// Text.
    Text,
    /// A civil day.
    Day,
    /// Money.
    Money,
    /// Another record.
    Ref(Noun),
}

type Offers = &'static [(&'static str, Offered)];

const CUSTOMER: Offers = &[
    ("customer", Offered::Ref(Noun::Customer)),
    ("customer_name", Offered::Text),
    ("phone", Offered::Text),
    ("address", Offered::Text),
];

const MACHINE: Offers = &[
    ("unit", Offered::Ref(Noun::Unit)),
    ("serial_no", Offered::Text),
    ("engine_no", Offered::Text),
    ("frame_no", Offered::Text),
    ("model", Offered::Text),
    ("product", Offered::Text),
    ("sold_on", Offered::Day),
    ("invoice_no", Offered::Text),
];

const CALL: Offers = &[
    ("unit", Offered::Ref(Noun::Unit)),
    ("serial_no", Offered::Text),
    ("model", Offered::Text),
    ("product", Offered::Text),
    ("complaint", Offered::Text),
    ("received_on", Offered::Day),
];

const REPAIR: Offers = &[
    ("fault", Offered::Text),
    ("cause", Offered::Text),
    ("work", Offered::Text),
    ("technician", Offered::Text),
    ("received_on", Offered::Day),
    ("reported_on", Offered::Day),
    ("completed_on", Offered::Day),
];

const PART: Offers = &[
    ("code", Offered::Text),
    ("name", Offered::Text),
    ("spec", Offered::Text),
    ("unit", Offered::Text),
    ("price", Offered::Money),
];

const NAME: Offers = &[("name", Offered::Text)];
const CODE: Offers = &[("code", Offered::Text)];
const PRICE: Offers = &[("price", Offered::Money)];

impl Noun {
    /// What a record of this kind offers, by name.
    pub fn offers(self) -> impl Iterator<Item = (&'static str, Offered)> {
        let lists: &[Offers] = match self {
            Self::Customer => &[NAME, CUSTOMER],
            Self::Unit => &[MACHINE, CUSTOMER],
            Self::Call => &[CALL, CUSTOMER],
            Self::Repair => &[REPAIR, MACHINE, CUSTOMER],
            Self::Sale => &[PRICE, MACHINE, CUSTOMER],
            Self::Part => &[PART],
            Self::Principal => &[NAME, CODE],
            Self::Technician => &[NAME],
        };
        lists.iter().flat_map(|list| list.iter().copied())
    }
}

impl Offered {
    /// Whether a field of a kind takes it.
    pub fn fits(self, kind: &FieldKind) -> bool {
        match self {
            Self::Text => {
                matches!(kind, FieldKind::Text { .. } | FieldKind::LongText { .. } | FieldKind::Choice(Codes::Of(_)))
            }
            Self::Day => matches!(kind, FieldKind::Day { .. }),
            Self::Money => matches!(kind, FieldKind::Money { .. }),
            Self::Ref(noun) => *kind == FieldKind::Ref(super::definition::Target::Noun(noun)),
        }
    }
}
