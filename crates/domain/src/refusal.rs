//! Why a rule says no: a closed list of codes, each with the field it is about and a Chinese sentence.
//!
//! The sentence stands beside the code so that a code without one does not compile (`#[error]` is
//! required by the derive). Tone and next step belong to the UI. Causes (disk, network) are not
//! refusals; they belong to the crates that meet them.

mod checks;

use crate::Day;
use crate::deadline::Moment;
pub use checks::Checks;

/// One refused field.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum Refusal {
    /// Another paper stands in the way of undoing one.
    #[error("{subject} {no} 还在，{next}")]
    InTheWay {
        /// What it is, Chinese.
        subject: &'static str,
        /// Its number.
        no: String,
        /// What is to be done with it first, Chinese.
        next: &'static str,
    },
    /// A required field is empty.
    #[error("{label}没有填")]
    Missing {
        /// Path of the field in the input, e.g. `unit.serial`.
        field: &'static str,
        /// Chinese name of the field.
        label: &'static str,
    },
    /// A day that lies after today.
    #[error("{label}（{}）在今天（{}）之后", day.zh(), today.zh())]
    FutureDay {
        /// Path of the field.
        field: &'static str,
        /// Chinese name of the field.
        label: &'static str,
        /// What was given.
        day: Day,
        /// Today in Asia/Shanghai.
        today: Day,
    },
    /// Two days in the wrong order.
    #[error("{label}（{}）比{earlier_label}（{}）还早，请看看哪一个写错了", day.zh(), earlier.zh())]
    DayBefore {
        /// Path of the field.
        field: &'static str,
        /// Chinese name of the field.
        label: &'static str,
        /// What was given.
        day: Day,
        /// Chinese name of the day it may not precede.
        earlier_label: &'static str,
        /// That day.
        earlier: Day,
    },
    /// A day that was already passed by a later paper.
    #[error("{label}（{}）比{later_label}（{}）还晚，请看看哪一个写错了", day.zh(), later.zh())]
    DayAfter {
        /// Path of the field.
        field: &'static str,
        /// Chinese name of the field.
        label: &'static str,
        /// What was given.
        day: Day,
        /// Chinese name of the day it may not follow.
        later_label: &'static str,
        /// That day.
        later: Day,
    },
    /// An instant that lies after now.
    #[error("{label}（{}）还没有到，现在是 {}", at.zh(), now.zh())]
    FutureTime {
        /// Path of the field.
        field: &'static str,
        /// Chinese name of the field.
        label: &'static str,
        /// What was given.
        at: Moment,
        /// Now.
        now: Moment,
    },
    /// Two instants in the wrong order.
    #[error("{label}（{}）比{earlier_label}（{}）还早，请看看哪一个写错了", at.zh(), earlier.zh())]
    TimeBefore {
        /// Path of the field.
        field: &'static str,
        /// Chinese name of the field.
        label: &'static str,
        /// What was given.
        at: Moment,
        /// Chinese name of the instant it may not precede.
        earlier_label: &'static str,
        /// That instant.
        earlier: Moment,
    },
    /// A step of a call that stands on another one.
    #[error("「{step}」之前要先有「{needs}」，请先登记")]
    StepMissing {
        /// Chinese name of the step.
        step: &'static str,
        /// Chinese name of the one it needs.
        needs: String,
    },
    /// A step of a call that stands already.
    #[error("「{step}」已经登记过了（{}）。写错了请用「更正」", at.zh())]
    StepTwice {
        /// Chinese name of the step.
        step: &'static str,
        /// When it happened.
        at: Moment,
    },
    /// A call whose repair stands is not cancelled.
    #[error(
        "这件报修已开维修单 {no}，不能作废。登记错了人或机器：先到维修单 {no} 作废那张单，再回来作废报修；只是电话、姓名写错，用「修改」就行"
    )]
    HasRepair {
        /// Number of the repair.
        no: String,
    },
    /// A machine of another maker than the one chosen.
    #[error("编号 {serial} 是「{maker}」的机器，和所选厂家不一致。请把厂家改成「{maker}」，或清空出厂编号再填")]
    OtherMaker {
        /// Path of the field.
        field: &'static str,
        /// Serial.
        serial: String,
        /// Name of the machine's maker.
        maker: String,
    },
    /// A machine or money is not given while a paper is missing.
    #[error("还缺「{paper}」。补上以后在材料里写「已有」，或写明谁同意免交，再办换货退货")]
    PaperMissing {
        /// Chinese name of the paper.
        paper: &'static str,
    },
    /// A machine that is with another user is not given out.
    #[error("编号 {serial} 已卖给{to}（{no}），不能再换给别人。请核对铭牌；那一笔登记错了就先作废它")]
    SoldAlready {
        /// Path of the field.
        field: &'static str,
        /// Serial.
        serial: String,
        /// The other user.
        to: String,
        /// Number of that sale.
        no: String,
    },
    /// A negative amount or quantity, or a zero where zero has no meaning.
    #[error("{label}必须{wanted}")]
    OutOfRange {
        /// Path of the field.
        field: &'static str,
        /// Chinese name of the field.
        label: &'static str,
        /// What is wanted, e.g. `大于零`.
        wanted: &'static str,
    },
    /// A text longer than the field takes.
    #[error("{label}太长：最多 {max} 个字，现有 {len} 个")]
    TooLong {
        /// Path of the field.
        field: &'static str,
        /// Chinese name of the field.
        label: &'static str,
        /// Most characters the field takes.
        max: usize,
        /// Characters given.
        len: usize,
    },
    /// The record is not in a state in which this can be done.
    #[error("{subject}现在是「{state}」，不能{verb}")]
    WrongState {
        /// Chinese name of the record.
        subject: &'static str,
        /// Its state, in Chinese.
        state: &'static str,
        /// What was asked, in Chinese.
        verb: &'static str,
    },
    /// A repair whose claim rests on what is to be changed (CLAIMS-5).
    #[error("{label}不能{verb}：这张维修单在核销申请 {no} 里。{way}")]
    InClaim {
        /// Path of the field; empty when it is about the whole.
        field: &'static str,
        /// Chinese name of the field.
        label: &'static str,
        /// What was asked, in Chinese.
        verb: &'static str,
        /// Number of the claim.
        no: String,
        /// What can be done, in Chinese.
        way: &'static str,
    },
    /// An old part that cannot go with a batch.
    #[error("旧件 {tag} 现在是「{state}」，不能发运")]
    NotSendable {
        /// Its tag.
        tag: String,
        /// Its state, in Chinese.
        state: &'static str,
    },
    /// An old part that cannot go into a box.
    #[error("旧件 {tag} 现在是「{state}」，不能装箱；还没有入库的请先入库")]
    NotPackable {
        /// Its tag.
        tag: String,
        /// Its state, in Chinese.
        state: &'static str,
    },
    /// An old part that lies in a box already.
    #[error("旧件 {tag} 已经装进批次 {no}；要换，请先从那里取出")]
    Packed {
        /// Its tag.
        tag: String,
        /// Number of the packing.
        no: String,
    },
    /// The end of a tag that several parts have.
    #[error("不止一件旧件以「{given}」结尾（{tags}），请多输几位")]
    SeveralTags {
        /// What was typed.
        given: String,
        /// Some of them.
        tags: String,
    },
    /// Letters and digits that are neither the code of a part nor its name.
    #[error("「{given}」不是价目表里的编码；请核对编码，按拼音首字母找的请从列表里选，新零件请写中文名称")]
    NoSuchPart {
        /// What was typed.
        given: String,
    },
    /// The thing referred to does not exist.
    #[error("找不到{label}「{given}」")]
    Unknown {
        /// Path of the field.
        field: &'static str,
        /// Chinese name of the thing.
        label: &'static str,
        /// What was given.
        given: String,
    },
    /// Something with this code exists already.
    #[error("{label}「{given}」已经有了")]
    Taken {
        /// Path of the field.
        field: &'static str,
        /// Chinese name of the thing.
        label: &'static str,
        /// What was given.
        given: String,
    },
    /// A price above what the maker's rule allows (RECEIPT-2, RECEIPT-3).
    #[error("{label}{name} {given} 元超过最高价：{cap}。请把维修单上的价格改下来再开收据")]
    OverCap {
        /// Path of the field.
        field: &'static str,
        /// Chinese name of the field.
        label: &'static str,
        /// The part in 「」; empty where it is about the whole.
        name: String,
        /// What is charged, in yuan.
        given: String,
        /// The rule's computation.
        cap: String,
    },
    /// A repair record without the user's signature cannot be submitted.
    #[error("用户还没有签字，不能提交")]
    NotSigned,
    /// A signature without ink (ATTACH-3).
    #[error("还没有签字，或只点了一下。请用户在框里写上姓名；签不了的，请拍下签过字的纸")]
    NoInk,
    /// A file that is to be a photograph and is none.
    #[error("{sentence}")]
    NotAPhoto {
        /// Path of the field.
        field: &'static str,
        /// Why, in Chinese, with what to do.
        sentence: String,
    },
    /// An old part that is to be destroyed and of which there is no photograph.
    #[error("旧件 {tag} 还没有照片，不能记为现场销毁。请先给这件旧件加照片，再记一次")]
    PhotoMissing {
        /// Its tag.
        tag: String,
    },
    /// The maker has no policy rule for this date.
    #[error("厂家「{principal}」的政策里没有「{key}」这一条，算不出期限")]
    NoRule {
        /// The maker's code.
        principal: String,
        /// The rule's key.
        key: String,
    },
    /// A refusal on one line of a list.
    #[error("第 {} 行：{refusal}", line + 1)]
    OnLine {
        /// Place of the line in the list, from zero.
        line: usize,
        /// What is refused there; its field begins with the list's name.
        refusal: Box<Refusal>,
    },
    /// Reports of a month that is not over, handed over without a word about it (SUBMISSION-2).
    #[error("{month} 还没有过完（{} 交出），以后的记录不在里面。确实提前报的，请勾选「本月没有过完，提前报送」", on.zh())]
    MonthNotOver {
        /// Path of the field.
        field: &'static str,
        /// The month.
        month: crate::Month,
        /// Day of handing over.
        on: Day,
    },
    /// A policy pack that cannot be read.
    #[error("政策包读不懂：{detail}")]
    BadPolicy {
        /// Where and why.
        detail: String,
    },
}

