//! A dealer's machines: enrolled, seen, revoked.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use wire::enrol::Invite;

use super::page::{self, Answer, Field, HOME, link};
use super::{Posted, Stop, Visitor, blocking, dealer, session, words};
use crate::enrolment::fresh_code;
use crate::http::Office;
use crate::store::clerks::Role;
use crate::store::{Device, StoreError};

/// A code is good for this long.
const MINUTES: i64 = 15;

/// `codes`: when those end that nobody used yet; `key`: what receipts are signed with, to be read to dealers over the telephone.
pub fn section(visitor: &Visitor, code: &str, devices: &[Device], codes: &[i64], key: &[u8]) -> Markup {
    html! {
        h2 { "设备" }
        @if devices.is_empty() { p.empty { "还没有设备。管理员发一次性代码，经销商在「设置 → 厂家与总部」里输入。" } }
        @else {
            div.wide tabindex="0" role="region" aria-label="设备" {
                table {
                    thead { tr { th { "名称" } th { "登记时间" } th { "最近联系" } th.num { "消息取到" } th { "状态" } th { "操作" } } }
                    tbody { @for device in devices { (row(visitor, device)) } }
                }
            }
        }
        @if !codes.is_empty() {
            p { "还没用的一次性代码：" @for (at, end) in codes.iter().enumerate() {
                @if at > 0 { "、" } (words::civil(*end).format("%H:%M")) " 到期"
            } }
        }
        details {
            summary { "总部密钥指纹" }
            p.code { (wire::hash::spoken(key)) }
            p { "经销商登记后打电话来核对：本机「设置 → 厂家与总部」上的指纹和这里每一组都要相同。" }
        }
        @if visitor.may(Role::Admin) {
            (page::form(visitor, "/console/enrol-code", &html! {
                input type="hidden" name="dealer" value=(code);
                button { "发一次性代码" }
            }))
        }
    }
}

fn row(visitor: &Visitor, device: &Device) -> Markup {
    html! {
        tr {
            td { (device.name) }
            td { (words::time(device.enrolled_at)) }
            td { (device.seen_at.map_or_else(|| "从未".into(), words::time)) }
            td.num { "第 " (dealer::place(device)) " 条" }
            td {
                @if let Some(at) = device.revoked_at { span.chip.bad { "已停用 " (words::time(at)) } }
                @else { span.chip { "在用" } }
            }
            td {
                @if visitor.may(Role::Admin) && device.revoked_at.is_none() {
                    details {
                        summary { "停用" }
                        p { "停用后不能恢复，要重新登记。它还没报送的记录不会丢。" }
                        (page::form(visitor, "/console/revoke", &html! {
                            input type="hidden" name="device" value=(device.device_id);
                            button.danger { "停用「" (device.name) "」" }
                        }))
                    }
                }
            }
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct ForDealer {
    dealer: String,
}

pub async fn enrol_code(State(office): State<Arc<Office>>, headers: HeaderMap, sent: Posted<ForDealer>) -> Answer {
    let url = session::address(&headers);
    blocking(move || {
        let Posted { visitor, form } = sent;
        let now = office.now();
        let deed = visitor.deed("enrol_code", &form.dealer, "");
        let code = fresh_code(&*office.store, &office.keys, &form.dealer, (now, MINUTES), Some(&deed))?;
        let news = html! {
            div.done role="status" {
                p { "一次性代码，" (MINUTES) " 分钟内有效（" (words::civil(now + MINUTES * 60_000).format("%H:%M")) " 到期），只能登记一台设备：" }
                p.big { (code) }
                @if let Some(url) = url {
                    p { "连地址一整行，发给经销商粘进「登记总部」的任一格：" }
                    p.code { (Invite { url, code: code.clone() }.show()) }
                }
                p { "离开这一页后看不到它，需要时再发一个。" }
            }
        };
        dealer::dealer(&office, &visitor, &form.dealer, &news)
    })
    .await
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct OneDevice {
    device: String,
}

pub async fn revoke(State(office): State<Arc<Office>>, sent: Posted<OneDevice>) -> Result<Redirect, Stop> {
    blocking(move || {
        let Posted { visitor, form } = sent;
        let now = office.now();
        let device = office.store.device(&form.device)?.ok_or(Stop::NotFound)?;
        let about = format!("{} {}", device.dealer, device.name);
        office.store.revoke(&form.device, now, Some(&visitor.deed("revoke", &about, &form.device)))?;
        Ok(Redirect::to(&link("/console/dealer", &[("code", &device.dealer), ("done", "revoked")])))
    })
    .await
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct NewDealer {
    code: String,
    name: String,
}

pub async fn new_dealer(visitor: Visitor) -> Answer {
    Ok(dealer_form(&visitor, &NewDealer::default(), None))
}

fn dealer_form(visitor: &Visitor, given: &NewDealer, refusal: Option<&(&str, String)>) -> Markup {
    let said = |name: &str| refusal.filter(|(at, _)| *at == name).map(|(_, sentence)| sentence.as_str());
    let fields = html! {
        (Field { name: "code", label: "代码", value: &given.code, refusal: said("code") }.line("text", "off"))
        (Field { name: "name", label: "名称", value: &given.name, refusal: said("name") }.line("text", "off"))
        button { "登记" }
    };
    page::inside(visitor, HOME, "登记经销商", &page::form(visitor, "/console/new-dealer", &fields))
}

pub async fn add_dealer(State(office): State<Arc<Office>>, sent: Posted<NewDealer>) -> Result<Response, Stop> {
    blocking(move || {
        let Posted { visitor, form } = sent;
        let (code, name, now) = (form.code.trim(), form.name.trim(), office.now());
        if let Some(known) = office.store.dealers()?.into_iter().find(|(known, _)| known == code) {
            let taken = ("code", format!("这个代码已是「{}」，请换一个。", known.1));
            return Ok(page::refused(dealer_form(&visitor, &form, Some(&taken))));
        }
        if let Err(e) = office.store.add_dealer(code, name, now, Some(&visitor.deed("dealer", code, name))) {
            return refused_dealer(&visitor, &form, e);
        }
        Ok(Redirect::to(&link("/console/dealer", &[("code", code), ("done", "added")])).into_response())
    })
    .await
}

fn refused_dealer(visitor: &Visitor, form: &NewDealer, e: StoreError) -> Result<Response, Stop> {
    let refusal = match e {
        StoreError::TooLong { what, most } => (what, format!("最多 {most} 个字，请写短一些。")),
        StoreError::NotPlain(text) if text == form.code.trim() => ("code", "请填代码，不能有换行。".to_owned()),
        StoreError::NotPlain(_) => ("name", "请填名称，不能有换行。".to_owned()),
        other => return Err(other.into()),
    };
    Ok(page::refused(dealer_form(visitor, form, Some(&refusal))))
}
