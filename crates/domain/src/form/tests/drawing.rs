//! A form as text.

use super::fixtures::{complaint, given, values};
use serde_json::json;

#[test]
fn a_picture_shows_fields_states_register_and_what_travels() {
    let drawn = complaint().picture(None);
    for line in [
        "客户投诉登记反馈表（complaint 第 1 版）",
        "编号：年月NN，满了加一位　日期：投诉日期　厂家：必填",
        "  * 投诉人（complainant）：引用用户　带出 电话；可查找",
        "【质量】2 栏，显示条件 kind.quality",
        "      * 数量（qty）：数（千克），1 位小数　不小于 0.1；不大于 99.5",
        "  * 投诉日期（received_on）：日期　不晚于 今天；默认 今天",
        "    上一次投诉（earlier）：引用本表另一份",
        "  已结案（closed，完成，终结）",
        "    指派 → 处理中　可由服务主任、老板；填 承办人；自动写 指派时刻",
        "期限 投诉结案：从「投诉日期」起，到「已结案」，按规则 complaint.close.domestic，accepted 时没有",
        "打印：A4，第一联 存根、第二联 客户，签字：经办人、服务主任",
        "报送总部：保存后，全部栏目",
        "用户没有同意时：投诉人只留姓、电话只留头尾",
    ] {
        assert!(drawn.lines().any(|one| one == line), "{line}\n{drawn}");
    }
}

#[test]
fn with_values_a_picture_shows_what_filling_says() {
    let form = complaint();
    let lines = json!([{"part": "皮带", "qty": 2500, "price": 1001}]);
    let given_values = values(json!({"kind": "quality", "score": 2, "lines": lines, "received_on": "2026-10-19"}));
    let drawn = form.picture(Some(&form.fill(&given_values, &given())));
    for line in [
        "      第 1 行 = 零件 皮带，数量 2.5 千克，单价 10.01，金额 25.03",
        "  * 损失（loss）：金额　必填条件 kind.quality",
        "    满意程度（score）：评分 很满意/满意/一般/不满意　= 满意",
        "    处理经过（words）：多行文字，最多 2000 字　显示条件 not state.received　（现在不显示）",
        "这些内容还不能保存：",
        "  loss：损失没有填",
    ] {
        assert!(drawn.lines().any(|one| one == line), "{line}\n{drawn}");
    }
}
