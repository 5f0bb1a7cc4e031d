//! Ten registers filled, taken on, printed and put into a file, each of other fields: ratings, a signature, photographs,
//! money, rows, records looked for, answers that ask for more.

use crate::counter::{Counter, PHONE, SERIAL, photograph};
use sanbao_tests::Outcome;
use sanbao_tests::register::Line;
use sanbao_tests::register::Put::{Digit, Pick, Row, Text};

/// The customer, by a search in the archive.
const CUSTOMER: Line<'_> = ("customer", Pick("王丹", "王丹"));
const MAKER: Line<'_> = ("principal", Pick("HH", "华禾农机"));
const MACHINE: Line<'_> = ("unit", Pick("35536", SERIAL));

#[test]
fn an_opinion_card_is_sent_comes_back_and_is_reckoned() -> Outcome<()> {
    let Some(counter) = Counter::open("意见卡")? else { return Ok(()) };
    let clerk = &counter.clerk;
    clerk.register("意见调查卡", "客户意见调查卡")?;
    clerk.begin_entry("客户意见调查卡")?;
    clerk.fill(&[CUSTOMER])?;
    clerk.brought("phone", PHONE)?;
    clerk.fill(&[("technician", Text("周师傅")), ("completed_on", Text("今"))])?;
    clerk.picture("填好")?;
    clerk.save_entry()?;
    clerk.step("寄出", &[("sent_on", Text("今")), ("sent_way", Digit("2"))], "已寄出")?;
    let card = [
        ("back_on", Text("今")),
        ("attitude", Digit("1")),
        ("skill", Digit("2")),
        ("arrival", Digit("1")),
        ("promise", Digit("3")),
        ("suggestion", Text("配件备足一点")),
        ("grievance", Text("约好上午，下午才到")),
    ];
    clerk.step("收回登记", &card, "已收回")?;
    clerk.signed("王丹", &photograph())?;
    let said = ["王丹", PHONE, "周师傅", "85", "配件备足一点", "约好上午，下午才到"];
    counter.handed_out(&said, &["王丹", "周师傅", "85"])
}

#[test]
fn a_survey_of_ratings_is_taken_back() -> Outcome<()> {
    let Some(counter) = Counter::open("问卷")? else { return Ok(()) };
    let clerk = &counter.clerk;
    clerk.register("满意度调查表", "顾客满意度调查表")?;
    clerk.begin_entry("顾客满意度调查表")?;
    clerk.fill(&[("period", Text("2026年第三季度")), CUSTOMER])?;
    clerk.brought("customer_name", "王丹")?;
    let asked =
        [("class", Digit("1")), ("department", Digit("3")), ("filled_by", Text("刘工")), ("weak", Text("配件到得慢"))];
    clerk.fill(&asked)?;
    let first = clerk.save_entry()?;
    clerk.step("发出", &[("sent_on", Text("今"))], "已发出")?;
    let marks = [
        "design_function",
        "design_fit",
        "design_looks",
        "quality_making",
        "quality_reliable",
        "quality_stable",
        "delivery_date",
        "delivery_quantity",
        "delivery_packing",
        "service_reply",
        "service_skill",
        "service_manner",
        "price_goods",
        "price_parts",
        "price_service",
        "rival_quality",
        "rival_service",
        "rival_price",
        "loyal_buy",
        "loyal_service",
        "loyal_recommend",
    ];
    let marked = marks.iter().map(|key| (*key, Digit(if *key == "price_parts" { "3" } else { "2" })));
    let back: Vec<Line<'_>> = std::iter::once(("back_on", Text("今"))).chain(marked).collect();
    // The next one of this customer is planned at once, counted from this one.
    clerk.step_on("收回登记", &back, "登记 顾客满意度调查表")?;
    clerk.points("earlier", &first)?;
    clerk.fill(&[("period", Text("2026年第四季度"))])?;
    clerk.save_entry()?;
    clerk.tab_to(&first)?;
    clerk.press()?;
    clerk.state("已收回")?;
    // Seventeen of eighteen are content; how loyal somebody is counts by itself.
    counter
        .handed_out(&["王丹", "2026年第三季度", "重点顾客", "94.4", "配件到得慢"], &["王丹", "2026年第三季度", "94.4"])
}

