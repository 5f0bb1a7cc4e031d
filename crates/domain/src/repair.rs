//! Repair records (三包修理记录 = 维修单), F04, F40, F60; fields of Order 126 art. 20.
//!
//! REPAIR-1 A repair names machine, customer, the day it was reported and the fault; no day is after today.
//! REPAIR-2 The days of a repair are in order: reported, arrived, completed, handed over.
//! REPAIR-3 The total is labour + material + travel + other; material is the sum of the parts unless the paper says otherwise.
//! REPAIR-4 A repair is submitted only when it is completed and the user signed; only a submitted repair travels.
//! REPAIR-5 A repair entered for a machine without a sale is paid by the user (A) or internal (D), never free in warranty (E06).
//! REPAIR-6 A repair is cancelled with a reason; its number and parts stay.
//! REPAIR-7 Occupied days count from the day of sending in to the day of completion, or to the day a machine was taken away unrepaired (E14), both ends once.
//! REPAIR-8 A repair reported before its machine was first sold is not in warranty.
//! REPAIR-9 A repair the maker pays keeps its payer when a correction names a machine without a sale: its claim waits for the sale, and changed back it stands as it was.
//!
//! Whether a repair is in warranty is what the clerk states; the periods of the machine propose it (`coverage`).

use crate::fee::Fee;
use crate::part::PartKind;
use crate::refusal::{Checks, Refusal, Refusals};
use crate::remedy::rule::Severity;
use crate::wait::Wait;
use crate::{CustomerId, Day, Fen, PrincipalId, RepairId, RepairPartId, UnitId};
use serde::{Deserialize, Serialize};

macro_rules! labelled {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $zh:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// Every value, in the order of the form.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The value's Chinese name.
            pub fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh),* }
            }

            /// The value with this Chinese name.
            pub fn from_zh(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.zh() == text.trim())
            }
        }
    };
}
pub(crate) use labelled;

labelled! {
    /// How the repair was reported (受理方式).
    Channel {
        /// By phone.
        Phone = "来电",
        /// By letter.
        Letter = "来信",
        /// In person.
        Visit = "来访",
        /// Forwarded by head office.
        HeadOffice = "上级转办",
        /// By WeChat.
        Wechat = "微信",
    }
}
labelled! {
    /// Who pays (M18).
    Payer {
        /// The user.
        Paid = "A 收费",
        /// A maintenance contract.
        Contract = "B 合同",
        /// The maker, in warranty.
        Warranty = "C 三包",
        /// The dealer itself.
        Internal = "D 内部",
    }
}
labelled! {
    /// What was done (处理方式).
    Method {
        /// Repaired.
        Repair = "修理",
        /// Parts replaced.
        Replace = "换件",
        /// Adjusted.
        Adjust = "调试",
        /// Machine exchanged.
        Exchange = "换货",
        /// Machine returned.
        Return = "退货",
    }
}
labelled! {
    /// Where a repair stands.
    RepairState {
        /// Work is open.
        Draft = "在修",
        /// Completed, signed, queued for head office.
        Submitted = "已提交",
        /// Cancelled.
        Voided = "已作废",
    }
}

/// What a machine's meter counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum UsageUnit {
    /// 小时.
    Hour,
    /// 公里.
    Km,
    /// 亩.
    Mu,
}

