//! Forms with a file in them, and files that are carried from a first look to the second click.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, html};

use super::posted::same;
use super::{Stop, Visitor};
use crate::http::Office;

/// A file as it came.
#[derive(Debug, Clone, Default)]
pub struct File {
    pub name: String,
    pub bytes: Bytes,
}

/// A form with files. There is no other way to its fields than past its token, as with `Posted`.
pub struct Uploaded {
    pub visitor: Visitor,
    fields: HashMap<String, String>,
    files: HashMap<String, File>,
}

impl Uploaded {
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |text| text.trim())
    }

    /// A file that was chosen; none where the field was left empty.
    pub fn file(&self, name: &str) -> Option<&File> {
        self.files.get(name).filter(|file| !file.bytes.is_empty())
    }
}

impl FromRequest<Arc<Office>> for Uploaded {
    type Rejection = Stop;

    async fn from_request(request: Request, office: &Arc<Office>) -> Result<Self, Stop> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, office).await?;
        let sent = Multipart::from_request(Request::from_parts(parts, body), office).await.map_err(|_| Stop::Form)?;
        let (fields, files) = read(sent).await?;
        let token = fields.get("csrf").map(String::as_str).unwrap_or_default();
        match same(token, &visitor.session.csrf) {
            true => Ok(Self { visitor, fields, files }),
            false => Err(Stop::Token),
        }
    }
}

type Parts = (HashMap<String, String>, HashMap<String, File>);

async fn read(mut sent: Multipart) -> Result<Parts, Stop> {
    let (mut fields, mut files) = Parts::default();
    while let Some(part) = sent.next_field().await.map_err(|why| stop(&why))? {
        let name = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(file_name) => {
                let bytes = part.bytes().await.map_err(|why| stop(&why))?;
                files.insert(name, File { name: file_name, bytes });
            }
            None => {
                fields.insert(name, part.text().await.map_err(|why| stop(&why))?);
            }
        }
    }
    Ok((fields, files))
}

fn stop(why: &axum::extract::multipart::MultipartError) -> Stop {
    match why.status() {
        axum::http::StatusCode::PAYLOAD_TOO_LARGE => Stop::TooLarge,
        _ => Stop::Form,
    }
}

/// A form that takes files; its token stands in it.
pub fn form(visitor: &Visitor, action: &str, body: &Markup) -> Markup {
    html! {
        form method="post" action=(action) enctype="multipart/form-data" {
            input type="hidden" name="csrf" value=(visitor.session.csrf);
            (body)
        }
    }
}

/// A file on its way to the second click. A browser rewrites the ends of lines in a hidden text, so it goes as base64.
pub fn carried(name: &str, bytes: &[u8]) -> Markup {
    html! { input type="hidden" name=(name) value=(STANDARD.encode(bytes)); }
}

/// What [`carried`] carries.
pub fn arrived(text: &str) -> Result<Vec<u8>, Stop> {
    STANDARD.decode(text).map_err(|_| Stop::Form)
}