impl Refusal {
    /// Stable code, part of the contract with UI and command line.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "missing",
            Self::FutureDay { .. } => "future_day",
            Self::DayBefore { .. } => "day_before",
            Self::DayAfter { .. } => "day_after",
            Self::FutureTime { .. } => "future_time",
            Self::TimeBefore { .. } => "time_before",
            Self::StepMissing { .. } => "step_missing",
            Self::StepTwice { .. } => "step_twice",
            Self::HasRepair { .. } => "has_repair",
            Self::OtherMaker { .. } => "other_maker",
            Self::PaperMissing { .. } => "paper_missing",
            Self::SoldAlready { .. } => "sold_already",
            Self::OutOfRange { .. } => "out_of_range",
            Self::TooLong { .. } => "too_long",
            Self::WrongState { .. } | Self::NotSendable { .. } | Self::NotPackable { .. } => "wrong_state",
            Self::InClaim { .. } => "in_claim",
            Self::Packed { .. } => "packed",
            Self::InTheWay { .. } => "in_the_way",
            Self::Unknown { .. } | Self::NoSuchPart { .. } | Self::SeveralTags { .. } => "unknown",
            Self::Taken { .. } => "taken",
            Self::OverCap { .. } => "over_cap",
            Self::NotSigned => "not_signed",
            Self::NoInk => "no_ink",
            Self::NotAPhoto { .. } => "not_a_photo",
            Self::PhotoMissing { .. } => "photo_missing",
            Self::NoRule { .. } => "no_rule",
            Self::MonthNotOver { .. } => "month_not_over",
            Self::OnLine { refusal, .. } => refusal.code(),
            Self::BadPolicy { .. } => "bad_policy",
        }
    }

    /// Name of the field in the input, e.g. `unit.serial`; of a line, without its place (`parts.code`); empty when the
    /// refusal is about the whole.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Missing { field, .. }
            | Self::FutureDay { field, .. }
            | Self::DayBefore { field, .. }
            | Self::DayAfter { field, .. }
            | Self::FutureTime { field, .. }
            | Self::TimeBefore { field, .. }
            | Self::OutOfRange { field, .. }
            | Self::TooLong { field, .. }
            | Self::Unknown { field, .. }
            | Self::Taken { field, .. }
            | Self::NotAPhoto { field, .. }
            | Self::SoldAlready { field, .. }
            | Self::InClaim { field, .. }
            | Self::OtherMaker { field, .. }
            | Self::MonthNotOver { field, .. }
            | Self::OverCap { field, .. } => field,
            Self::NotSigned => "user_signed",
            Self::NoInk => "strokes",
            Self::NotSendable { .. } => "parts",
            Self::NotPackable { .. } | Self::Packed { .. } | Self::SeveralTags { .. } => "tag_no",
            Self::NoSuchPart { .. } => "parts.name",
            Self::PaperMissing { .. } => "papers",
            Self::PhotoMissing { .. } => "state",
            Self::StepMissing { .. } | Self::StepTwice { .. } => "kind",
            Self::InTheWay { .. }
            | Self::WrongState { .. }
            | Self::HasRepair { .. }
            | Self::NoRule { .. }
            | Self::BadPolicy { .. } => "",
            Self::OnLine { refusal, .. } => refusal.field(),
        }
    }

    /// Path of the field in the input: as [`Self::field`], with the place of a line (`parts.2.code`, from zero).
    pub fn path(&self) -> String {
        let field = self.field();
        match (self, field.split_once('.')) {
            (Self::OnLine { line, .. }, Some((list, rest))) => format!("{list}.{line}.{rest}"),
            // About the whole line, whose list it is.
            (Self::OnLine { line, .. }, None) if field.is_empty() => format!("lines.{line}"),
            (Self::OnLine { line, .. }, None) => format!("{field}.{line}"),
            _ => field.to_owned(),
        }
    }

    /// The refusal itself, without the line it is on.
    pub fn bare(&self) -> &Self {
        match self {
            Self::OnLine { refusal, .. } => refusal.bare(),
            own => own,
        }
    }
}

