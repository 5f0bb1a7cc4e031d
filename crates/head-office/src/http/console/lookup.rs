//! A receipt by any number somebody reads out on the telephone.

use std::sync::Arc;

use axum::extract::State;
use maud::html;
use serde::Deserialize;

use super::page::{self, Answer, filter};
use super::{Asked, ROWS, Visitor, blocking, records};
use crate::http::Office;

const HERE: &str = "/console/lookup";

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Number {
    number: String,
}

pub async fn show(State(office): State<Arc<Office>>, visitor: Visitor, Asked(asked): Asked<Number>) -> Answer {
    let number = asked.number.trim().to_owned();
    let looked = number.clone();
    let (held, refused) = blocking(move || {
        let (mut held, mut refused) = (Vec::new(), Vec::new());
        if looked.is_empty() {
            return Ok((held, refused));
        }
        for (dealer, record_id) in office.store.look_up(&looked, ROWS)? {
            let revisions = office.store.revisions(&dealer, &record_id)?;
            match revisions.into_iter().next() {
                Some(newest) => held.push(newest.row),
                None => refused.push((dealer, record_id)),
            }
        }
        Ok((held, refused))
    })
    .await?;
    let body = html! {
        form.filters method="get" action=(HERE) role="search" {
            (filter("number", "回执号、单号、出厂编号或记录号", &number).line("search", "off"))
            button { "查" }
        }
        @if !held.is_empty() { (records::table(&held)) }
        @for (dealer, record_id) in &refused {
            p { span.chip.bad { "拒收" } " " a href=(records::of(dealer, record_id)) { (dealer) " " (record_id) } }
        }
        @if !number.is_empty() && held.is_empty() && refused.is_empty() {
            p.empty { "没有这个号。号要完整，一个字也不能少；还没报送的记录这里查不到。" }
        }
    };
    Ok(page::inside(&visitor, HERE, "查回执", &body))
}
