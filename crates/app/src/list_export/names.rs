//! What states and kinds are called in a file, as on their pages.

use crate::view::TodayKind;
use domain::packing::PackingState;
use domain::part::PartKind;

pub(super) fn today_zh(kind: TodayKind) -> &'static str {
    match kind {
        TodayKind::Card => "回执卡",
        TodayKind::Rejected => "被退回",
        TodayKind::Report | TodayKind::Month => "月报",
        TodayKind::Demand => "用户要求",
        TodayKind::Repair => "维修",
        TodayKind::Call | TodayKind::CallLeft => "报修",
        TodayKind::Custody => "在店机器",
        TodayKind::OldPart | TodayKind::PartReturn => "旧件",
        TodayKind::Notice => "核销通知",
        TodayKind::Sync => "报送",
        TodayKind::Policy => "政策包",
        TodayKind::Unread => "读不懂的记录",
        TodayKind::Message => "总部消息",
        TodayKind::Entry => "登记",
        TodayKind::Paper => "总部来文",
        TodayKind::Expected => "该来的文",
    }
}

pub(super) fn part_kind_zh(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Warranty => "三包件",
        PartKind::Wear => "易损件",
    }
}

pub(super) fn packing_zh(state: PackingState) -> &'static str {
    match state {
        PackingState::Open => "装箱中",
        PackingState::Sealed => "已封箱",
        PackingState::Sent => "已发运",
        PackingState::Dissolved => "已取消",
    }
}

/// A state at head office in words; one this program does not know as it is.
pub(super) fn sent_zh(state: &str) -> &str {
    match state {
        "not_sent" => "只导出",
        "pending" => "待报送",
        "inflight" => "正在报送",
        "deferred" => "总部等其他记录",
        "rejected" => "被退回",
        "acked" => "总部已收",
        "superseded" => "已被新版替代",
        other => other,
    }
}

pub(super) fn kind_zh(kind: &str) -> &str {
    match kind {
        "card" => "回执卡",
        "repair" => "维修单",
        "part" => "旧件",
        "report" => "月报",
        "reversal" => "冲销",
        "remedy" => "换货退货",
        "form_entry" => "登记",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_wire_has_one_of_ours() {
        for kind in wire::record::KINDS {
            assert_ne!(kind_zh(kind), kind);
        }
    }
}
