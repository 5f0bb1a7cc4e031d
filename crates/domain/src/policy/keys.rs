//! The closed list of rule keys, each with its Chinese name and where the ledger or the law has it.
//!
//! POLICY-5 Keys of rules, names of days counted from and of formula inputs are closed lists: what nobody computes is refused when a pack is read.
//!
//! Values stand in packs; this list only says what can be asked. Coverage rules and seasons are named by class
//! and region and so are open behind their prefix; product classes are named by the pack that defines them.

use super::Section;

/// Which side of a value is better for the user, where a statute can be a floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// The sooner, the better.
    Less,
    /// The longer, the better.
    More,
    /// Between dealer and maker only.
    Neither,
}

/// A rule key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyInfo {
    /// The section its rules stand in.
    pub section: Section,
    /// The key.
    pub key: &'static str,
    /// Its Chinese name.
    pub zh: &'static str,
    /// Rows of the ledger or articles it comes from.
    pub rows: &'static str,
    /// Which side is better for the user.
    pub better: Better,
}

macro_rules! keys {
    ($section:ident: $($key:literal $zh:literal $rows:literal $better:ident;)*) => {
        &[$(KeyInfo { section: Section::$section, key: $key, zh: $zh, rows: $rows, better: Better::$better }),*]
    };
}

const DEADLINES: &[KeyInfo] = keys! { Deadlines:
    "card.to_ho" "回执卡到总部" "T01" Neither;
    "card.stub_from_user" "用户寄回保修回执" "T02" More;
    "call.arrange" "叫修安排" "T03" Less;
    "task.arrange_detail" "转送任务的详细安排" "T05" Less;
    "task.ho_check" "总部核查安排" "T06" Neither;
    "call.urgent" "紧急事项上报并安排" "T07" Less;
    "old_part.to_ho" "旧件和修理记录返总部" "T08" Neither;
    "parts.plan" "配件储备计划" "T09" Neither;
    "stock.deemed_sold" "库存视同已售" "T10" Neither;
    "report.monthly_pack" "每月报表和回执到总部" "T11" Neither;
    "feedback.same_day" "信息反馈单" "T12" Neither;
    "feedback.reply" "总部答复信息反馈" "T13" Neither;
    "parts.ship" "总部发配件" "T14" Neither;
    "parts.ship_notice" "发货通知" "T14" Neither;
    "fee.settle" "服务费结算" "T15" Neither;
    "assessment.result" "总部考核结果" "T16" Neither;
    "assessment.answer" "考核结果确认或申诉" "T16" Neither;
    "survey.monthly" "顾客满意度调查" "T17" Neither;
    "feedback.monthly" "维修质量信息月反馈" "T18" Neither;
    "on_site.city" "上门修理（市区）" "T19" Less;
    "on_site.suburb" "上门修理（郊区）" "T19" Less;
    "inspection.preventive" "预防性定期检修" "T21" Less;
    "install.done" "安装" "T23" Less;
    "arrival.city" "到达现场（市区）" "T24" Less;
    "arrival.suburb" "到达现场（郊区）" "T24" Less;
    "dispatch.leftover" "当日未派的叫修" "T25" Less;
    "invoice.paid_service" "有偿服务开票" "T26" Less;
    "contract.expiry_notice" "保养到期通知" "T27" Neither;
    "call.register_sent" "叫修登记上送" "T28" Neither;
    "call.opinion_card" "客户意见调查卡" "T28" Neither;
    "report.daily.technician" "技术员工作日报" "T29" Neither;
    "report.daily.director" "服务主任日报" "T29" Neither;
    "repair.cannot_finish" "不能按时完成的报告" "T30" Neither;
    "complaint.close.domestic" "投诉办结（国内）" "T33" Less;
    "complaint.close.foreign" "投诉办结（国外）" "T33" Less;
    "complaint.stage.record" "投诉登记编号" "T34" Less;
    "complaint.stage.assign" "投诉指派负责人" "T34" Less;
    "complaint.stage.investigate" "投诉开始调查" "T34" Less;
    "complaint.stage.propose" "投诉提出方案" "T34" Less;
    "complaint.stage.handle.domestic" "投诉核准并答复客户（国内）" "T34" Less;
    "complaint.stage.handle.foreign" "投诉核准并答复客户（国外）" "T34" Less;
    "complaint.stage.close" "投诉办结归档" "T34" Less;
    "complaint.statistics" "投诉统计和奖罚评审" "T35" Neither;
    "paid_service.takings" "有偿服务收费交财务" "T37" Neither;
    "report.weekly" "工作情况周报" "T37" Neither;
    "day.close" "每日结清" "T38" Neither;
    "report.week_end" "每周报告" "T38" Neither;
    "key_customer.list" "重点顾客名单" "T39" Neither;
    "key_customer.visit" "重点顾客走访" "T39" Neither;
    "key_customer.survey" "重点顾客满意度调查" "T39" Neither;
    "key_customer.questionnaire" "重点顾客调查表" "T39" Neither;
    "customer.survey" "普通顾客满意度调查" "T39" Neither;
    "revisit.remote" "电话回访" "T40" Neither;
    "survey.yearly" "年度满意度调查" "T41" Neither;
    "retention.complaint" "质量投诉档案保存" "T42" More;
    "contact.phone" "接听电话" "T43" Less;
    "contact.mail" "查看邮件" "T43" Less;
    "contact.fax" "查看传真" "T43" Less;
    "contact.respond" "答复来函来电" "T43" Less;
    "contact.on_site" "到场或协商" "T43" Less;
    "warranty.application" "书面质保申请" "T44" Neither;
    "shelf_life.notice" "到期处理通知" "F112" Neither;
    "risk.monthly" "风险和事故分析" "T45" Neither;
    "answer.within" "答复用户" "T46" Less;
    "incident.report" "重大故障和事故报告" "T47" Neither;
    "visit.record" "走访记录" "T49" Neither;
    "staff.change_notice" "维修人员变动通知" "T50" Neither;
    "repair.complete" "修理完成" "第126号令第二十六条" Less;
    "season.repair_main" "作业期内排除整机和主要部件故障" "第126号令第三十三条" Less;
    "season.repair_other" "作业期内排除易损件和其他零部件故障" "第126号令第三十三条" Less;
    "card.reissue" "补发三包凭证" "第126号令第三十七条" Less;
    "parts.supply" "停产后供应配件" "第126号令第十条" More;
    "refusal.risk" "答复用户要求的最后一天" "侵害消费者权益行为处罚办法第八条" Less;
    "remedy.answer" "答复用户的三包要求" "第43号令" Less;
    "remedy.finish" "办结用户的三包要求" "第43号令" Less;
    "retention.sale" "销售记录保存" "农业机械安全监督管理条例第十四条" More;
    "retention.repair" "修理记录保存" "第43号令" More;
    "retention.transfer" "向他人提供个人信息的记录保存" "网络数据安全管理条例第十二条" More;
    "proof.reversed_until" "举证责任倒置到" "消费者权益保护法第二十三条" More;
};

