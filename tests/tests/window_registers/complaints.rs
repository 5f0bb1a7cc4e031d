//! Complaints in the window: a result the customer refuses and the complaint that follows it, and the hundredth of a month.

use crate::counter::{Counter, PHONE, SERIAL, alone};
use sanbao_tests::clerk::Clerk;
use sanbao_tests::register::Line;
use sanbao_tests::register::Put::{Digit, Pick, Text};
use sanbao_tests::world::{World, machine_now};
use sanbao_tests::{Outcome, programs};
use serde_json::json;

const TITLE: &str = "客户投诉登记反馈表";

/// What is put in of a complaint about a machine that was sold here.
const COMPLAINT: [Line<'_>; 3] =
    [("kind", Pick("服务", "服务")), ("content", Text("修了两次还是异响")), ("demand", Text("要求换机"))];

#[test]
fn a_result_that_is_refused_is_followed_by_the_next_complaint() -> Outcome<()> {
    let Some(counter) = Counter::open("投诉")? else { return Ok(()) };
    let clerk = &counter.clerk;
    clerk.register("客户投诉", TITLE)?;
    clerk.begin_entry(TITLE)?;
    clerk.fill(&[("received_by", Text("张三")), ("customer", Pick("王丹", "王丹"))])?;
    clerk.brought("phone", PHONE)?;
    clerk.fill(&[("unit", Pick("35536", SERIAL))])?;
    clerk.brought("product", "轮式拖拉机")?;
    clerk.fill(&COMPLAINT)?;
    clerk.picture("填好")?;
    let first = clerk.save_entry()?;
    assert_eq!(&first[4..], "01", "the first of its month: {first}");
    clerk.step("登记编号", &[], "已登记")?;
    clerk.step("指派", &[("owner", Text("李四"))], "已指派")?;
    clerk.step("开始调查", &[], "调查中")?;
    let proposal = [
        ("finding", Text("变速箱轴承装配间隙大")),
        ("responsibility", Pick("本店", "本店")),
        ("fix", Text("免费重修")),
    ];
    clerk.step("提出方案", &proposal, "已提方案")?;
    clerk.step("核准", &[("approved_by", Text("王五"))], "已核准")?;
    clerk.step("告知客户", &[("told_on", Text("今")), ("told_way", Digit("1"))], "已告知客户")?;
    clerk.picture("已告知")?;
    let refusal = [("answer", Text("不同意重修")), ("reason", Text("用户坚持换机"))];
    clerk.step_on("客户不认可", &refusal, &format!("登记 {TITLE}"))?;
    // What was said of the customer and the machine comes along, and the first complaint with it.
    clerk.brought("complainant", "王丹")?;
    clerk.brought("content", "修了两次还是异响")?;
    clerk.points("earlier", &first)?;
    clerk.fill(&[("received_by", Text("张三"))])?;
    let second = clerk.save_entry()?;
    assert_eq!(&second[4..], "02", "{second}");
    clerk.told("接在")?;
    clerk.picture("后一张")?;
    clerk.tab_to(&first)?;
    clerk.press()?;
    clerk.state("客户不认可")?;
    clerk.told("后续")?;
    clerk.told(&second)?;
    let on_paper = [first.as_str(), "修了两次还是异响", "变速箱轴承装配间隙大", "免费重修", "不同意重修"];
    counter.handed_out(&on_paper, &["王丹", "修了两次还是异响", "变速箱轴承装配间隙大"])
}

/// E21: the paper has room for two digits, the hundredth has three.
#[test]
fn the_hundredth_complaint_of_a_month_has_a_third_digit() -> Outcome<()> {
    let Some((app, _alone)) = alone("the hundredth complaint") else { return Ok(()) };
    let mut world = World::at(machine_now())?;
    world.call("dealer_save", json!({"code": "HB0732A", "name": "清河惠农农机有限公司", "short_name": "清河惠农"}));
    world.call("principal_save", json!({"code": "HH", "name": "华禾农机", "policy": "S0-farm"}));
    let today = world.call("desk_status", json!({}))["today"].as_str().unwrap_or_default().to_owned();
    for n in 1..100 {
        let values = json!({"received_on": today, "received_by": "张三", "channel": "phone", "market": "domestic",
            "complainant": format!("用户{n}"), "phone": "13800005536", "product": "手扶拖拉机", "kind": "service",
            "severity": "ordinary", "content": "修了两次没修好"});
        world.call("entry_save", json!({"form": "complaint", "principal": "HH", "values": values}));
    }
    world.close();
    let clerk = Clerk::sit_down(&app, world.dir(), &programs::artefacts("第一百张投诉")?)?;
    clerk.register("客户投诉", TITLE)?;
    let month = format!("{}{}", &today[2..4], &today[5..7]);
    clerk.told(&format!("{month}99"))?;
    for n in ["100", "101"] {
        clerk.begin_entry(TITLE)?;
        let typed = [
            ("received_by", Text("张三")),
            ("complainant", Text("赵敏")),
            ("phone", Text("13911112222")),
            ("product", Text("手扶拖拉机")),
            ("kind", Pick("配件", "配件")),
            ("content", Text("等了一个月没到货")),
        ];
        clerk.fill(&typed)?;
        assert_eq!(clerk.save_entry()?, format!("{month}{n}"));
    }
    // It is found by its number, and stands before the ninety-ninth.
    clerk.picture("第一百零一张")?;
    let rows = clerk.rows()?;
    assert!(rows[0].contains(&format!("{month}101")) && rows[1].contains(&format!("{month}100")), "{rows:?}");
    assert!(rows[2].contains(&format!("{month}99")), "{rows:?}");
    assert_eq!(clerk.strokes()?.pointer, 0);
    Ok(())
}
