//! Returned parts (三包旧件), F05.
//!
//! OLDPART-1 Each part replaced in a warranty repair whose return is required gets a tag number at once.
//! OLDPART-2 A part of a repair the user pays stays with the user and need not go back (M07).
//! OLDPART-3 A part moves only along its path: tagged → in store → sent; exits (kept, destroyed, lost, stays) need a reason.
//! OLDPART-4 A sent part belongs to a batch with its waybill and does not move back.
//! OLDPART-5 The paper of a batch is corrected with a reason; head office is told with each of its parts, once more.
//! OLDPART-6 A part is destroyed on site with a photograph of it, unless its maker's rules waive that.
//! OLDPART-7 A batch leaves on a day after its parts were taken out and before they were judged.
//! OLDPART-8 A correction of its paper is made from what stands, and keeps what sending asked for: a waybill unless our truck took it, and no day before the seal.

use crate::packing::BY_TRUCK;
use crate::refusal::{Checks, Refusal, Refusals};
use crate::repair::{Payer, labelled};
use crate::{Day, Fen, OldPartId, PartsBatchId, PrincipalId, RepairId, RepairPartId};
use serde::{Deserialize, Serialize};

labelled! {
    /// Where an old part is.
    OldPartState {
        /// Removed and tagged, not in the store yet.
        Tagged = "待入库",
        /// On the shelf.
        InStore = "在库",
        /// On its way to head office.
        Sent = "已发运",
        /// Kept by the user (paid repair).
        KeptByUser = "用户留存",
        /// Destroyed on site with evidence.
        Destroyed = "现场销毁",
        /// Lost; money at risk.
        Lost = "丢失",
        /// Need not go back.
        StaysAtDealer = "留店",
        /// Its repair was cancelled.
        Voided = "已作废",
    }
}

impl OldPartState {
    /// Whether head office still waits for it.
    pub fn owed(self) -> bool {
        matches!(self, Self::Tagged | Self::InStore)
    }
}

/// An old part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldPart {
    /// Identity; also the record id on the wire.
    pub id: OldPartId,
    /// Tag number, e.g. `HB0732A-JJ-2610-A0001`.
    pub tag_no: String,
    /// The maker it goes back to.
    pub principal: PrincipalId,
    /// The line it comes from; `None` for a part held before the first day.
    pub repair_part: Option<RepairPartId>,
    /// The repair it comes from.
    pub repair: Option<RepairId>,
    /// Number of the repair as known, also for opening parts.
    pub repair_no: String,
    /// Part code.
    pub code: String,
    /// Part name.
    pub name: String,
    /// Specification.
    pub spec: String,
    /// Quantity in thousandths.
    pub qty_milli: i64,
    /// What the new part cost: the money at risk.
    pub value_fen: Fen,
    /// Day removed.
    pub removed_on: Day,
    /// Where it is.
    pub state: OldPartState,
    /// Shelf.
    pub bin: String,
    /// Batch it was sent with.
    pub batch: Option<PartsBatchId>,
    /// Box in the batch.
    pub box_no: String,
    /// Reason of an exit.
    pub reason: String,
    /// How many times it was saved; the wire's `rev`.
    pub rev: i64,
}

/// A batch of old parts sent to a maker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartsBatch {
    /// Identity.
    pub id: PartsBatchId,
    /// Number, e.g. `HB0732A-FC-2610-A0001`.
    pub no: String,
    /// The maker.
    pub principal: PrincipalId,
    /// Boxes.
    pub boxes: i64,
    /// Gross weight in grams.
    pub weight_g: Option<i64>,
    /// Carrier.
    pub carrier: String,
    /// Waybill number.
    pub waybill_no: String,
    /// Who pays the freight.
    pub freight_payer: String,
    /// Day sent.
    pub sent_on: Day,
    /// How many times its paper was saved.
    pub rev: i64,
}

impl PartsBatch {
    /// Checks the paper of a batch.
    pub fn check(&self, parts: usize, today: Day) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.add((parts == 0).then_some(Refusal::Missing { field: "parts", label: "要发运的旧件" }));
        checks.positive("boxes", "件数", self.boxes);
        checks.not_negative("weight_g", "毛重", self.weight_g.unwrap_or(0));
        checks.length("carrier", "承运单位", &self.carrier, 60);
        checks.length("waybill_no", "运单号", &self.waybill_no, 60);
        checks.not_after("sent_on", "发运日期", Some(self.sent_on), today);
        checks.done()
    }

    /// Checks its days against those of its parts (OLDPART-7): they were taken out before, and judged after.
    pub fn check_day(&self, removed_on: Option<Day>, judged_on: Option<Day>) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.not_before("sent_on", "发运日期", Some(self.sent_on), "旧件拆下日期", removed_on);
        checks.not_later("sent_on", "发运日期", self.sent_on, "鉴定日期", judged_on);
        checks.done()
    }

    /// Checks the waybill of a packing that leaves, or left (PACKING-3, OLDPART-8): a truck of ours has none.
    pub fn check_waybill(&self, sealed_on: Option<Day>) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        if self.carrier != BY_TRUCK {
            checks.text("waybill_no", "运单号", &self.waybill_no, 60);
        }
        checks.not_before("sent_on", "发运日期", Some(self.sent_on), "封箱日期", sealed_on);
        checks.done()
    }
}