const COVERAGE: &[KeyInfo] = keys! { Coverage:
    "coverage.*" "三包有效期" "T20 T22 T44 附件1" More;
};

const REMEDIES: &[KeyInfo] = keys! { Remedies:
    "remedy.repair_too_long" "修理超过规定时间" "第126号令第二十六、二十七条" Less;
    "remedy.serious_twice" "同一严重质量问题修理后仍出现" "第126号令第二十八、二十九条" Less;
    "remedy.ordinary_twice" "首个作业期同一一般质量问题反复修理" "第126号令第二十八、二十九条" Less;
    "remedy.after_component" "更换部件后同一质量问题又出现" "第126号令第二十八、二十九条" Less;
    "remedy.after_machine" "换货后同一质量问题又出现" "第126号令第二十八、二十九条" Less;
    "remedy.no_same_model" "没有同型号可换" "第126号令第三十一条" Neither;
    "remedy.range_not_told" "未告知适用范围" "第126号令第三十二条" More;
    "remedy.early_return" "售出不久发生性能故障" "1995年规定" More;
    "remedy.early_exchange" "售出不久发生性能故障（换货）" "1995年规定" More;
    "remedy.two_repairs" "修理后仍不能正常使用" "1995年规定" Less;
    "remedy.parts_not_supplied" "因无零配件未能修复" "1995年规定" Less;
    "remedy.repairer_delay" "修理者自身原因延误" "1995年规定" Less;
    "remedy.return_with_fee" "有同型号而用户要求退货" "1995年规定" Neither;
    "remedy.early_component" "主要总成早期故障" "第43号令" More;
    "remedy.same_problem" "同一质量问题反复修理" "第43号令" Less;
    "remedy.cumulative" "累计修理时间过长" "第43号令" Less;
    "remedy.seven_days" "收货不久不合格" "消费者权益保护法第二十四条" More;
    "remedy.still_bad" "新机修理后仍不正常" "P07" Less;
    "remedy.promised_exchange" "约定的包换" "T51 P25" Less;
    "remedy.engine_early" "发动机总成早期故障" "保修卡" More;
    "duty.card_reissue" "补发三包凭证" "第126号令第三十七条" Less;
    "duty.refusal_risk" "处理用户要求" "侵害消费者权益行为处罚办法第八条" Less;
    "duty.answer" "答复退换要求" "第43号令" Less;
    "duty.finish" "办完退换" "第43号令" Less;
    "duty.loaner" "修理期间提供备用车" "第43号令" Less;
};

