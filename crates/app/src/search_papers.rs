//! Papers found by their number (Ctrl+K): receipts of custody and of paid services, cases, claims, notices.
//!
//! - FINDPAPER-1 A number is found with the dealer's code or without it, or by its month or its sequence; a notice's number leads to its claim.

use crate::app::parse_id;
use crate::error::Answer;
use crate::list::term;
use crate::view::{SearchHit, SearchKind};
use crate::writing::dealer_or_unnamed;
use domain::{Day, Month};
use store::{Hits, MOST_HITS, OwnNumbers, Reader};

/// Most hits of a kind.
const MOST: i64 = 8;

/// Months back from today in which a number without its month is looked for: five years, as long as records are asked for.
const MONTHS_BACK: usize = 60;

/// The numbers of this desk, as a piece of one is completed (NUMBER-3).
pub(crate) fn own_numbers(reader: &Reader<'_>, today: Day) -> Answer<OwnNumbers> {
    let months =
        std::iter::successors(Some(Month::of(today)), |month| Some(month.previous())).take(MONTHS_BACK).collect();
    Ok(OwnNumbers { dealer: dealer_or_unnamed(reader)?.code, months })
}

/// What a list is narrowed to by what was typed; nothing typed narrows nothing.
pub(crate) fn hits_of(reader: &Reader<'_>, today: Day, typed: &str) -> Answer<Option<Hits>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    Ok(Some(reader.find_among(term(typed)?, &own_numbers(reader, today)?, MOST_HITS)?))
}

/// What a number leads to (FINDPAPER-1).
pub(crate) fn papers_found(reader: &Reader<'_>, term: &str, own: &OwnNumbers) -> Answer<Vec<SearchHit>> {
    let papers = reader.find_papers(term, own, MOST)?;
    let hit = |kind, id: &str, title, detail: String| SearchHit { kind, id: id.to_owned(), title, detail };
    let mut found = Vec::new();
    for id in &papers.custodies {
        if let Some(one) = reader.custody(parse_id("", id)?)? {
            found.push(hit(SearchKind::Custody, id, one.no, format!("{} {}", one.bearer, one.serial)));
        }
    }
    for id in &papers.remedies {
        if let Some(one) = reader.remedy(parse_id("", id)?)? {
            let serial = reader.unit(one.unit)?.map(|unit| unit.serial).unwrap_or_default();
            let detail = format!("{serial} {}", one.state().zh());
            found.push(hit(SearchKind::Remedy, id, one.no, detail));
        }
    }
    for id in &papers.receipts {
        if let Some(one) = reader.receipt(parse_id("", id)?)? {
            found.push(hit(SearchKind::Receipt, id, one.no, one.done_on.zh()));
        }
    }
    for id in &papers.claims {
        if let Some(one) = reader.claim(parse_id("", id)?)? {
            found.push(hit(SearchKind::Claim, id, one.no, one.made_on.zh()));
        }
    }
    for id in papers.noticed.iter().filter(|id| !papers.claims.contains(id)) {
        let claim = parse_id("", id)?;
        let notice = reader.notices(&[claim])?.pop();
        if let (Some(one), Some(notice)) = (reader.claim(claim)?, notice) {
            found.push(hit(SearchKind::Claim, id, notice.no, format!("核销通知，{}", one.no)));
        }
    }
    Ok(found)
}
