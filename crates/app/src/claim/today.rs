//! Notices of settlement that wait for a word, on 今日.
//!
//! - NOTICETODAY-1 A notice nobody answered, or in dispute, stands on 今日 until it is confirmed or its claim is cancelled; no contract names a day for the answer, so none is shown.

use super::whole::Whole;
use crate::clock::Now;
use crate::error::Answer;
use crate::view::{DueLevel, TodayItem, TodayKind};
use domain::PrincipalId;
use domain::claim::{Notice, NoticeAnswer};
use store::Reader;

/// Notices looked at: the oldest first, and one is open for weeks at most.
const MOST: i64 = 500;

pub(crate) fn notices_to_answer(reader: &Reader<'_>, now: Now, maker: Option<PrincipalId>) -> Answer<Vec<TodayItem>> {
    let mut items = Vec::new();
    for notice in reader.open_notices(maker, MOST)? {
        let Some(claim) = reader.claim(notice.claim)? else { continue };
        for whole in Whole::all(reader, vec![claim], now.today)? {
            items.push(item(reader, &whole, &notice)?);
        }
    }
    Ok(items)
}

fn item(reader: &Reader<'_>, whole: &Whole, notice: &Notice) -> Answer<TodayItem> {
    let differs = notice.differs(&whole.sums(reader)?);
    let reason = match (notice.answer, differs) {
        (Some(NoticeAnswer::Disputed), _) => {
            let on = notice.answered_on.map(|on| on.zh()).unwrap_or_default();
            format!("{on}提了异议，等总部答复：{}", notice.answer_note)
        }
        (_, true) => "与各行的核定不一致，请提出异议".to_owned(),
        _ => "请核对后确认，或提出异议".to_owned(),
    };
    let maker = reader.principal(whole.claim.principal)?;
    Ok(TodayItem {
        late_ms: None,
        kind: TodayKind::Notice,
        id: whole.claim.id.to_string(),
        no: whole.claim.no.clone(),
        title: format!("核销通知 {}，核定 {} 元", notice.no, notice.approved_fen.grouped()),
        principal: maker.map(|maker| maker.code).unwrap_or_default(),
        reason,
        due_on: None,
        days_left: None,
        level: DueLevel::Soon,
        doubt: None,
        at_risk_fen: None,
    })
}
