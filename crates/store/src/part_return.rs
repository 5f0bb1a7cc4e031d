//! Boxes of old parts being packed, and what head office says of those that were sent.

use crate::column::Column;
use crate::row::{json_list, row};
use crate::{Reader, Result, Tx};
use domain::old_part::OldPart;
use domain::packing::{Packed, Packing};
use domain::part_result::PartResult;
use domain::{OldPartId, PartsBatchId, PrincipalId, RepairId};
use rusqlite::named_params;

row!(Packing { id, no, principal, state, opened_on, seal_no, weight_g, sealed_on, reason, rev });
row!(Packed { old_part, packing, box_no, at });
row!(PartResult {
    old_part,
    sent_milli,
    received_milli,
    wrong_milli,
    verdict,
    disposal,
    judged_by,
    judged_on,
    told_on,
    source,
    settlement,
    settle_reason,
    settled_on,
    wrong_settlement,
    wrong_reason,
    wrong_settled_on,
    dispute,
    disputed_on,
    answer,
    answered_on,
    rev,
});

impl Reader<'_> {
    /// The old part with this tag.
    pub fn old_part_by_tag(&self, tag_no: &str) -> Result<Option<OldPart>> {
        self.one(include_str!("../sql/old_part/by_tag.sql"), named_params! {":tag_no": tag_no})
    }

    /// A packing.
    pub fn packing(&self, id: PartsBatchId) -> Result<Option<Packing>> {
        self.one(include_str!("../sql/packing/by_id.sql"), named_params! {":id": id.to_string()})
    }

    /// Packings that are not sent yet, the oldest first.
    pub fn packings(&self, principal: Option<PrincipalId>, limit: i64) -> Result<Vec<Packing>> {
        let named = named_params! {":principal": principal.map(|id| id.to_string()), ":limit": limit};
        self.many(include_str!("../sql/packing/open.sql"), named)
    }

    /// The box an old part lies in, of a packing that is open, sealed or sent.
    pub fn packed_of(&self, part: OldPartId) -> Result<Option<Packed>> {
        self.one(include_str!("../sql/packing/packed_of.sql"), named_params! {":old_part": part.to_string()})
    }

    /// What lies in a packing, by box and in the order it went in.
    pub fn packed_in(&self, packing: PartsBatchId) -> Result<Vec<Packed>> {
        self.many(include_str!("../sql/packing/in_it.sql"), named_params! {":packing": packing.to_string()})
    }

    /// Parts of a maker that are still to go back and lie in no box, and how many there are.
    pub fn unpacked(&self, principal: PrincipalId, limit: i64) -> Result<(Vec<OldPart>, i64)> {
        let principal = principal.to_string();
        let rows = self
            .many(include_str!("../sql/packing/left.sql"), named_params! {":principal": principal, ":limit": limit})?;
        let total =
            self.value(include_str!("../sql/packing/left_count.sql"), named_params! {":principal": principal})?;
        Ok((rows, total.unwrap_or(0)))
    }

    /// What is known of these parts.
    pub fn part_results(&self, parts: &[OldPartId]) -> Result<Vec<PartResult>> {
        self.many(include_str!("../sql/part_result/of_parts.sql"), named_params! {":parts": json_list(parts)})
    }

    /// What is known of the parts of these repairs.
    pub fn part_results_of_repairs(&self, repairs: &[RepairId]) -> Result<Vec<PartResult>> {
        self.many(include_str!("../sql/part_result/of_repairs.sql"), named_params! {":repairs": json_list(repairs)})
    }

    /// Parts head office said something of, what waits for somebody first; and how many there are.
    pub fn judged_parts(
        &self,
        principal: Option<PrincipalId>,
        open: Option<bool>,
        (limit, offset): (i64, i64),
    ) -> Result<(Vec<OldPart>, i64)> {
        let principal = principal.map(|id| id.to_string());
        let rows = self.many(
            include_str!("../sql/part_result/list.sql"),
            named_params! {":principal": principal, ":open": open, ":limit": limit, ":offset": offset},
        )?;
        let total = self.value(
            include_str!("../sql/part_result/count.sql"),
            named_params! {":principal": principal, ":open": open},
        )?;
        Ok((rows, total.unwrap_or(0)))
    }
}

impl Tx<'_> {
    /// Puts a packing.
    pub fn put_packing(&self, packing: &Packing) -> Result<()> {
        self.put(include_str!("../sql/packing/put.sql"), packing, &[])
    }

    /// Puts a part into a box, or takes it out.
    pub fn put_packed(&self, packed: &Packed) -> Result<()> {
        self.put(include_str!("../sql/packing/put_packed.sql"), packed, &[])
    }

    /// Puts what head office says of a part.
    pub fn put_part_result(&self, result: &PartResult) -> Result<()> {
        let open = (":open", result.is_open().bind());
        self.put(include_str!("../sql/part_result/put.sql"), result, &[open])
    }
}
