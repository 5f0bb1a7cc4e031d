//! What clerks did.

use std::sync::Arc;

use axum::extract::State;
use maud::html;
use serde::Deserialize;

use super::page::{self, Answer};
use super::{Asked, ROWS, Visitor, blocking, words};
use crate::http::Office;

const HERE: &str = "/console/trail";

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Place {
    before: Option<i64>,
}

pub async fn show(State(office): State<Arc<Office>>, visitor: Visitor, Asked(place): Asked<Place>) -> Answer {
    let acts = blocking(move || Ok(office.store.trail(place.before, ROWS)?)).await?;
    let full = acts.len() == ROWS as usize;
    let last = acts.last().map(|act| act.id.to_string()).filter(|_| full);
    let body = html! {
        div.wide tabindex="0" role="region" aria-label="操作记录" { table {
            thead { tr { th { "时间" } th { "账号" } th { "做了什么" } th { "对象" } th { "说明" } } }
            tbody {
                @for act in &acts {
                    tr {
                        td.code { (words::time(act.at)) }
                        td { (act.clerk) }
                        td { (words::action(&act.action)) }
                        td { (act.about) }
                        td { (act.detail) }
                    }
                }
            }
        } }
        @if let Some(last) = last { p.pager { a href=(page::link(HERE, &[("before", &last)])) { "更早的" } } }
    };
    Ok(page::inside(&visitor, HERE, "操作记录", &body))
}
