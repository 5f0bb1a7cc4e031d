//! Which 三包 period covers which part of a machine, until when, and why.
//!
//! COVER-1 A month or year ends on its corresponding day, which still belongs to the period; the start day is not counted unless the rule says so (E01).
//! COVER-2 Machine, main components, wear parts and others have periods of their own; a part the rule does not name follows the machine.
//! COVER-3 Where a limit of use stands beside the period, what is reached first ends it; use is the sum over all meters (E31).
//! COVER-4 A period is extended by the days on which it stood still, each counted once; while the machine is in, its end moves with today (E11, E12).
//! COVER-5 A component replaced within its period gets a period of its own from that day, or goes on, as the rule says; the machine's own is not restarted (E30).
//! COVER-6 A return, an exchange or the cancelling of its sale ends every period of that sale; a second sale has its own (E07).
//! COVER-7 A contract may promise more than the statute, never less: the later end holds where the statutory rule is checked, and the reason says which it was; a later end of an unchecked one is only told (POLICY-8).
//! COVER-8 Rights go over to a new owner unless the rule says no; then the period ends with the transfer.
//! COVER-9 Whether a repair is covered is judged on the day the machine was sent in, not on the day it was finished (E11).
//! COVER-10 A computed period keeps rule, version, source and every step; a later pack makes a new one and rewrites none that has run out (E37).
//! COVER-11 Each maker's packs are computed alone: two makers of one machine give two answers, and neither touches the other (E33).
//!
//! Absent: who pays, claims, and which pack holds for a maker on a day.

mod asked;
mod class;
mod compute;
mod facts;
mod moves;
mod policies;
pub mod rule;
mod start;
mod term;

pub use asked::{Answer, Asked, covered, exchange_period};
pub use class::{Classified, Fact, Fuel, ModelFacts, classify};
pub use compute::{Covered, cover};
pub use facts::{Replacement, SaleEnd, SaleEnded, SaleFacts, UnitFacts};
pub use moves::{Move, Moves, moves};
pub use policies::{ForModel, Held, Policies, Rules};
pub use start::{Start, start};
pub use term::{Added, Place, Season, Setting};

use crate::repair::labelled;
use crate::{Day, SaleId};
use rule::{ComponentKind, StartBasis, UsageLimit};
use serde::{Deserialize, Serialize};

labelled! {
    /// What ends a period.
    EndedBy {
        /// Time.
        Time = "期满",
        /// Use.
        Usage = "使用达到限额",
        /// The machine was returned.
        Returned = "退货",
        /// The machine was exchanged.
        Exchanged = "换货",
        /// The sale was cancelled: the period never was.
        Voided = "销售作废",
        /// A new owner, where the rule does not let the rights go over.
        Transferred = "转让",
    }
}

labelled! {
    /// What a period comes from.
    Origin {
        /// The sale.
        Sale = "销售",
        /// A component's replacement.
        Replacement = "更换部件",
        /// An exchange of machines.
        Exchange = "换货",
    }
}

/// A period of one component of one machine.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// The sale it comes from; no part of the text, which machines sold on one day share.
    #[serde(skip, default = "no_sale")]
    pub sale: SaleId,
    /// Component or group, e.g. `整机`, `主要部件`, or the name of a replaced component.
    pub component: String,
    /// Kind.
    pub kind: ComponentKind,
    /// Day it starts.
    pub start_on: Day,
    /// Which day that is.
    pub start_basis: StartBasis,
    /// The day that should be known in its place and is not.
    pub wanted_basis: Option<StartBasis>,
    /// Last day without suspensions.
    pub base_end: Day,
    /// Days it stood still.
    pub extension_days: i64,
    /// Last covered day; the day before the start when it never was.
    pub effective_end: Day,
    /// Limits of use beside it, whole units.
    pub usage_limit: Vec<UsageLimit>,
    /// What ends it on that day.
    pub ended_by: EndedBy,
    /// What it comes from.
    pub origin: Origin,
    /// A calendar or season it needs is not published yet.
    pub provisional: bool,
    /// A suspension is open: the end moves with today.
    pub running: bool,
    /// Rule key.
    pub rule_key: String,
    /// Pack and version.
    pub rule_version: String,
    /// Where the rule stands.
    pub source: String,
    /// Whether a person compared the rule with its source.
    pub checked: bool,
    /// The arithmetic, one Chinese sentence a step.
    pub steps: Vec<String>,
    /// The period it was weighed against: the statute's beside a contract, or the contract's the statute overruled.
    pub beside: Option<Beside>,
}

fn no_sale() -> SaleId {
    SaleId(uuid::Uuid::nil())
}

impl Coverage {
    /// The same period, as every sale with the same days has it.
    pub fn of_any_sale(self) -> Self {
        Self { sale: no_sale(), ..self }
    }
}

/// The period that did not win.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// Its last day.
    pub effective_end: Day,
    /// Its limits of use.
    pub usage_limit: Vec<UsageLimit>,
    /// Pack and version.
    pub rule_version: String,
    /// Where it stands.
    pub source: String,
    /// Whether a person compared it with its source.
    pub checked: bool,
    /// Whether it is the statute's.
    pub statutory: bool,
}

impl Coverage {
    /// Whether the period was ever in force.
    pub fn ever(&self) -> bool {
        self.ended_by != EndedBy::Voided
    }

    /// Whether it comes from the hand-over of a machine, not from a component's replacement.
    pub fn begun_with_sale(&self) -> bool {
        self.origin != Origin::Replacement
    }
}