/// A repair record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Identity; also the record id on the wire.
    pub id: RepairId,
    /// Number, ours or as the ledger has it.
    pub no: String,
    /// The maker concerned.
    pub principal: PrincipalId,
    /// The machine.
    pub unit: UnitId,
    /// The customer.
    pub customer: CustomerId,
    /// How it was reported.
    pub channel: Channel,
    /// Day reported (报修日期).
    pub reported_on: Day,
    /// Time reported, `HH:MM`; empty when not noted.
    pub reported_time: String,
    /// Day sent in or begun (送修日期).
    pub received_on: Day,
    /// Day of arrival on site.
    pub arrived_on: Option<Day>,
    /// Time of arrival, `HH:MM`; empty when not noted.
    pub arrived_time: String,
    /// Day completed.
    pub completed_on: Option<Day>,
    /// Day handed over to the user.
    pub handed_over_on: Option<Day>,
    /// Meter reading in thousandths of its unit.
    pub usage_milli: Option<i64>,
    /// What the meter counts.
    pub usage_unit: UsageUnit,
    /// Whether the clerk states it is in warranty (保内).
    pub in_warranty: bool,
    /// Who pays.
    pub payer: Payer,
    /// Fault reported (故障现象).
    pub fault: String,
    /// Fault place (故障部位).
    pub fault_place: String,
    /// Cause (故障原因).
    pub cause: String,
    /// Responsibility (责任归属).
    pub responsibility: String,
    /// What was done.
    pub method: Method,
    /// Inspection result and repair items.
    pub work: String,
    /// Technician.
    pub technician: String,
    /// Labour in thousandths of an hour.
    pub labour_milli_hours: Option<i64>,
    /// Labour cost.
    pub labour_fen: Fen,
    /// Material cost.
    pub material_fen: Fen,
    /// Travel in thousandths of a kilometre.
    pub travel_milli_km: Option<i64>,
    /// Travel cost.
    pub travel_fen: Fen,
    /// Other cost.
    pub other_fen: Fen,
    /// Whether the user signed.
    pub user_signed: bool,
    /// The user's opinion (用户评价).
    pub user_rating: String,
    /// Remark.
    pub note: String,
    /// Whether the user agreed to share phone and address with head office.
    pub share_consent: bool,
    /// Where it stands.
    pub state: RepairState,
    /// Day of entry.
    pub entered_on: Day,
    /// The machine's clock could not be trusted at entry (E04).
    pub clock_suspect: bool,
    /// Day submitted.
    pub submitted_on: Option<Day>,
    /// Day head office acknowledged it.
    pub acknowledged_on: Option<Day>,
    /// Head office's reason for refusing it.
    pub returned_reason: Option<String>,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
    /// How many times it was saved; the wire's `rev`.
    pub rev: i64,
    /// How serious the fault is; `None` while nobody said.
    pub severity: Option<Severity>,
    /// An earlier repair of the same problem.
    pub same_as: Option<RepairId>,
    /// The component concerned was replaced as a whole.
    pub component_exchanged: bool,
    /// Times within it that have a cause of their own.
    pub waits: Vec<Wait>,
    /// Day the meter was read; `None` for the day sent in.
    pub usage_read_on: Option<Day>,
    /// The reading is the first of a new meter (换表).
    pub new_meter: bool,
    /// What the old meter showed last, in thousandths, when it was read at the change.
    pub old_meter_milli: Option<i64>,
    /// Code in the fault tree; empty where nobody picked one.
    pub fault_code: String,
    /// Time of leaving for the user, `HH:MM`; empty when not noted.
    pub depart_time: String,
    /// Costs as the maker's rules had them on the day it was completed (FEE-2).
    pub fees: Vec<Fee>,
}

/// A part replaced in a repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairPart {
    /// Identity.
    pub id: RepairPartId,
    /// The repair.
    pub repair: RepairId,
    /// Line in the repair, from 1.
    pub line_no: i64,
    /// Part code as written.
    pub code: String,
    /// Part name.
    pub name: String,
    /// Specification.
    pub spec: String,
    /// Unit of count.
    pub unit: String,
    /// Quantity in thousandths.
    pub qty_milli: i64,
    /// Price of one, kept as it was on the day (E29).
    pub price_fen: Fen,
    /// 三包件 or 易损件.
    pub kind: Option<PartKind>,
    /// Whether the old part must go back.
    pub return_required: bool,
    /// Whether a replacement is asked for (申请补件).
    pub wants_replacement: bool,
    /// Day replaced; decides the month of W02 (E10).
    pub replaced_on: Day,
    /// Serial of the part that came off; empty where it has none.
    pub old_serial: String,
    /// Serial of the part that went in.
    pub new_serial: String,
}