/// All refusals of one input, never empty when it is an error.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("；"))]
pub struct Refusals(pub Vec<Refusal>);

impl Refusals {
    /// The same refusals, said of one line of a list (from zero).
    #[must_use]
    pub fn on_line(self, line: usize) -> Self {
        Self(self.0.into_iter().map(|refusal| Refusal::OnLine { line, refusal: Box::new(refusal) }).collect())
    }
}

impl From<Refusal> for Refusals {
    fn from(one: Refusal) -> Self {
        Self(vec![one])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Month;

    #[test]
    fn a_day_or_month_further_off_than_a_year_is_a_slip() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let today = day("2026-10-17");
        let refused = |check: &dyn Fn(&mut Checks)| {
            let mut checks = Checks::default();
            check(&mut checks);
            checks.done().is_err()
        };
        for (given, slipped) in
            [("1949-12-31", true), ("1950-01-01", false), ("2027-10-18", false), ("2027-10-19", true)]
        {
            assert_eq!(refused(&|checks| checks.not_far("on", "启用日期", day(given), today)), slipped, "{given}");
        }
        for (given, slipped) in
            [("1999-12-31", true), ("2000-01-01", false), ("2027-10-01", false), ("2027-11-01", true)]
        {
            let month = Month::of(day(given));
            assert_eq!(refused(&|checks| checks.month("month", "月份", month, today)), slipped, "{given}");
        }
    }

    #[test]
    fn a_refusal_on_a_line_says_which() {
        let refused = Refusals(vec![
            Refusal::Missing { field: "parts.name", label: "零件名称" },
            Refusal::Unknown { field: "parts", label: "旧件", given: "9".into() },
        ])
        .on_line(2);
        let said: Vec<_> = refused.0.iter().map(|r| (r.code(), r.path(), r.to_string())).collect();
        assert_eq!(said[0], ("missing", "parts.2.name".into(), "第 3 行：零件名称没有填".into()));
        assert_eq!(said[1], ("unknown", "parts.2".into(), "第 3 行：找不到旧件「9」".into()));
        let whole = Refusals::from(Refusal::WrongState { subject: "这件", state: "已收", verb: "再改" }).on_line(1);
        assert_eq!(whole.0[0].path(), "lines.1", "a refusal about the whole line names it all the same");
        assert_eq!((refused.0[0].field(), refused.0[0].bare().to_string()), ("parts.name", "零件名称没有填".into()));
    }
}
