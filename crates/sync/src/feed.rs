//! The feed down.
//!
//! - SYNC-21 A page and its cursor are saved together; nothing is read past what is saved.
//! - SYNC-22 A cursor head office does not know means reading from the start, and deletes nothing.

use wire::feed::{FeedItem, FeedPage};

use crate::http::Ask;
use crate::outcome::{Class, Problem};
use crate::run::Run;
use crate::trouble;

/// Reads until there is no further page.
pub(crate) async fn read(run: &mut Run<'_>) -> Result<(), Problem> {
    loop {
        let page = match page(run).await {
            Err(problem) if problem.code == wire::code::CURSOR_GONE && run.link.cursor.is_some() => {
                save(run, &[], None)?;
                continue;
            }
            other => other?,
        };
        check(page.items.iter())?;
        let next = Some(page.next).filter(|next| !next.is_empty());
        let stood_still = next == run.link.cursor;
        save(run, &page.items, next)?;
        run.out.received += page.items.len() as u64;
        if page.more && stood_still {
            return Err(Problem::new("feed_stands", Class::Transient, "the cursor does not move"));
        }
        if !page.more {
            run.look.feed = false;
            return Ok(());
        }
    }
}

async fn page(run: &mut Run<'_>) -> Result<FeedPage, Problem> {
    let mut query = vec![("limit", run.link.limits.feed_page.to_string())];
    if let Some(cursor) = &run.link.cursor {
        query.push(("after", cursor.clone()));
    }
    let ask = Ask { query: &query, ..Ask::get("/v1/feed") };
    let body = run.ask(ask).await?;
    serde_json::from_slice(&body).map_err(|_| trouble::unreadable("feed page"))
}

/// Every item is what its hash says.
pub(crate) fn check<'a>(items: impl IntoIterator<Item = &'a FeedItem>) -> Result<(), Problem> {
    let torn = |item: &&FeedItem| wire::hash::sha256_hex(item.body.as_bytes()) != item.hash;
    match items.into_iter().find(torn) {
        None => Ok(()),
        Some(item) => {
            let detail = format!("feed item {} is not what its hash says", item.item_id);
            Err(Problem::new("feed_torn", Class::Transient, detail))
        }
    }
}

fn save(run: &mut Run, items: &[FeedItem], cursor: Option<String>) -> Result<(), Problem> {
    let now = run.clock.now_ms();
    let applied = run.desk.apply_feed(run.principal, items, cursor.as_deref(), now);
    applied.map_err(trouble::store)?;
    run.link.cursor = cursor;
    Ok(())
}
