//! What head office sent down and nobody read yet, on 今日.
//!
//! - INBOX-1 Messages nobody marked as read stand on 今日 as one row a maker, with the newest of them, until they are; a message that turned a record back, brings a pack or a paper of head office stands there as that.

use crate::error::Answer;
use crate::view::{DueLevel, TodayItem, TodayKind};
use store::Reader;

/// INBOX-1.
pub(crate) fn messages_to_read(reader: &Reader<'_>) -> Answer<Vec<TodayItem>> {
    let mut items = Vec::new();
    for maker in reader.principals()? {
        let unread = reader.inbox_unread(maker.id, false)?;
        let Some(newest) = unread.title.filter(|_| unread.n > 0) else { continue };
        items.push(TodayItem {
            late_ms: None,
            kind: TodayKind::Message,
            id: maker.code.clone(),
            no: String::new(),
            title: format!("{} {} 条消息未读", maker.name, unread.n),
            principal: maker.code,
            reason: format!("最新：{newest}。看过以后标为已读"),
            due_on: None,
            days_left: None,
            level: DueLevel::Soon,
            doubt: None,
            at_risk_fen: None,
        });
    }
    Ok(items)
}
