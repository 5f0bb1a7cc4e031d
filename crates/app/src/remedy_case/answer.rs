//! Head office's answer to a case, come by its feed.
//!
//! - RCASED-13 An answer is of the maker whose head office sent it and of a case that still runs; taken, it is the case's step, says that it came by the feed, and goes back to head office with the case. One nobody can take is said in the list of messages with its reason and changes nothing.

use super::{follow_demand, travel};
use crate::app::App;
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::writing::Writing;
use domain::remedy_case::{AnswerTaken, RemedyCase, RemedyStep, RemedyStepKind, RemedyVerdict};
use domain::text::clean;
use domain::{Day, PrincipalId};
use store::{Reader, Tx};
use wire::remedy::RemedyAnswerBody;

impl App {
    /// Takes an answer; answers what to add to the message's line.
    pub(crate) fn remedy_answer_by_feed(
        &self,
        tx: &Tx<'_>,
        now: Now,
        maker: PrincipalId,
        body: &str,
    ) -> Answer<String> {
        let Some(body) = serde_json::from_str::<RemedyAnswerBody>(body).ok().filter(RemedyAnswerBody::is_whole) else {
            return Ok("读不懂，没有收".to_owned());
        };
        let writing = Writing::begin(self, tx, now)?;
        match tx.attempt(|| taken(&writing, maker, &body)) {
            Err(AppError::Store(why)) => Err(why.into()),
            // A message nobody can take must not stand before those behind it, and leaves nothing of itself.
            Err(why) => Ok(format!("没有收：{why}")),
            said => said,
        }
    }
}

fn taken(writing: &Writing<'_>, maker: PrincipalId, body: &RemedyAnswerBody) -> Answer<String> {
    let Some(mut case) = named(writing.tx, body)?.filter(|case| case.principal == maker) else {
        let name = if body.case_no.is_empty() { &body.record_id } else { &body.case_no };
        return Ok(format!("没有收：本机没有这个厂家的换货退货「{name}」，可能是别的经销商、别的电脑的"));
    };
    let Ok(on) = body.on.parse::<Day>() else { return Ok(format!("没有收：「{}」不是日期", body.on)) };
    let verdict = verdict_of(&body.verdict);
    let step = RemedyStep {
        who: clean(&body.by),
        no: clean(&body.no),
        verdict,
        by_feed: true,
        ..RemedyStep::new(RemedyStepKind::Answered, on, clean(&body.words), writing.now.at)
    };
    let says = verdict.map(RemedyVerdict::zh).unwrap_or_default();
    let told = match case.answered(step, writing.now.today)? {
        AnswerTaken::Known => return Ok(format!("{} {says}，已有", case.no)),
        AnswerTaken::New => String::new(),
        AnswerTaken::Instead(before) => {
            format!("，改了此前的答复：{}", before.map(RemedyVerdict::zh).unwrap_or_default())
        }
    };
    case.rev += 1;
    follow_demand(writing, &case)?;
    travel::put(writing, &case, &format!("总部报送的答复：{says}{told}"))?;
    Ok(format!("{} {says}，收下{told}", case.no))
}

fn named(reader: &Reader<'_>, body: &RemedyAnswerBody) -> Answer<Option<RemedyCase>> {
    match body.record_id.as_str() {
        "" => Ok(reader.remedy_by_no(clean(&body.case_no).as_str())?),
        id => Ok(id.parse().ok().map(|id| reader.remedy(id)).transpose()?.flatten()),
    }
}

fn verdict_of(name: &str) -> Option<RemedyVerdict> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}
