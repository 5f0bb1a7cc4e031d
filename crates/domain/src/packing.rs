//! Packing old parts for their way back (旧件装箱), F05: boxes are filled by scanning, sealed and sent.
//!
//! PACKING-1 A part goes into one box of one packing while it is here to be sent; one that is packed, sent or gone says so.
//! PACKING-2 A packing is open, sealed, sent or dissolved; parts go in and out only while it is open, and an empty one is not sealed.
//! PACKING-3 A sealed packing is sent under its own number with its waybill, or with a delivery truck; it may be opened again with a reason.

use crate::old_part::{OldPart, OldPartState};
use crate::refusal::{Checks, Refusal, Refusals};
use crate::repair::labelled;
use crate::{Day, OldPartId, PartsBatchId, PrincipalId};
use serde::{Deserialize, Serialize};

/// Most boxes of one packing: a truck.
const MOST_BOXES: i64 = 999;

/// What stands for a carrier when the sales delivery truck takes the boxes back (T08).
pub const BY_TRUCK: &str = "随送货车";

labelled! {
    /// Where a packing stands.
    PackingState {
        /// Boxes are being filled.
        Open = "装箱中",
        /// Closed with its seal.
        Sealed = "已封箱",
        /// On its way; the batch says the rest.
        Sent = "已发运",
        /// Taken apart again.
        Dissolved = "已取消",
    }
}

/// Boxes being packed for a maker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packing {
    /// Identity; also that of the batch it becomes.
    pub id: PartsBatchId,
    /// Number, e.g. `HB0732A-FC-2610-A0001`.
    pub no: String,
    /// The maker.
    pub principal: PrincipalId,
    /// Where it stands.
    pub state: PackingState,
    /// Day it was begun.
    pub opened_on: Day,
    /// Number of the seal.
    pub seal_no: String,
    /// Gross weight in grams.
    pub weight_g: Option<i64>,
    /// Day it was sealed.
    pub sealed_on: Option<Day>,
    /// Why it was opened again or dissolved.
    pub reason: String,
    /// How many times it was saved.
    pub rev: i64,
}

/// A part and its box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// The part.
    pub old_part: OldPartId,
    /// The packing it is in; `None` when it was taken out again.
    pub packing: Option<PartsBatchId>,
    /// Number of the box, from 1.
    pub box_no: i64,
    /// When it went in, UTC ms.
    pub at: i64,
}

impl Packing {
    /// Whether a part may go into a box of it (PACKING-1, PACKING-2); `elsewhere` is the number of a packing that holds it.
    pub fn admits(&self, part: &OldPart, box_no: i64, elsewhere: Option<&str>) -> Result<(), Refusals> {
        self.open_for("装箱")?;
        let mut checks = Checks::default();
        let out = !(1..=MOST_BOXES).contains(&box_no);
        let wanted = "在 1 到 999 之间";
        checks.add(out.then_some(Refusal::OutOfRange { field: "box_no", label: "箱号", wanted }));
        let tag = || part.tag_no.clone();
        if part.principal != self.principal {
            let label = "这个厂家的旧件";
            checks.add(Some(Refusal::Unknown { field: "tag_no", label, given: tag() }));
        } else if let Some(no) = elsewhere {
            checks.add(Some(Refusal::Packed { tag: tag(), no: no.to_owned() }));
        } else if part.state != OldPartState::InStore {
            checks.add(Some(Refusal::NotPackable { tag: tag(), state: part.state.zh() }));
        }
        checks.done()
    }

    /// Refuses what may be done to an open packing only.
    pub fn open_for(&self, verb: &'static str) -> Result<(), Refusals> {
        self.must_be(PackingState::Open, verb)
    }

    fn must_be(&self, state: PackingState, verb: &'static str) -> Result<(), Refusals> {
        if self.state == state {
            return Ok(());
        }
        Err(Refusal::WrongState { subject: "这一批旧件", state: self.state.zh(), verb }.into())
    }

