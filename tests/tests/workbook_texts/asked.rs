//! What users said in October: a questionnaire, a card, a revisit that reached its user and one that did not, two opinions.

use sanbao_tests::world::World;
use serde_json::{Value, json};

fn with(mut base: Value, more: Value) -> Value {
    if let (Some(base), Value::Object(more)) = (base.as_object_mut(), more) {
        base.extend(more);
    }
    base
}

/// An entry about a repair.
fn about(world: &World, form: &str, repair: &Value, more: Value) -> Value {
    let from = json!({"kind": "repair", "id": repair});
    let begun = world.call("entry_new", json!({"form": form, "principal": "HH", "from": from}));
    let values = with(begun["values"].clone(), more);
    world.call("entry_save", json!({"form": form, "principal": "HH", "values": values}))
}

fn step(world: &World, entry: &Value, step: &str, values: Value) -> Value {
    world.call("entry_step", json!({"id": entry["id"], "rev": entry["rev"], "step": step, "values": values}))
}

/// `agreed` is a repair whose user agreed that head office is told of him, `silent` one whose user did not.
pub fn written(world: &World, agreed: &Value, silent: &Value) {
    let ratings = json!({"technician": "周师傅", "attitude": 1, "skill": 2, "arrival": 2, "promise": 1, "quality": 3, "overall": 2, "solved": "yes",
        "advice": "=配件快一点"});
    about(world, "survey_task", agreed, ratings);
    let card = about(world, "opinion_card", silent, json!({"technician": "赵师傅"}));
    let card = step(world, &card, "send", json!({"sent_on": "2026-10-15", "sent_way": "post"}));
    step(
        world,
        &card,
        "back",
        json!({"back_on": "2026-10-19", "attitude": 2, "skill": 2, "arrival": 4, "promise": 3, "grievance": "等了两天"}),
    );
    let done = json!({"done_on": "2026-10-18", "way": "phone", "visited_by": "张三", "result": "problem", "rating": 2, "condition": "每天用",
        "problem": "离合器偏重", "measure": "约下周调整"});
    let revisit = about(world, "revisit", agreed, json!({"reason": "repair"}));
    step(world, &revisit, "do", done);
    let revisit = about(world, "revisit", silent, json!({"reason": "repair"}));
    step(world, &revisit, "miss", json!({"done_on": "2026-10-19", "visited_by": "张三", "why_not": "空号"}));
    for (category, day) in [("service", "2026-10-12"), ("parts", "2026-10-16")] {
        let said = json!({"said_on": day, "source": "phone", "customer_name": "李四", "phone": "19900111222", "category": category,
            "severity": "ordinary", "opinion": "等得太久", "model": "HH704"});
        let made = world.call("entry_save", json!({"form": "customer_opinion", "principal": "HH", "values": said}));
        if category == "service" {
            let done = json!({"measure": "加派人手", "result": "已答复", "closed_on": "2026-10-14", "accepted": true});
            step(world, &made, "close", done);
        }
    }
}