const FORMULAS: &[KeyInfo] = keys! { Formulas:
    "fee.service" "服务费" "M01 M02" Neither;
    "fee.share_of_sales" "按销售额计服务费" "M03" Neither;
    "fee.per_unit" "定额维修费" "M04" Neither;
    "fee.labour" "工时费" "M05" Neither;
    "fee.on_site" "上门费" "M04" Neither;
    "fee.travel" "上门路费" "M05" Neither;
    "fee.paid_service" "有偿服务费" "M05" Neither;
    "fee.user_fault" "用户责任的工本费" "M06" Neither;
    "fee.part_cap" "维修配件最高售价" "M07" Less;
    "fee.maintenance" "保养合同费" "M17" Neither;
    "freight.stock_return" "库存返厂由经销商承担的费用" "M08 M09 M10" Neither;
    "freight.parts" "配件和旧件运费" "M14" Neither;
    "freight.quality_return" "质量退货费用" "M20" Neither;
    "stock.deemed_sold_amount" "视同已售应付货款" "M11" Neither;
    "settle.deduction" "核销抵扣后的应付货款" "M12" Neither;
    "parts.free_below" "免旧换新的配件金额" "M15" Neither;
    "parts.float" "铺底配件金额" "F62" Neither;
    "paid_service.cash" "小额有偿服务现场收款" "M19" Neither;
    "return.quantity_ok" "实退数量以实际为准" "M21" Neither;
    "install.extra" "安装附加费" "M16" Neither;
    "kpi.revisit" "回访率达标" "N01 N04" Neither;
    "kpi.revisit_month" "当月维修回访率达标" "N04" Neither;
    "kpi.satisfaction" "满意度达标" "N02" Neither;
    "kpi.parts_correct" "配件发货正确率达标" "N03" Neither;
    "kpi.answered" "一日内解决率达标" "T46" Neither;
    "customer.is_key" "重点顾客" "N07" Neither;
    "return.full" "全额退款" "第126号令第三十一、三十二条" More;
    "return.refund" "退货应退金额" "1995年规定 第43号令" More;
    "return.depreciation" "折旧费" "1995年规定" Less;
    "return.use_compensation" "使用补偿费" "第43号令" Less;
    "repair.days" "一次修理占用天数" "第43号令" Neither;
};

