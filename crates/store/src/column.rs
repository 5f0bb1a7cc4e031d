//! How a value of the domain stands in a column. One line a type; rows are read by column name.

use crate::kept::Evidenced;
use domain::attachment::{AttachedTo, AttachmentKind, PhotoTag, Relation};
use domain::call::{Area, CallState, Step, Urgency};
use domain::card::CardState;
use domain::claim::{NoticeAnswer, Source, Verdict};
use domain::coverage::Fuel;
use domain::custody::{CustodyState, HandOver, Promise};
use domain::deadline::{DeadlineState, Due, Subject};
use domain::demand::DemandKind;
use domain::job_card::Inspection;
use domain::old_part::OldPartState;
use domain::operator::Role;
use domain::packing::PackingState;
use domain::part::PartKind;
use domain::part_result::{Disposal, PartVerdict, Settlement};
use domain::policy::Section;
use domain::remedy::rule::Severity;
use domain::remedy_case::{Ground, PaperLine, RemedyOutcome, RemedyState, RemedyStep};
use domain::repair::{Channel, Method, Payer, RepairState, UsageUnit};
use domain::wait::Wait;
use domain::*;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A type that stands in one column.
pub(crate) trait Column: Sized {
    fn read(value: ValueRef<'_>) -> std::result::Result<Self, String>;
    fn bind(&self) -> Value;
    /// [`Self::bind`] for a statement that runs now: a text is lent, not copied.
    fn lent(&self) -> ToSqlOutput<'_> {
        ToSqlOutput::Owned(self.bind())
    }
}

impl Column for String {
    fn read(value: ValueRef<'_>) -> std::result::Result<Self, String> {
        value.as_str().map(str::to_owned).map_err(|e| e.to_string())
    }
    fn bind(&self) -> Value {
        Value::Text(self.clone())
    }
    fn lent(&self) -> ToSqlOutput<'_> {
        ToSqlOutput::Borrowed(ValueRef::Text(self.as_bytes()))
    }
}

impl Column for i64 {
    fn read(value: ValueRef<'_>) -> std::result::Result<Self, String> {
        value.as_i64().map_err(|e| e.to_string())
    }
    fn bind(&self) -> Value {
        Value::Integer(*self)
    }
}

impl Column for bool {
    fn read(value: ValueRef<'_>) -> std::result::Result<Self, String> {
        i64::read(value).map(|n| n != 0)
    }
    fn bind(&self) -> Value {
        Value::Integer(i64::from(*self))
    }
}

impl Column for Fen {
    fn read(value: ValueRef<'_>) -> std::result::Result<Self, String> {
        i64::read(value).map(Fen)
    }
    fn bind(&self) -> Value {
        Value::Integer(self.0)
    }
}

impl<T: Column> Column for Option<T> {
    fn read(value: ValueRef<'_>) -> std::result::Result<Self, String> {
        match value {
            ValueRef::Null => Ok(None),
            other => T::read(other).map(Some),
        }
    }
    fn bind(&self) -> Value {
        self.as_ref().map_or(Value::Null, Column::bind)
    }
    fn lent(&self) -> ToSqlOutput<'_> {
        self.as_ref().map_or(ToSqlOutput::Owned(Value::Null), Column::lent)
    }
}

macro_rules! text_columns {
    ($to_text:ident: $($type:ty),* $(,)?) => {$(
        impl Column for $type {
            fn read(value: ValueRef<'_>) -> std::result::Result<Self, String> {
                let text = value.as_str().map_err(|e| e.to_string())?;
                text.parse().map_err(|e| format!("{e}"))
            }
            fn bind(&self) -> Value {
                Value::Text(self.$to_text())
            }
        }
    )*};
}

text_columns!(iso: Day);
text_columns!(
    to_string:
    Month,
    PrincipalId,
    ModelId,
    UnitId,
    CustomerId,
    SaleId,
    CardId,
    PartId,
    CallId,
    EntryId,
    CustodyId,
    DemandId,
    RemedyCaseId,
    RepairId,
    RepairPartId,
    OldPartId,
    PartsBatchId,
    ReportRunId,
    PrintRunId,
    SubmissionId,
    TemplateId,
    MonthCloseId,
    OpeningClaimId,
    ClaimId,
    ClaimLineId,
    NoticeId,
    OperatorId,
    AttachmentId,
    PayableId,
    ReceiptId,
    FeeStatementId,
    domain::service_fee::Quarter,
);

/// The name serde gives an enum value without data.
fn name_of<T: Serialize>(value: &T) -> Value {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => Value::Text(name),
        Ok(other) => Value::Text(other.to_string()),
        Err(_) => Value::Null,
    }
}

fn from_name<T: DeserializeOwned>(value: ValueRef<'_>) -> std::result::Result<T, String> {
    let text = value.as_str().map_err(|e| e.to_string())?;
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|e| e.to_string())
}

macro_rules! name_columns {
    ($($type:ty),* $(,)?) => {$(
        impl Column for $type {
            fn read(value: ValueRef<'_>) -> std::result::Result<Self, String> {
                from_name(value)
            }
            fn bind(&self) -> Value {
                name_of(self)
            }
        }
    )*};
}

name_columns!(
    CardState,
    OldPartState,
    domain::exchange::ExchangeStanding,
    PartKind,
    Channel,
    Method,
    Payer,
    RepairState,
    Section,
    UsageUnit,
    Subject,
    DeadlineState,
    Severity,
    DemandKind,
    RemedyState,
    RemedyOutcome,
    Area,
    CallState,
    CustodyState,
    Urgency,
    Fuel,
    Verdict,
    Source,
    NoticeAnswer,
    Role,
    AttachedTo,
    AttachmentKind,
    PhotoTag,
    Relation,
    PackingState,
    PartVerdict,
    Disposal,
    Settlement,
);

macro_rules! json_columns {
    ($($type:ty),* $(,)?) => {$(
        impl Column for $type {
            fn read(value: ValueRef<'_>) -> std::result::Result<Self, String> {
                let text = value.as_str().map_err(|e| e.to_string())?;
                serde_json::from_str(text).map_err(|e| e.to_string())
            }
            fn bind(&self) -> Value {
                serde_json::to_string(self).map_or(Value::Null, Value::Text)
            }
        }
    )*};
}

json_columns!(
    Evidenced,
    Vec<HandOver>,
    Vec<Inspection>,
    Vec<Promise>,
    Vec<Step>,
    Vec<Wait>,
    Ground,
    Vec<PaperLine>,
    Vec<RemedyStep>
);
json_columns!(Vec<domain::fee::Fee>, domain::formula::Outcome, Vec<domain::receipt::SoldPart>);
json_columns!(Vec<domain::submission::Handed>, Vec<String>);
name_columns!(domain::submission::Road);
name_columns!(domain::receipt::Way, domain::service_fee::Forfeit);
json_columns!(Vec<domain::service_fee::MonthCards>);
name_columns!(crate::ClosedStanding);
name_columns!(domain::payable::PayableKind, domain::payable::FreightCause, domain::payable::PaidBy);

/// A reason that cannot be read is none (STORE-9).
impl Column for Option<Due> {
    fn read(value: ValueRef<'_>) -> std::result::Result<Self, String> {
        Ok(value.as_str().ok().and_then(|text| serde_json::from_str(text).ok()))
    }
    fn bind(&self) -> Value {
        self.as_ref().and_then(|due| serde_json::to_string(due).ok()).map_or(Value::Null, Value::Text)
    }
}
