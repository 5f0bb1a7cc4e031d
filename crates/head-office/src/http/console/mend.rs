//! What may be wrong with a record that is sent back: its fields, and those it lacks.

use serde_json::Value;

use super::words::{FIELDS, GROUPS, Place, of, places};

/// Fields that a record of this kind may lack, and that are sent back for it: a body leaves out what is empty.
const OFTEN_LACKING: [(&str, &[&str]); 2] = [
    (
        "card",
        &[
            "sale.invoice_no",
            "sale.invoice_on",
            "sale.delivered_on",
            "sale.installed_on",
            "sale.price_fen",
            "unit.engine_no",
            "unit.frame_no",
            "unit.produced_on",
            "customer.phone",
            "customer.address",
            "customer.id_no",
            "card.user_signed",
            "card.returned_on",
        ],
    ),
    (
        "repair",
        &[
            "received_on",
            "arrived_on",
            "completed_on",
            "handed_over_on",
            "usage_milli",
            "fault_place",
            "cause",
            "responsibility",
            "method",
            "work",
            "technician",
            "user_signed",
            "unit.engine_no",
            "customer.phone",
        ],
    ),
];

/// What may be wrong with a record: its fields, and those it lacks.
pub fn mendable(kind: &str, body: &Value) -> Vec<Place> {
    if kind == "form_entry" {
        return of_entry(body);
    }
    let mut all = places(body);
    let lacking = OFTEN_LACKING.iter().find(|(of, _)| *of == kind).map_or(&[][..], |(_, paths)| paths);
    for path in lacking {
        if all.iter().all(|place| place.path != *path) {
            let (group, name) = path.rsplit_once('.').map_or(("", *path), |(group, name)| (group, name));
            let name = of(FIELDS, name);
            let label = if group.is_empty() { name.to_owned() } else { format!("{} · {name}", of(GROUPS, group)) };
            all.push(Place { path: (*path).to_owned(), label, shown: "没有填".into() });
        }
    }
    all
}

/// Fields of an entry by the keys its form has, as the desk names them in its own refusals.
fn of_entry(body: &Value) -> Vec<Place> {
    let mut all = Vec::new();
    for field in body["fields"].as_array().into_iter().flatten() {
        let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let path = format!("values.{}", text(field, "key"));
        for (at, row) in field["rows"].as_array().into_iter().flatten().enumerate() {
            for cell in row.as_array().into_iter().flatten() {
                let label = format!("{} 第 {} 行 {}", text(field, "title"), at + 1, text(cell, "title"));
                all.push(Place {
                    path: format!("{path}[{at}].{}", text(cell, "key")),
                    label,
                    shown: text(cell, "text"),
                });
            }
        }
        all.push(Place { path, label: text(field, "title"), shown: text(field, "text") });
    }
    all
}