impl RepairPart {
    /// Price times quantity.
    pub fn amount(&self) -> Option<Fen> {
        self.price_fen.times_milli(self.qty_milli)
    }

    /// Checks one line. Fields are named `parts`.
    pub fn check(&self, today: Day) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.text("parts.name", "零件名称", &self.name, 120);
        checks.length("parts.code", "零件编码", &self.code, 60);
        checks.length("parts.old_serial", "旧件编号", &self.old_serial, 60);
        checks.length("parts.new_serial", "新件编号", &self.new_serial, 60);
        checks.positive("parts.qty_milli", "零件数量", self.qty_milli);
        checks.not_negative("parts.price_fen", "零件单价", self.price_fen.0);
        checks.not_after("parts.replaced_on", "更换日期", Some(self.replaced_on), today);
        checks.add(self.amount().is_none().then_some(Refusal::OutOfRange {
            field: "parts.price_fen",
            label: "零件金额",
            wanted: "在可计算的范围内",
        }));
        checks.done()
    }
}

/// Sum of the parts (REPAIR-3); `None` when it does not fit.
pub fn material_of(parts: &[RepairPart]) -> Option<Fen> {
    parts.iter().try_fold(Fen(0), |sum, part| sum.plus(part.amount()?))
}

/// Who pays a repair by default, and whether the stated payer may stand (REPAIR-5); `before` is who was to pay it (REPAIR-9).
pub fn payer_of(stated: Option<Payer>, in_warranty: bool, has_sale: bool, before: Payer) -> Payer {
    match (stated, has_sale || before == Payer::Warranty) {
        (Some(Payer::Warranty), false) => Payer::Internal,
        (Some(stated), _) => stated,
        (None, true) if in_warranty => Payer::Warranty,
        (None, false) if in_warranty => Payer::Internal,
        (None, _) => Payer::Paid,
    }
}

impl Repair {
    /// The total (REPAIR-3); `None` when it does not fit.
    pub fn total(&self) -> Option<Fen> {
        self.labour_fen.plus(self.material_fen)?.plus(self.travel_fen)?.plus(self.other_fen)
    }

