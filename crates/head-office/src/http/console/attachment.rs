//! Files of a record: photographs, signatures, workbooks.
//!
//! - FILEPAGE-1 A file is handed out by the record that names it, of the dealer whose record that is, to a clerk and not to a reader, and leaves a line in the trail.
//! - FILEPAGE-2 A picture is shown as the picture its first bytes say it is; everything else is saved, never opened.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value;

use super::page::link;
use super::{Asked, Stop, Visitor, blocking, words};
use crate::http::Office;
use crate::store::clerks::Role;

/// A file a body names.
struct Named {
    sha256: String,
    name: String,
    words: &'static str,
}

impl Named {
    /// Whether the record says it is one; what is handed out as one, its bytes say.
    fn is_picture(&self) -> bool {
        matches!(self.words, "照片" | "签名")
    }
}

/// Every file a body names, in its order.
fn named(body: &Value) -> Vec<Named> {
    let mut found = Vec::new();
    gather(body, &mut found);
    found
}

fn gather(value: &Value, found: &mut Vec<Named>) {
    match value {
        Value::Object(members) => {
            if let Some(sha256) = members.get("sha256").and_then(Value::as_str).filter(|hash| is_hash(hash)) {
                let text = |name: &str| members.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
                let name = [text("name"), text("tag")].into_iter().find(|name| !name.is_empty()).unwrap_or_default();
                let words = match text("kind").as_str() {
                    "photo" => "照片",
                    "signature" => "签名",
                    "paper" => "签字的单据",
                    _ => "文件",
                };
                found.push(Named { sha256: sha256.to_owned(), name, words });
            }
            members.values().for_each(|inner| gather(inner, found));
        }
        Value::Array(all) => all.iter().for_each(|inner| gather(inner, found)),
        _ => {}
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// What a record's page shows of its files.
pub fn section(office: &Office, visitor: &Visitor, dealer: &str, id: &str, body: &Value) -> Result<Markup, Stop> {
    let mut files = Vec::new();
    for file in named(body) {
        let here = office.store.blob(dealer, &file.sha256)?;
        files.push((file, here));
    }
    let path = |sha256: &str| link("/console/file", &[("dealer", dealer), ("id", id), ("sha256", sha256)]);
    Ok(html! {
        @if !files.is_empty() {
            h2 { "附件" }
            ul.files { @for (file, here) in &files { li {
                @let name = format!("{} {}", file.words, file.name);
                @match here {
                    None => span.chip.warn { (name.trim()) "：还没传到" },
                    Some(_) if !visitor.may(Role::Clerk) => { (name.trim()) "：已到，经办以上才能打开" }
                    Some(blob) => {
                        a href=(path(&file.sha256)) {
                            @if file.is_picture() { img src=(path(&file.sha256)) alt=(name.trim()) loading="lazy"; }
                            span { (name.trim()) "（" (blob.size.div_ceil(1024)) " KB）" }
                        }
                    }
                }
            } } }
        }
    })
}

/// The kind of a picture a browser shows; none of anything else.
fn shown_as(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    dealer: String,
    id: String,
    sha256: String,
}

pub async fn show(
    State(office): State<Arc<Office>>,
    visitor: Visitor,
    Asked(wanted): Asked<Wanted>,
) -> Result<Response, Stop> {
    blocking(move || {
        let Wanted { dealer, id, sha256 } = &wanted;
        let bodies = office.store.revisions(dealer, id)?;
        let named = bodies.iter().filter_map(|one| serde_json::from_str(&one.body).ok()).flat_map(|body| named(&body));
        let file = named.into_iter().find(|file| file.sha256 == *sha256).ok_or(Stop::NotFound)?;
        office.store.blob(dealer, sha256)?.ok_or(Stop::NotFound)?;
        let bytes = office.files.read(&*office.store, dealer, sha256)?;
        let about = format!("{dealer} {id}");
        office.store.note(&visitor.deed("file", &about, sha256), office.now())?;
        handed_out(&file, bytes)
    })
    .await
}

fn handed_out(file: &Named, bytes: Vec<u8>) -> Result<Response, Stop> {
    let picture = shown_as(&bytes);
    let name = if file.name.is_empty() { file.words } else { &file.name };
    let how = if picture.is_some() { "inline" } else { "attachment" };
    let mut response = ([(header::CONTENT_TYPE, picture.unwrap_or("application/octet-stream"))], bytes).into_response();
    let saved_as =
        HeaderValue::from_str(&format!("{how}; {}", words::file_name(name))).map_err(|why| Stop::broken(&why))?;
    response.headers_mut().insert(header::CONTENT_DISPOSITION, saved_as);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filepage_2_only_a_picture_is_shown_as_one() {
        assert_eq!(shown_as(b"\xff\xd8\xff\xe0rest"), Some("image/jpeg"));
        for other in [&b"<svg xmlns"[..], b"%PDF-1.7", b"PK\x03\x04", b"", b"<html>"] {
            assert_eq!(shown_as(other), None);
        }
    }
}