#[test]
fn a_revisit_with_a_problem_opens_the_next_one() -> Outcome<()> {
    let Some(counter) = Counter::open("回访")? else { return Ok(()) };
    let clerk = &counter.clerk;
    clerk.register("回访记录", "回访记录")?;
    clerk.begin_entry("回访记录")?;
    clerk.fill(&[("reason", Digit("2")), CUSTOMER])?;
    clerk.brought("phone", PHONE)?;
    clerk.fill(&[MACHINE])?;
    clerk.brought("serial_no", SERIAL)?;
    clerk.fill(&[("last_on", Text("今"))])?;
    let first = clerk.save_entry()?;
    let told = [
        ("done_on", Text("今")),
        ("way", Digit("1")),
        ("visited_by", Text("张三")),
        ("condition", Text("已耕三百亩")),
        ("rating", Digit("2")),
        ("result", Digit("2")),
        ("problem", Text("离合器分离不清")),
        ("measure", Text("明天上门调整")),
    ];
    clerk.step_on("记下回访", &told, "登记 回访记录")?;
    clerk.brought("serial_no", SERIAL)?;
    let second = clerk.save_entry()?;
    assert_ne!(first, second);
    clerk.told(&first)?;
    clerk.tab_to(&first)?;
    clerk.press()?;
    clerk.state("已回访")?;
    counter.handed_out(
        &["王丹", "离合器分离不清", "明天上门调整", "已耕三百亩"],
        &["王丹", "离合器分离不清", "明天上门调整"],
    )
}

#[test]
fn a_visit_is_planned_made_and_written_down() -> Outcome<()> {
    let Some(counter) = Counter::open("走访")? else { return Ok(()) };
    let clerk = &counter.clerk;
    clerk.register("走访记录", "顾客走访记录表")?;
    clerk.begin_entry("顾客走访记录表")?;
    clerk.fill(&[CUSTOMER])?;
    clerk.brought("phone", PHONE)?;
    clerk.fill(&[("class", Digit("1")), ("why", Digit("4"))])?;
    let first = clerk.save_entry()?;
    let made = [
        ("visited_at", Text("今")),
        ("visited_at.time", Text("0830")),
        ("visitor", Text("李主任")),
        ("with", Text("周师傅")),
        ("met", Text("王丹本人")),
    ];
    clerk.step_on("走访完成", &made, "登记 顾客走访记录表")?;
    clerk.points("earlier", &first)?;
    clerk.save_entry()?;
    clerk.tab_to(&first)?;
    clerk.press()?;
    clerk.state("待填写")?;
    let written = [("condition", Text("两台都在用")), ("opinion", Text("希望秋收前检修一次")), ("rating", Digit("1"))];
    clerk.step("填写记录", &written, "意见待处理")?;
    clerk.photograph(&photograph())?;
    clerk.signed("王丹", &photograph())?;
    counter.handed_out(
        &["王丹本人", "两台都在用", "希望秋收前检修一次", "08:30", "很满意"],
        &["王丹", "希望秋收前检修一次", "李主任"],
    )
}

#[test]
fn a_measure_for_what_comes_again_asks_how_often_it_came() -> Outcome<()> {
    let Some(counter) = Counter::open("纠正预防")? else { return Ok(()) };
    let clerk = &counter.clerk;
    clerk.register("纠正和预防", "纠正和预防措施处理单")?;
    clerk.begin_entry("纠正和预防措施处理单")?;
    let typed = [
        ("raised_by", Text("张三")),
        ("product", Text("手扶拖拉机")),
        ("from", Pick("重复", "重复故障")),
        ("recurring", Digit("1")),
        ("problem", Text("同一批油封漏油")),
        ("department", Text("配件部")),
        ("owner", Text("李四")),
    ];
    clerk.fill(&typed)?;
    clerk.window.chord(&[sanbao_tests::webdriver::key::CONTROL], "s")?;
    clerk.told("已出现次数没有填")?;
    clerk.at("times")?;
    clerk.picture("次数没有填")?;
    clerk.fill(&[("times", Text("3"))])?;
    clerk.save_entry()?;
    let plan = [
        ("cause", Text("供货批次换了材料")),
        ("correction", Text("已装的全部换下")),
        ("prevention", Text("到货抽检硬度")),
        ("due_on", Text("2027-01-15")),
    ];
    clerk.step("定措施", &plan, "措施已定")?;
    let said = ["同一批油封漏油", "3次", "供货批次换了材料", "到货抽检硬度", "重复故障"];
    counter.handed_out(&said, &["同一批油封漏油", "配件部", "李四"])
}

#[test]
fn what_head_office_must_know_the_same_day_goes_with_its_photograph() -> Outcome<()> {
    let Some(counter) = Counter::open("信息反馈")? else { return Ok(()) };
    let clerk = &counter.clerk;
    clerk.register("信息反馈", "信息反馈单")?;
    clerk.begin_entry("信息反馈单")?;
    clerk.fill(&[MAKER, ("reporter", Text("张三")), MACHINE])?;
    clerk.brought("model", "HH704")?;
    let typed = [
        ("stage", Digit("4")),
        ("affected", Text("25")),
        ("kind", Pick("发动机", "发动机")),
        ("problem", Text("缸盖结合面渗水")),
        ("measure", Text("先停止发机")),
    ];
    clerk.fill(&typed)?;
    clerk.save_entry()?;
    clerk.photograph(&photograph())?;
    clerk.step("报送总部", &[("sent_on", Text("今")), ("sent_way", Digit("2"))], "已报总部")?;
    counter.handed_out(&[SERIAL, "缸盖结合面渗水", "先停止发机", "25台", "发动机"], &["HH704", "缸盖结合面渗水", "25"])
}

