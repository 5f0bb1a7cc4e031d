//! Numbers of a form that count other registers (`"counts": "month.calls"`).

use super::words::worded;

/// What a number counts, and over which days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counts {
    /// Over which days.
    pub over: Over,
    /// What.
    pub what: Counted,
}

worded! {
    /// Days around the entry's day.
    Over {
        /// The seven days that end with it.
        Week = "week" "本周",
        /// Its month.
        Month = "month" "本月",
    }
}

worded! {
    /// What can be counted.
    Counted {
        /// Calls that came in.
        Calls = "calls" "叫修",
        /// Of those the ones that are done.
        CallsDone = "calls_done" "已完工的叫修",
        /// Of those the ones that are not.
        CallsOpen = "calls_open" "未完工的叫修",
        /// Of those the ones that were done in a day.
        CallsInDay = "calls_in_day" "一日内完工的叫修",
        /// Repairs completed.
        Repairs = "repairs" "完工的维修",
        /// Of those the ones whose user was reached.
        RepairsRevisited = "repairs_revisited" "已回访的维修",
        /// Revisits that were made.
        Revisits = "revisits" "回访",
        /// Answers about a service.
        Rated = "rated" "评价",
        /// Of those the satisfied ones.
        Satisfied = "satisfied" "满意的评价",
        /// Questionnaires and cards that went out.
        FormsSent = "forms_sent" "发出的问卷",
        /// Questionnaires and cards about a service that came back.
        FormsBack = "forms_back" "收回的问卷",
        /// Of those the ones with an answer.
        FormsValid = "forms_valid" "有效的问卷",
        /// Lines of deliveries.
        DeliveryLines = "delivery_lines" "到货的配件行",
        /// Of those the right ones.
        DeliveryRight = "delivery_right" "正确的配件行",
        /// Complaints that were not taken back.
        Complaints = "complaints" "投诉",
        /// Of those the closed ones.
        ComplaintsClosed = "complaints_closed" "办结的投诉",
        /// Of those the ones closed in time.
        ComplaintsInTime = "complaints_in_time" "按期办结的投诉",
    }
}

impl Counts {
    /// `month.calls`; none where a word is not known.
    pub(super) fn of(text: &str) -> Option<Self> {
        let (over, what) = text.split_once('.')?;
        let over = Over::WORDS.iter().find(|(word, _)| *word == over)?.1;
        let what = Counted::WORDS.iter().find(|(word, _)| *word == what)?.1;
        Some(Self { over, what })
    }

    /// `本月的叫修`.
    pub fn zh(self) -> String {
        format!("{}{}", self.over.zh(), self.what.zh())
    }
}
