//! A form that came when its session was over: what was typed goes with the login and is shown after it (CONSOLE-11).
//!
//! Another site may post a form into a browser that has a session, and the cookie stays away then as if it were over.
//! So only a form that says it comes from this very site is kept, and it is sent by a second click of a person who reads it.
//!
//! Absent: forms with files in them, and passwords.

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, html};

use super::{page, words};

/// Bytes of a form that is kept.
const MOST: usize = 128 * 1024;
/// Forms with passwords in them, and those that only end a session.
const NEVER: [&str; 2] = ["/console/password", "/console/logout"];

/// A form's address and its fields as they were sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// Where it was going.
    pub to: String,
    /// Its body, base64.
    pub form: String,
}

/// What a request without a session brings that can be kept.
pub async fn kept(request: Request) -> Option<Kept> {
    let to = request.uri().path().to_owned();
    let headers = request.headers();
    let is_form = header(headers, header::CONTENT_TYPE).starts_with("application/x-www-form-urlencoded");
    if request.method() != Method::POST || !is_form || NEVER.contains(&&*to) || !is_ours(headers) {
        return None;
    }
    let bytes = to_bytes(request.into_body(), MOST).await.ok()?;
    Some(Kept { to, form: STANDARD.encode(bytes) })
}

fn header(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Whether the page that sent it is one of this site.
fn is_ours(headers: &HeaderMap) -> bool {
    let origin = header(headers, header::ORIGIN);
    let host = header(headers, header::HOST);
    !host.is_empty() && origin.split_once("://").is_some_and(|(_, from)| from == host)
}

/// On its way through the login.
pub fn hidden(kept: &Kept) -> Markup {
    html! { @if !kept.form.is_empty() {
        input type="hidden" name="kept" value=(kept.form);
        input type="hidden" name="kept_to" value=(kept.to);
    } }
}

/// After the login: what was typed, and the button that sends it now.
pub fn again(kept: &Kept, csrf: &str) -> Option<Markup> {
    let bytes = STANDARD.decode(&kept.form).ok().filter(|bytes| !bytes.is_empty())?;
    let mut fields: Vec<(String, String)> = serde_urlencoded::from_bytes(&bytes).ok()?;
    fields.retain(|(name, _)| name != "csrf");
    let shown: Vec<_> = fields
        .iter()
        .filter_map(|(name, value)| words::TYPED.iter().find(|(known, _)| known == name).map(|(_, word)| (word, value)))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let body = html! {
        p { "登录过了时间，刚才的表单没有提交。填的内容都在，看过再提交：" }
        dl.facts { @for (word, value) in &shown { dt { (word) } dd.typed { (value) } } }
        form method="post" action=(kept.to) {
            input type="hidden" name="csrf" value=(csrf);
            @for (name, value) in &fields { input type="hidden" name=(name) value=(value); }
            button { "现在提交" }
            " " a href=(page::HOME) { "不提交，回到首页" }
        }
    };
    Some(page::outside("刚才没有提交的表单", &body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    async fn of(to: &str, origin: &str, kind: &str) -> Option<Kept> {
        let request = Request::post(to).header("host", "ho.example:8080").header("content-type", kind);
        kept(request.header("origin", origin).body(Body::from("title=%E9%A2%98")).unwrap()).await
    }

    #[tokio::test]
    async fn console_11_only_a_form_of_this_very_site_is_kept() {
        const FORM: &str = "application/x-www-form-urlencoded";
        let ours = "https://ho.example:8080";
        assert_eq!(of("/console/notices", ours, FORM).await.unwrap().to, "/console/notices");
        for (to, origin, kind) in [
            ("/console/notices", "https://evil.example", FORM),
            ("/console/notices", "null", FORM),
            ("/console/notices", "https://ho.example:8080.evil.example", FORM),
            ("/console/password", ours, FORM),
            ("/console/packs/look", ours, "multipart/form-data; boundary=x"),
        ] {
            assert_eq!(of(to, origin, kind).await, None, "{to} {origin}");
        }
    }
}