/// Whether the old part of a line must go back (OLDPART-1, OLDPART-2).
///
/// `listed` is what the price list says, `policy` the maker's flag `old_part.return_required`.
pub fn return_required(payer: Payer, listed: Option<bool>, policy: Option<bool>) -> bool {
    payer == Payer::Warranty && listed.or(policy).unwrap_or(false)
}

impl OldPart {
    /// Moves the part (OLDPART-3, OLDPART-4, OLDPART-6); `shown` is whether there is a photograph of it where one is asked for.
    pub fn move_to(&mut self, state: OldPartState, bin: &str, reason: &str, shown: bool) -> Result<(), Refusals> {
        use OldPartState::{Destroyed, InStore, KeptByUser, Lost, StaysAtDealer, Tagged};
        let allowed = match self.state {
            Tagged | InStore => matches!(state, InStore | Tagged | KeptByUser | Destroyed | Lost | StaysAtDealer),
            KeptByUser | Lost => matches!(state, Tagged | InStore),
            _ => false,
        };
        if !allowed {
            return Err(Refusal::WrongState {
                subject: "这件旧件", state: self.state.zh(), verb: "改成这个状态"
            }
            .into());
        }
        let mut checks = Checks::default();
        if matches!(state, KeptByUser | Destroyed | Lost | StaysAtDealer) {
            checks.text("reason", "原因", reason, 200);
        }
        checks.length("bin", "货位", bin, 40);
        let unseen = state == Destroyed && !shown;
        checks.add(unseen.then(|| Refusal::PhotoMissing { tag: self.tag_no.clone() }));
        checks.done()?;
        self.state = state;
        self.bin = bin.trim().to_owned();
        self.reason = reason.trim().to_owned();
        Ok(())
    }

    /// Sends the part with a batch (OLDPART-4).
    pub fn send(&mut self, batch: PartsBatchId, box_no: &str) -> Result<(), Refusals> {
        if !self.state.owed() {
            return Err(Refusal::NotSendable { tag: self.tag_no.clone(), state: self.state.zh() }.into());
        }
        self.state = OldPartState::Sent;
        self.batch = Some(batch);
        self.box_no = box_no.to_owned();
        Ok(())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use uuid::Uuid;

    pub(crate) fn part() -> OldPart {
        OldPart {
            id: OldPartId(Uuid::nil()),
            tag_no: "HB0732A-JJ-2610-A0001".into(),
            principal: PrincipalId(Uuid::nil()),
            repair_part: None,
            repair: None,
            repair_no: "WX26100001".into(),
            code: "082895".into(),
            name: "空气滤清器芯".into(),
            spec: String::new(),
            qty_milli: 1000,
            value_fen: Fen(237_317),
            removed_on: "2026-10-20".parse().unwrap(),
            state: OldPartState::Tagged,
            bin: String::new(),
            batch: None,
            box_no: String::new(),
            reason: String::new(),
            rev: 1,
        }
    }

    #[test]
    fn oldpart_1_the_list_decides_then_the_policy() {
        assert!(return_required(Payer::Warranty, Some(true), Some(false)));
        assert!(!return_required(Payer::Warranty, Some(false), Some(true)));
        assert!(return_required(Payer::Warranty, None, Some(true)));
        assert!(!return_required(Payer::Warranty, None, None));
    }

    #[test]
    fn oldpart_2_a_paid_part_stays_with_the_user() {
        assert!(!return_required(Payer::Paid, Some(true), Some(true)));
    }

    #[test]
    fn oldpart_3_exits_need_a_reason() {
        let mut part = part();
        assert_eq!(part.move_to(OldPartState::Lost, "", " ", true).unwrap_err().0[0].field(), "reason");
        part.move_to(OldPartState::InStore, "A-3", "", true).unwrap();
        part.move_to(OldPartState::Lost, "", "仓库漏雨后清理丢失", true).unwrap();
        assert_eq!(part.reason, "仓库漏雨后清理丢失");
        part.move_to(OldPartState::InStore, "A-3", "", true).unwrap();
        assert_eq!(part.reason, "");
    }

    #[test]
    fn oldpart_6_a_part_is_destroyed_with_a_photograph() {
        let mut part = part();
        let why = part.move_to(OldPartState::Destroyed, "", " ", false).unwrap_err();
        assert_eq!(why.0.iter().map(Refusal::code).collect::<Vec<_>>(), ["missing", "photo_missing"], "both at once");
        part.move_to(OldPartState::Lost, "", "清理时丢失", false).unwrap();
        part.move_to(OldPartState::InStore, "", "", false).unwrap();
        part.move_to(OldPartState::Destroyed, "", "带病菌，现场烧毁", true).unwrap();
        assert_eq!(part.state, OldPartState::Destroyed);
    }

    #[test]
    fn oldpart_4_a_sent_part_does_not_move_back() {
        let mut part = part();
        part.send(PartsBatchId(Uuid::nil()), "1").unwrap();
        assert!(part.move_to(OldPartState::InStore, "A-3", "", true).is_err());
        assert!(part.send(PartsBatchId(Uuid::nil()), "1").is_err());
    }
}