    /// Checks texts, amounts and days (REPAIR-1, REPAIR-2).
    pub fn check(&self, today: Day) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.text("fault", "故障现象", &self.fault, 500);
        self.check_texts(&mut checks);
        self.check_days(&mut checks, today);
        self.check_amounts(&mut checks);
        let all: Vec<Refusal> = [checks.done(), self.check_waits(today)]
            .into_iter()
            .filter_map(Result::err)
            .flat_map(|why| why.0)
            .collect();
        if all.is_empty() { Ok(()) } else { Err(Refusals(all)) }
    }

    /// Whether both are one job a maker was to pay: makers are billed for the same days (E33). Whose machines they are is asked before.
    pub fn is_same_job(&self, other: &Self) -> bool {
        let counts = |one: &Self| one.payer == Payer::Warranty && one.state != RepairState::Voided;
        let begins_by = |one: &Self, until: Option<Day>| until.is_none_or(|until| one.received_on <= until);
        counts(self) && counts(other) && begins_by(other, self.completed_on) && begins_by(self, other.completed_on)
    }

    /// Checks what is stated of the warranty against the days the machine was sold (REPAIR-8).
    pub fn check_sold(&self, sold: &[Day]) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        if self.in_warranty {
            let first = sold.iter().min().copied();
            checks.not_before("reported_on", "保内维修的报修日期", Some(self.reported_on), "销售日期", first);
        }
        checks.done()
    }

    fn check_texts(&self, checks: &mut Checks) {
        checks.length("fault_place", "故障部位", &self.fault_place, 120);
        checks.length("fault_code", "故障代码", &self.fault_code, 40);
        checks.length("cause", "故障原因", &self.cause, 500);
        checks.length("responsibility", "责任归属", &self.responsibility, 60);
        checks.length("work", "检查与修理内容", &self.work, 1000);
        checks.length("technician", "维修人员", &self.technician, 60);
        checks.length("note", "备注", &self.note, 500);
    }

    fn check_days(&self, checks: &mut Checks, today: Day) {
        checks.not_after("reported_on", "报修日期", Some(self.reported_on), today);
        checks.not_after("received_on", "送修日期", Some(self.received_on), today);
        checks.not_after("completed_on", "完工日期", self.completed_on, today);
        checks.not_after("handed_over_on", "交还日期", self.handed_over_on, today);
        checks.not_before("received_on", "送修日期", Some(self.received_on), "报修日期", Some(self.reported_on));
        checks.not_before("arrived_on", "到达日期", self.arrived_on, "报修日期", Some(self.reported_on));
        // Left empty, the day it was sent in is the day reported: nobody typed the other one.
        let since = if self.received_on == self.reported_on { "报修日期" } else { "送修日期" };
        checks.not_before("completed_on", "完工日期", self.completed_on, since, Some(self.received_on));
        checks.not_before("handed_over_on", "交还日期", self.handed_over_on, "完工日期", self.completed_on);
        checks.not_after("usage_read_on", "抄表日期", self.usage_read_on, today);
    }

    fn check_amounts(&self, checks: &mut Checks) {
        for (field, label, fen) in [
            ("labour_fen", "工时费", self.labour_fen),
            ("material_fen", "材料费", self.material_fen),
            ("travel_fen", "交通费", self.travel_fen),
            ("other_fen", "其他费用", self.other_fen),
        ] {
            checks.not_negative(field, label, fen.0);
        }
        checks.not_negative("usage_milli", "使用小时/里程/亩数", self.usage_milli.unwrap_or(0));
        checks.not_negative("old_meter_milli", "旧表最后读数", self.old_meter_milli.unwrap_or(0));
        checks.not_negative("travel_milli_km", "外出里程", self.travel_milli_km.unwrap_or(0));
        checks.not_negative("labour_milli_hours", "工时数", self.labour_milli_hours.unwrap_or(0));
        checks.add(self.total().is_none().then_some(Refusal::OutOfRange {
            field: "material_fen",
            label: "合计金额",
            wanted: "在可计算的范围内",
        }));
    }

    /// Submits the record for head office (REPAIR-4).
    pub fn submit(&mut self, today: Day) -> Result<(), Refusals> {
        if self.state == RepairState::Voided {
            return Err(self.wrong("提交"));
        }
        let mut checks = Checks::default();
        checks.add(
            self.completed_on.is_none().then_some(Refusal::Missing { field: "completed_on", label: "完工日期" }),
        );
        checks.add((!self.user_signed).then_some(Refusal::NotSigned));
        checks.done()?;
        self.state = RepairState::Submitted;
        self.submitted_on = Some(today);
        self.returned_reason = None;
        Ok(())
    }

    /// There is a signature now: a completed repair is signed by it (ATTACH-4). Answers whether that is news.
    pub fn sign(&mut self) -> bool {
        let news = self.completed_on.is_some() && self.state != RepairState::Voided && !self.user_signed;
        self.user_signed |= news;
        news
    }

    /// Cancels the record (REPAIR-6).
    pub fn void(&mut self, reason: &str) -> Result<(), Refusals> {
        if self.state == RepairState::Voided {
            return Err(self.wrong("再次作废"));
        }
        self.void_reason = Some(crate::sale::void_reason(reason)?);
        self.state = RepairState::Voided;
        Ok(())
    }

    /// Days the repair took (REPAIR-7); `None` while it is open.
    pub fn occupied_days(&self) -> Option<i64> {
        self.completed_on.or(self.handed_over_on).map(|last| self.received_on.days_until(last) + 1)
    }

    fn wrong(&self, verb: &'static str) -> Refusals {
        Refusal::WrongState { subject: "这张维修单", state: self.state.zh(), verb }.into()
    }
}

#[cfg(test)]
#[path = "repair_tests.rs"]
mod tests;
#[cfg(test)]
pub(crate) use tests::repair as sample;