const FLAGS: &[KeyInfo] = keys! { Flags:
    "identity.keep" "保存用户身份证号" "个人信息保护法第六、十九条" Neither;
    "old_part.return_required" "三包旧件须返总部" "T08" Neither;
    "old_part.paid_stays_with_user" "收费更换的旧件留给用户" "M07" Neither;
    "old_part.for_new" "以旧换新" "M15" Neither;
    "old_part.destroyed_photo" "现场销毁的旧件须有照片" "F115" Neither;
    "parts.pay_first" "配件款到发货" "T48 M13" Neither;
    "claim.card_in_time" "回执卡逾期不予核销" "T01" Neither;
    "claim.signed_record" "须有用户签字的修理记录" "F04" Neither;
    "claim.old_part" "须有旧件才核销" "F05" Neither;
    "claim.dealer_promise" "经销商额外承诺由总部承担" "P06" Neither;
    "call.refer_to_ho" "可以让用户直接找总部" "P02" Neither;
    "call.file_with_ho" "安排时报技术部备案" "F19" Neither;
    "stock.free_return" "正常买卖可以退货" "P07" Neither;
    "freight.old_part_collect" "保修期外旧电池运费到付" "M14" Neither;
    "payer.four_kinds" "服务分收费、合同、免费、内部四类" "M18" Neither;
    "card.replace_lost" "凭证遗失可以补发" "第126号令第三十七条" More;
    "voucher.needed" "三包须出示凭证" "第43号令" Less;
    "survey.every_call" "每次叫修都调查" "N06" Neither;
    "report.paper_evidence" "纸面报送须有凭证照片" "T11 F47" Neither;
    "report.w01" "月报含维修月报表" "F41" Neither;
    "report.w02" "月报含每月零件更换清单" "F42" Neither;
    "report.w03" "月报含每月销售统计表" "F45" Neither;
    "report.w04" "月报含顾客满意度调查统计表" "F43" Neither;
    "report.w05" "月报含顾客意见统计表" "F44" Neither;
    "report.w06" "月报含三包回执卡返回清单" "F02 F46" Neither;
    "report.w07" "月报含三包旧件返回清单" "F05" Neither;
    "report.w09" "月报含三包费用核销通知书" "F10" Neither;
    "report.w10" "月报含产品售后服务登记表" "F01" Neither;
    "report.w11" "月报含叫修登记簿" "F73" Neither;
    "report.w12" "月报含客户商品进出登记簿" "F77" Neither;
    "report.w13" "月报含技术员工作日报表" "F79 F80" Neither;
    "report.w14" "月报含投诉登记追踪表" "F86 F87" Neither;
    "report.w15" "月报含信息反馈单" "F39" Neither;
    "report.w16" "月报含回访记录及统计表" "F59" Neither;
    "report.w17" "月报含走访记录表" "F35" Neither;
    "report.w18" "月报含配件储备计划表" "F08" Neither;
    "report.w19" "月报含库存产品返厂申请表" "F16" Neither;
    "report.w21" "月报含主要客户档案" "F30" Neither;
    "report.w22" "月报含维修人员名册及变动通知" "F51" Neither;
    "report.w23" "月报含保养合同到期清单" "F65 F82" Neither;
    "report.w24" "月报含维修质量信息反馈单" "F57" Neither;
};

const MONTHS: &[KeyInfo] = keys! { Months:
    "report.w01.month_of" "维修月报表按哪一天归月" "F41 workbooks" Neither;
    "report.w02.month_of" "每月零件更换清单按哪一天归月" "F42 workbooks" Neither;
    "report.w03.month_of" "每月销售统计表按哪一天归月" "F45 workbooks" Neither;
    "report.w06.month_of" "三包回执卡返回清单按哪一天归月" "F02 F46 workbooks" Neither;
    "report.w07.month_of" "三包旧件返回清单按哪一天归月" "F05 workbooks" Neither;
};

/// Prefixes of keys that go on with a class or a region.
const OPEN: [(&str, Section); 2] = [("coverage.", Section::Coverage), ("season.", Section::Seasons)];

/// Every key of the list.
pub fn keys() -> impl Iterator<Item = &'static KeyInfo> {
    [DEADLINES, COVERAGE, REMEDIES, FORMULAS, FLAGS, MONTHS].into_iter().flatten()
}

/// The entry of a key in a section.
pub fn key_info(section: Section, key: &str) -> Option<&'static KeyInfo> {
    let open = OPEN.into_iter().find(|(prefix, of)| *of == section && key.starts_with(prefix));
    let named = |info: &&KeyInfo| info.section == section && (info.key == key || info.key == "coverage.*");
    match open {
        Some((_, Section::Coverage)) => COVERAGE.first(),
        Some(_) => None,
        None => keys().filter(|info| info.key != "coverage.*").find(named),
    }
}

/// Whether rules of a section may have this key (POLICY-5).
pub fn is_known(section: Section, key: &str) -> bool {
    let ident = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.');
    let open = |(prefix, of): &(&str, Section)| *of == section && key.len() > prefix.len() && key.starts_with(prefix);
    let plain = key.len() <= 60 && key.chars().all(ident);
    match section {
        Section::Classes => plain && !key.is_empty(),
        Section::Coverage | Section::Seasons => plain && OPEN.iter().any(open),
        _ => key_info(section, key).is_some(),
    }
}

/// The Chinese name of a key; the key itself where it has none.
pub fn key_name(key: &str) -> &str {
    keys().find(|info| info.key == key).map_or(key, |info| info.zh)
}
