//! What a deadline is about.

use super::{Deadline, DeadlineState};
use crate::day::UtcMs;
use crate::repair::labelled;
use serde::{Deserialize, Serialize};

labelled! {
    /// Kinds of records that deadlines are about.
    Subject {
        /// A receipt card.
        Card = "回执卡",
        /// A repair.
        Repair = "维修单",
        /// A returned part.
        OldPart = "旧件",
        /// A repair's record on its way to head office.
        RepairRecord = "修理记录",
        /// A user's demand.
        Demand = "用户要求",
        /// A month's reports.
        Report = "月报",
        /// A call for service.
        Call = "报修",
        /// An entry of a form.
        Entry = "登记",
    }
}

impl Deadline {
    /// How it ended; pending while nothing ended it. Whether it is late by now is not asked: that changes with every day.
    pub fn ended(&self) -> DeadlineState {
        self.state(UtcMs::MIN)
    }
}