#[test]
fn a_plan_of_parts_is_written_row_by_row_and_added_up() -> Outcome<()> {
    let Some(counter) = Counter::open("储备计划")? else { return Ok(()) };
    let clerk = &counter.clerk;
    clerk.register("储备计划", "配件储备计划")?;
    clerk.begin_entry("配件储备计划")?;
    let head = [
        MAKER,
        ("season", Text("秋收")),
        ("season_on", Text("2027-09-01")),
        ("made_by", Text("张三")),
        ("machines", Text("HH704 在用四十台")),
        ("lines", Row),
        ("lines[0].part", Pick("055665", "055665")),
    ];
    clerk.fill(&head)?;
    clerk.brought("lines[0].name", "轴承 6206")?;
    let first = [
        ("lines[0].kind", Digit("2")),
        ("lines[0].in_stock", Text("3")),
        ("lines[0].planned", Text("12")),
        ("lines", Row),
        ("lines[1].part", Pick("006396", "006396")),
    ];
    clerk.fill(&first)?;
    clerk.brought("lines[1].name", "转向油缸")?;
    clerk.fill(&[("lines[1].kind", Digit("1")), ("lines[1].planned", Text("4"))])?;
    // Twelve bearings of 88 yuan and four cylinders of 1,137 yuan.
    clerk.told("5,604.00")?;
    clerk.picture("填好")?;
    clerk.save_entry()?;
    clerk.step("报总部", &[("sent_on", Text("今"))], "已报总部")?;
    let said = ["秋收", "轴承6206", "055665", "转向油缸", "¥1,056.00", "¥4,548.00", "¥5,604.00"];
    counter.handed_out(&said, &["秋收", "5604"])
}

#[test]
fn a_machine_that_was_taken_apart_goes_back_at_our_cost() -> Outcome<()> {
    let Some(counter) = Counter::open("返厂")? else { return Ok(()) };
    let clerk = &counter.clerk;
    clerk.register("返厂申请", "库存产品返厂申请表")?;
    clerk.begin_entry("库存产品返厂申请表")?;
    let typed = [
        MAKER,
        ("product", Text("谷物联合收割机")),
        ("model", Text("4LZ-6.0P")),
        ("serial_no", Text("HH25D00717")),
        ("received_on", Text("2025-03-02")),
        ("seasons", Text("1")),
        ("reason", Digit("2")),
        ("responsibility", Digit("2")),
        ("condition", Text("割台缺一侧护罩")),
        ("missing", Text("液压泵一台")),
        ("freight", Text("350")),
        ("restore", Text("120.5")),
    ];
    clerk.fill(&typed)?;
    clerk.told("470.50")?;
    clerk.save_entry()?;
    clerk.photograph(&photograph())?;
    clerk.step("总部同意", &[("answered_on", Text("今")), ("answer", Digit("1"))], "总部同意")?;
    let said = ["HH25D00717", "割台缺一侧护罩", "液压泵一台", "¥350.00", "¥470.50", "本店拆件"];
    counter.handed_out(&said, &["HH25D00717", "本店拆件", "470.5"])
}

#[test]
fn a_contract_of_several_machines_costs_what_its_rows_say() -> Outcome<()> {
    let Some(counter) = Counter::open("保养合同")? else { return Ok(()) };
    let clerk = &counter.clerk;
    clerk.register("保养合同", "商品保养合同")?;
    clerk.begin_entry("商品保养合同")?;
    clerk.fill(&[CUSTOMER])?;
    clerk.brought("phone", PHONE)?;
    let typed = [
        ("contact", Text("刘玉梅")),
        ("paper_no", Text("BY-2026-07")),
        ("to_on", Text("2027-11-22")),
        ("visits", Text("4")),
        ("lines", Row),
        ("lines[0].site", Text("东院机库")),
        ("lines[0].product", Text("轮式拖拉机")),
        ("lines[0].units", Text("3")),
        ("lines[0].rate", Text("1200")),
        ("lines", Row),
        ("lines[1].site", Text("西河泵站")),
        ("lines[1].product", Text("潜水泵")),
        ("lines[1].units", Text("2")),
        ("lines[1].rate", Text("350.5")),
    ];
    clerk.fill(&typed)?;
    clerk.told("4,301.00")?;
    clerk.picture("填好")?;
    clerk.save_entry()?;
    clerk.step("签订", &[], "执行中")?;
    let said = ["刘玉梅", "BY-2026-07", "东院机库", "西河泵站", "¥701.00", "¥4,301.00"];
    counter.handed_out(&said, &["王丹", "4301"])
}
