//! The frame of every page, and the pieces pages are made of.

use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use maud::{DOCTYPE, Markup, html};

use super::session::Visitor;
use super::stop::Stop;
use crate::store::clerks::Role;

/// Where a clerk begins.
pub const HOME: &str = "/console/dealers";

/// A page, or the page that says no.
pub type Answer = Result<Markup, Stop>;

/// The places, and from which role on they are shown.
const PLACES: [(&str, &str, Role); 9] = [
    (HOME, "经销商", Role::Reader),
    ("/console/records", "记录", Role::Reader),
    ("/console/lookup", "查回执", Role::Reader),
    ("/console/notices", "下发消息", Role::Clerk),
    ("/console/decide", "下发核定", Role::Clerk),
    ("/console/papers", "总部来文", Role::Reader),
    ("/console/packs", "政策包和日历", Role::Reader),
    ("/console/clerks", "账号", Role::Admin),
    ("/console/trail", "操作记录", Role::Admin),
];

pub async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("style.css"))
}

/// The login's address for somebody who wanted to be elsewhere.
pub fn login_for(next: &str) -> String {
    match next == HOME {
        true => "/console/login".to_owned(),
        false => link("/console/login", &[("next", next)]),
    }
}

/// An address with its filters; empty ones are left out.
pub fn link(path: &str, given: &[(&str, &str)]) -> String {
    let given: Vec<_> = given.iter().filter(|(_, value)| !value.is_empty()).collect();
    match serde_urlencoded::to_string(&given) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

fn bare(title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · 三包服务台总部" }
                link rel="stylesheet" href="/console/style.css";
            }
            body { (body) }
        }
    }
}

/// A page before the login.
pub fn outside(title: &str, body: &Markup) -> Markup {
    bare(title, &html! { main.door { h1 { (title) } (body) } })
}

/// A page that says no.
pub fn stop(sentence: &str) -> Markup {
    outside("没有办成", &html! { p { (sentence) } p { a href=(HOME) { "回到首页" } } })
}

/// A page of somebody logged in; `here` is its place.
pub fn inside(visitor: &Visitor, here: &str, title: &str, body: &Markup) -> Markup {
    bare(
        title,
        &html! {
            a.skip href="#main" { "跳到正文" }
            header.top {
                strong { "三包服务台 · 总部" }
                nav aria-label="目录" {
                    @for (path, name, role) in PLACES {
                        @if visitor.may(role) {
                            a href=(path) aria-current=[(path == here).then_some("page")] { (name) }
                        }
                    }
                }
                div.who {
                    a href="/console/password" aria-current=[(here == "/console/password").then_some("page")] {
                        (visitor.session.clerk) "（" (super::words::role(visitor.session.role)) "）"
                    }
                    (form(visitor, "/console/logout", &html! { button.plain { "退出" } }))
                }
            }
            main #main tabindex="-1" { h1 { (title) } (body) }
        },
    )
}

/// A form that changes something; its token is in it.
pub fn form(visitor: &Visitor, action: &str, body: &Markup) -> Markup {
    html! {
        form method="post" action=(action) {
            input type="hidden" name="csrf" value=(visitor.session.csrf);
            (body)
        }
    }
}

/// A page with a refused form.
pub fn refused(page: Markup) -> axum::response::Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// What a field is, what stands in it, and what is wrong with it. A page that comes back begins at what is wrong.
pub struct Field<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub value: &'a str,
    pub refusal: Option<&'a str>,
}

impl Field<'_> {
    fn frame(&self, control: &Markup) -> Markup {
        html! {
            div.field {
                label for=(self.name) { (self.label) }
                (control)
                @if let Some(refusal) = self.refusal { p.refusal id={ (self.name) "-refusal" } { (refusal) } }
            }
        }
    }

    fn described(&self) -> Option<String> {
        self.refusal.map(|_| format!("{}-refusal", self.name))
    }

    /// One line.
    pub fn line(&self, kind: &str, autocomplete: &str) -> Markup {
        self.frame(&html! {
            input #(self.name) name=(self.name) type=(kind) value=(self.value) autocomplete=(autocomplete)
                autofocus[self.refusal.is_some()] aria-invalid=[self.refusal.map(|_| "true")] aria-describedby=[self.described()];
        })
    }

    /// Several lines.
    pub fn lines(&self) -> Markup {
        self.frame(&html! {
            textarea #(self.name) name=(self.name) rows="6" autofocus[self.refusal.is_some()] aria-invalid=[self.refusal.map(|_| "true")]
                aria-describedby=[self.described()] { (self.value) }
        })
    }

    /// A file to choose.
    pub fn file(&self, accept: &str) -> Markup {
        self.frame(&html! {
            input #(self.name) name=(self.name) type="file" accept=(accept)
                autofocus[self.refusal.is_some()] aria-invalid=[self.refusal.map(|_| "true")] aria-describedby=[self.described()];
        })
    }

    /// One of a list: value and words.
    pub fn pick(&self, choices: &[(&str, &str)]) -> Markup {
        self.frame(&html! {
            select #(self.name) name=(self.name) autofocus[self.refusal.is_some()] aria-invalid=[self.refusal.map(|_| "true")]
                aria-describedby=[self.described()] {
                @for (value, words) in choices {
                    option value=(value) selected[*value == self.value] { (words) }
                }
            }
        })
    }
}

/// A field of a filter: nothing is ever wrong with it.
pub const fn filter<'a>(name: &'a str, label: &'a str, value: &'a str) -> Field<'a> {
    Field { name, label, value, refusal: None }
}

/// What was just done.
pub fn done(sentence: Option<&str>) -> Markup {
    html! { @if let Some(sentence) = sentence { p.done role="status" { (sentence) } } }
}

/// A number, quiet where there is nothing to do.
pub fn count(number: i64, bad: bool) -> Markup {
    html! { td.num { @if bad { span.chip.bad { (number) } } @else { (number) } } }
}

/// A way to the files of a list.
pub fn files(visitor: &Visitor, path: &str, given: &[(&str, &str)]) -> Markup {
    html! {
        @if visitor.may(Role::Clerk) {
            a href=(link(&format!("{path}.xlsx"), given)) { "导出 .xlsx" }
            a href=(link(&format!("{path}.csv"), given)) { "导出 CSV" }
        }
    }
}