    /// Closes the boxes.
    pub fn seal(&mut self, parts: usize, weight_g: Option<i64>, seal_no: &str, on: Day) -> Result<(), Refusals> {
        self.open_for("封箱")?;
        let mut checks = Checks::default();
        let missing = Refusal::Missing { field: "tag_no", label: "要发运的旧件" };
        checks.add((parts == 0).then_some(missing));
        if let Some(weight) = weight_g {
            checks.positive("weight_g", "毛重", weight);
        }
        checks.length("seal_no", "封条号", seal_no, 60);
        checks.done()?;
        self.state = PackingState::Sealed;
        self.weight_g = weight_g;
        self.seal_no = crate::text::clean(seal_no);
        self.sealed_on = Some(on);
        self.rev += 1;
        Ok(())
    }

    /// Opens sealed boxes again.
    pub fn reopen(&mut self, reason: &str) -> Result<(), Refusals> {
        self.must_be(PackingState::Sealed, "拆封")?;
        self.leave(PackingState::Open, reason)
    }

    /// Takes it apart.
    pub fn dissolve(&mut self, reason: &str) -> Result<(), Refusals> {
        self.open_for("取消")?;
        self.leave(PackingState::Dissolved, reason)
    }

    fn leave(&mut self, state: PackingState, reason: &str) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.text("reason", "原因", reason, 200);
        checks.done()?;
        self.state = state;
        self.reason = crate::text::clean(reason);
        self.rev += 1;
        Ok(())
    }

    /// Sends it (PACKING-3).
    pub fn send(&mut self) -> Result<(), Refusals> {
        self.must_be(PackingState::Sealed, "发运；请先封箱")?;
        self.state = PackingState::Sent;
        self.rev += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::old_part::tests::part;
    use uuid::Uuid;

    fn packing() -> Packing {
        Packing {
            id: PartsBatchId(Uuid::nil()),
            no: "HB0732A-FC-2610-A0001".into(),
            principal: PrincipalId(Uuid::nil()),
            state: PackingState::Open,
            opened_on: "2026-10-20".parse().unwrap(),
            seal_no: String::new(),
            weight_g: None,
            sealed_on: None,
            reason: String::new(),
            rev: 1,
        }
    }

    fn on() -> Day {
        "2026-10-21".parse().unwrap()
    }

    #[test]
    fn packing_1_a_part_that_cannot_go_says_so() {
        let mut part = part();
        let why =
            |part: &OldPart, box_no, elsewhere| packing().admits(part, box_no, elsewhere).unwrap_err().to_string();
        assert!(why(&part, 1, None).contains("待入库"), "not on the shelf yet");
        part.state = OldPartState::InStore;
        packing().admits(&part, 1, None).unwrap();
        assert!(why(&part, 0, None).contains("箱号") && why(&part, 1000, None).contains("箱号"));
        assert!(why(&part, 1, Some("FC-9")).contains("FC-9"));
        part.principal = PrincipalId(Uuid::from_u128(7));
        assert!(why(&part, 1, None).contains("这个厂家的旧件"));
    }

    #[test]
    fn packing_2_an_empty_packing_is_not_sealed_and_a_sealed_one_not_filled() {
        let mut packing = packing();
        assert_eq!(packing.seal(0, None, "", on()).unwrap_err().0[0].code(), "missing");
        assert_eq!(packing.seal(1, Some(0), "", on()).unwrap_err().0[0].field(), "weight_g");
        packing.seal(1, Some(12_500), " F-1 ", on()).unwrap();
        assert_eq!((packing.seal_no.as_str(), packing.rev), ("F-1", 2));
        assert!(packing.admits(&part(), 1, None).is_err());
        assert!(packing.dissolve("不发了").is_err(), "open it first");
    }

    #[test]
    fn packing_3_only_a_sealed_packing_is_sent_and_it_opens_with_a_reason() {
        let mut packing = packing();
        assert!(packing.send().is_err());
        packing.seal(1, None, "", on()).unwrap();
        assert_eq!(packing.reopen(" ").unwrap_err().0[0].field(), "reason");
        packing.reopen("漏装一件").unwrap();
        packing.seal(2, None, "", on()).unwrap();
        packing.send().unwrap();
        assert!(packing.reopen("又漏一件").is_err());
        assert_eq!(packing.state, PackingState::Sent);
    }
}
