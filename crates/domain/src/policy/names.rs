//! The closed lists of days a deadline counts from and of inputs a formula may ask for (POLICY-5).

use crate::formula::Type;

/// Days and instants deadlines count from, with their Chinese names.
const BASES: &[(&str, &str)] = &[
    ("sale.sold_on", "销售日期"),
    ("sale.invoice_on", "开票日期"),
    ("sale.delivered_on", "交付日期"),
    ("sale.in_use_on", "投入使用日期"),
    ("call.received_at", "接到报修"),
    ("call.received_on", "报修日期"),
    ("call.urgent_at", "接到紧急事项"),
    ("call.late_at", "发现不能按时完成"),
    ("task.forwarded_at", "总部转送任务"),
    ("repair.received_on", "送修日期"),
    ("repair.completed_on", "完工日期"),
    ("paid_service.done_on", "有偿服务完成日期"),
    ("old_part.removed_on", "旧件拆下日期"),
    ("season.starts_on", "作业期开始"),
    ("stock.received_on", "到货日期"),
    ("month.ended_on", "月末"),
    ("week.ended_on", "周末"),
    ("work.day", "工作当天"),
    ("feedback.found_on", "发现质量问题日期"),
    ("feedback.sent_on", "反馈单发出日期"),
    ("parts.approved_on", "配件订单批准日期"),
    ("parts.shipped_on", "配件发出日期"),
    ("fee.last_settled_on", "上次结算日期"),
    ("survey.last_on", "上次调查日期"),
    ("visit.last_on", "上次走访日期"),
    ("visit.done_at", "走访结束"),
    ("list.last_on", "上次名单日期"),
    ("revisit.last_on", "上次回访日期"),
    ("inspection.last_on", "上次检修日期"),
    ("purchase.at", "购买时间"),
    ("contract.expires_on", "合同到期日期"),
    ("complaint.accepted_on", "受理投诉日期"),
    ("complaint.closed_on", "投诉办结日期"),
    ("complaint.stage_at", "投诉进入本阶段"),
    ("shelf_life.expires_on", "保质期到期日期"),
    ("sale.shipped_on", "发货日期"),
    ("contact.received_at", "来电来函时间"),
    ("incident.known_at", "得知重大故障或事故"),
    ("staff.changed_at", "维修人员变动"),
    ("demand.made_on", "用户提出要求日期"),
    ("demand.accepted_on", "受理要求日期"),
    ("card.lost_on", "报失凭证日期"),
    ("model.stopped_on", "停产日期"),
    ("record.made_on", "记录形成日期"),
];

/// Inputs formulas may ask for, with type and Chinese name.
const INPUTS: &[(&str, Type, &str)] = &[
    ("acknowledged_cards", Type::Int, "总部收到的回执"),
    ("false_card", Type::Bool, "回执弄虚作假"),
    ("breach", Type::Bool, "违反协议"),
    ("sales_amount", Type::Fen, "本年结算销售额"),
    ("repairs", Type::Int, "三包期内维修"),
    ("trips", Type::Int, "上门"),
    ("km", Type::Int, "里程"),
    ("depart_hour", Type::Int, "出发时刻"),
    ("labour_minutes", Type::Int, "工时"),
    ("wage", Type::Fen, "工时费"),
    ("material", Type::Fen, "材料费"),
    ("part_code", Type::Text, "配件"),
    ("market_price", Type::Fen, "市场供货价"),
    ("list_price", Type::Fen, "总部价目"),
    ("price", Type::Fen, "发票价"),
    ("days_held", Type::Days, "开票至退货"),
    ("days_in_repair", Type::Days, "修理占用"),
    ("days_waiting", Type::Days, "等待配件"),
    ("used_km", Type::Int, "行驶里程"),
    ("repair_hours", Type::Int, "本次修理"),
    ("freight", Type::Fen, "运费"),
    ("restore_labour", Type::Fen, "恢复工时费"),
    ("return_cause", Type::Text, "退货原因"),
    ("quality_cause", Type::Bool, "质量原因"),
    ("out_of_warranty_battery", Type::Bool, "保修期外旧电池"),
    ("to_dealer", Type::Bool, "由总部发给经销商"),
    ("owed", Type::Fen, "应付货款"),
    ("approved", Type::Fen, "核销金额"),
    ("units", Type::Int, "数量"),
    ("part_price", Type::Fen, "配件单价"),
    ("month_sales", Type::Fen, "月均销售额"),
    ("amount", Type::Fen, "金额"),
    ("returned_quantity", Type::Int, "实退数量"),
    ("approved_quantity", Type::Int, "核准数量"),
    ("done", Type::Int, "已完成"),
    ("total", Type::Int, "总数"),
    ("last_year_sales", Type::Fen, "上年销售额"),
    ("strategic", Type::Bool, "战略顾客"),
    ("pipe_metres", Type::Int, "加长管"),
    ("extra_holes", Type::Int, "加打孔"),
    ("above_floor", Type::Bool, "高层外墙"),
    ("energy", Type::Text, "动力类型"),
];

/// Marks a basis that is another deadline's due day: `due:card.to_ho`.
const DUE: &str = "due:";

/// Every basis with its Chinese name.
pub fn bases() -> impl Iterator<Item = (&'static str, &'static str)> {
    BASES.iter().copied()
}

/// The Chinese name of a basis; `None` when no deadline may count from it.
pub fn basis_name(basis: &str) -> Option<&'static str> {
    BASES.iter().find(|(name, _)| *name == basis).map(|(_, zh)| *zh)
}

/// The deadline whose due day a basis is: `due:card.to_ho` → `card.to_ho`.
pub fn basis_deadline(basis: &str) -> Option<&str> {
    basis.strip_prefix(DUE)
}

/// Every input with its type and Chinese name.
pub fn inputs() -> impl Iterator<Item = (&'static str, Type, &'static str)> {
    INPUTS.iter().copied()
}
