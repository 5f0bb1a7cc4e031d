//! Fields as head office names them on the wire, in the words of the forms.

/// The Chinese name of a field; one that nobody here knows is not shown at all.
pub(crate) fn field_zh(field: &str) -> Option<&'static str> {
    Some(match field.rsplit('.').next().unwrap_or_default() {
        "sold_on" => "销售日期",
        "invoice_no" => "发票号",
        "invoice_on" => "开票日期",
        "delivered_on" => "交付日期",
        "installed_on" => "安装日期",
        "price_fen" => "价格",
        "outlet" => "分销网点",
        "seller" => "经办人",
        "serial" => "出厂编号",
        "model" => "机型",
        "product" => "产品名称",
        "engine_no" => "发动机号",
        "frame_no" => "车架号",
        "produced_on" => "出厂日期",
        "name" => "姓名",
        "phone" => "电话",
        "address" => "地址",
        "id_no" => "身份证号",
        "user_signed" => "用户签字",
        "returned_on" => "收回日期",
        "due_on" => "期限",
        "reported_on" => "报修日期",
        "received_on" => "送修日期",
        "arrived_on" => "到达日期",
        "completed_on" => "完工日期",
        "handed_over_on" => "交还日期",
        "usage_milli" => "使用量",
        "in_warranty" => "保内保外",
        "payer" => "付费方",
        "fault" => "故障现象",
        "fault_place" => "故障部位",
        "cause" => "故障原因",
        "responsibility" => "责任归属",
        "method" => "处理方式",
        "work" => "修理项目",
        "technician" => "维修人员",
        "labour_fen" => "工时费",
        "material_fen" => "材料费",
        "travel_fen" => "交通费",
        "other_fen" => "其他费用",
        "parts" => "零件",
        "code" => "零件编码",
        "qty_milli" => "数量",
        "tag_no" => "旧件标签号",
        "waybill_no" => "运单号",
        "carrier" => "承运单位",
        "boxes" => "箱数",
        "no" => "编号",
        "principal" => "厂家",
        _ => return None,
    })
}

/// Head office's words with the field it names, where they do not name it themselves.
pub(crate) fn with_field(words: String, field: Option<&str>) -> String {
    match field.and_then(field_zh).filter(|name| !words.contains(name)) {
        Some(name) => format!("{words}（{name}）"),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::field_zh;

    #[test]
    fn a_field_is_said_in_the_words_of_the_form() {
        assert_eq!(["unit.engine_no", "engine_no", "hash"].map(field_zh), [Some("发动机号"), Some("发动机号"), None]);
    }
}
