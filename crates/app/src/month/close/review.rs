//! What there is to look at before a month is closed.

use super::super::corrections::uncarried;
use super::super::month_of::days_of;
use super::super::wanted::pack_of;
use super::*;
use crate::law::REPAIR_RULE;
use crate::policies::Policies;
use crate::tasks::Task;
use domain::month_of::MonthDays;
use report::layout::{Kind, Layout, Total};
use report::write::Value;
use store::{Review, ReviewLine};

/// Lines of a kind that are shown; how many there are is said all the same.
const MOST_LINES: i64 = 100;

/// In the order they are shown; the first stands in the way.
const GROUPS: [(Review, &str); 8] = [
    (Review::Drafts, "drafts"),
    (Review::Unfinished, "unfinished"),
    (Review::NoParts, "no_parts"),
    (Review::Late, "late"),
    (Review::Cards, "cards"),
    (Review::Clock, "clock"),
    (Review::Numbers, "numbers"),
    (Review::NoDay, "no_day"),
];

impl App {
    pub(crate) fn month_review(&self, input: MonthInput) -> Answer<MonthReview> {
        self.read(|reader, now| {
            super::super::refuse_far(input.month, now)?;
            let maker = principal(reader, &input.principal)?;
            let mut groups = Vec::new();
            let policies = self.policies(reader)?;
            let days = days_of(reader, &policies, &maker, input.month)?;
            for (review, kind) in GROUPS {
                let found = lines(reader, review, (&maker, input.month), &days)?;
                groups.push(ReviewGroup {
                    kind: kind.into(),
                    blocks: review == Review::Drafts,
                    total: found.first().map_or(0, |line| line.total),
                    rows: found.into_iter().map(|line| row(review, line)).collect(),
                });
            }
            let task = self.tasks.begin(&None);
            let (month, today, at) = (input.month, now.today, now.at);
            let asked =
                Asked { reader, principal: &maker, month, today, at, masked: true, task: &task, policies: &policies };
            let rest: Vec<_> = uncarried(&asked)?.into_iter().map(uncarried_row).collect();
            groups.push(ReviewGroup {
                kind: "uncarried".into(),
                blocks: false,
                total: i64::try_from(rest.len()).unwrap_or(i64::MAX),
                rows: rest.into_iter().take(usize::try_from(MOST_LINES).unwrap_or(usize::MAX)).collect(),
            });
            let figures = pack_of(reader, &policies, &maker, month)?.into_iter();
            let figures = figures.map(|sheet| figure(reader, &maker, month, sheet, (now, &task, &policies)));
            Ok(MonthReview { groups, figures: figures.collect::<Answer<_>>()? })
        })
    }
}

pub(super) fn lines(
    reader: &Reader<'_>,
    review: Review,
    (maker, month): (&Principal, Month),
    days: &MonthDays,
) -> Answer<Vec<ReviewLine>> {
    Ok(reader.month_review(review, maker.id, month, (REPAIR_RULE, days), MOST_LINES)?)
}

fn row(review: Review, line: ReviewLine) -> ReviewRow {
    let detail = detail(review, &line);
    let ReviewLine { noun, id, no, day, who, .. } = line;
    ReviewRow { noun, id, no, day: day.parse().ok(), who, detail }
}

/// A correction no pack carries, with what is to be done of it.
fn uncarried_row(one: CorrectionRow) -> ReviewRow {
    let said = |month: domain::Month| {
        let (year, number) = month.parts();
        format!("{year}年{number}月")
    };
    let what = match one.change.as_str() {
        "late" => "补登的行",
        "gone" => "作废的行",
        _ => "改过的行",
    };
    let detail = format!(
        "《{}》{}{what}：厂家{}的月报不要这张表，不随月报更正。厂家还要看的，请把改动另外告诉厂家",
        one.title,
        said(one.month),
        said(one.pack)
    );
    ReviewRow { noun: one.noun, id: one.id, no: one.no, day: None, who: String::new(), detail }
}

/// What is said of a line.
pub(super) fn detail(review: Review, line: &ReviewLine) -> String {
    let day = line.detail.parse::<domain::Day>().map(|day| day.zh());
    match (review, line.detail.as_str()) {
        (Review::Drafts, "unsigned") => "用户没有签字".into(),
        (Review::Drafts, _) => "没有提交".into(),
        (Review::Late, given) => format!("应在{}前修完", day.unwrap_or_else(|_| given.to_owned())),
        (Review::Clock, given) => format!("{}登记", day.unwrap_or_else(|_| given.to_owned())),
        (Review::Cards, "") => "没有收回".into(),
        (Review::Cards, why) => format!("总部退回：{why}"),
        (Review::Numbers, "") => "没有发票号".into(),
        (Review::Numbers, part) => format!("{part}没有零件编码"),
        (Review::NoDay, part) => part.to_owned(),
        (Review::Unfinished | Review::NoParts, fault) => fault.to_owned(),
    }
}

fn figure(
    reader: &Reader<'_>,
    maker: &Principal,
    month: Month,
    sheet: Sheet,
    (now, task, policies): (Now, &Task, &Policies),
) -> Answer<ReviewFigure> {
    let layout = sheet.layout()?;
    let of = |month| {
        let asked =
            Asked { reader, principal: maker, month, today: now.today, at: now.at, masked: true, task, policies };
        sums(sheet, &layout, &asked)
    };
    let ((rows, fen), (rows_before, fen_before)) = (of(month)?, of(month.previous())?);
    Ok(ReviewFigure { key: sheet.key().into(), title: layout.name.clone(), rows, rows_before, fen, fen_before })
}

/// Rows of a month itself, and the sum of the last column of money.
fn sums(sheet: Sheet, layout: &Layout, asked: &Asked<'_>) -> Answer<(i64, Option<i64>)> {
    let money = layout.columns.iter().rfind(|column| column.kind == Kind::Money && column.total == Total::Sum);
    let at = money.and_then(|column| layout.field(&column.key));
    let (mut rows, mut sum) = (0, 0_i64);
    sheet.as_they_stand(asked, &mut |_| (), |source, _| {
        super::super::reported::gathered(source, |row| {
            rows += 1;
            if let Some(Value::Fen(fen)) = at.map(|at| row.get(at)) {
                sum = sum.saturating_add(fen);
            }
            Ok(())
        })
    })?;
    Ok((rows, at.map(|_| sum)))
}
