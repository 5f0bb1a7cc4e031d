//! Accounts of the console: who has one, and in which role.
//!
//! - CLERKPAGE-1 A new password is made by the program, shown once, and never kept but as its hash.
//! - CLERKPAGE-2 Nobody changes their own role or takes their own account away: an admin is always left.
//! - CLERKPAGE-3 A name that is taken is not taken over: adding one that is there changes nothing.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::page::{self, Answer, Field};
use super::{Asked, Posted, Stop, Visitor, blocking, posted, words};
use crate::http::Office;
use crate::passwords;
use crate::store::StoreError;
use crate::store::clerks::{Clerk, Deed, Role};

const HERE: &str = "/console/clerks";
/// Letters of a name.
const MOST: usize = 30;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Done {
    done: String,
}

/// What every form of the page sends.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Change {
    once: String,
    name: String,
    role: String,
}

type Refusal = (&'static str, String);

pub async fn show(State(office): State<Arc<Office>>, visitor: Visitor, Asked(done): Asked<Done>) -> Answer {
    let said = match done.done.as_str() {
        "role" => Some("角色已改，这个账号在各处都已退出，下次登录生效。"),
        "left" => Some("账号已停用，各处都已退出。他做过的都还记着。"),
        _ => None,
    };
    blocking(move || list(&office, &visitor, &Change::default(), None, &page::done(said))).await
}

fn list(office: &Office, visitor: &Visitor, given: &Change, refusal: Option<&Refusal>, news: &Markup) -> Answer {
    let said = |name: &str| refusal.filter(|(at, _)| *at == name).map(|(_, sentence)| sentence.as_str());
    let all = office.store.clerks()?;
    let body = html! {
        (news)
        @if let Some(sentence) = said("row") { p.refusal role="alert" { (sentence) } }
        div.wide tabindex="0" role="region" aria-label="账号" {
            table {
                thead { tr { th { "账号" } th { "角色" } th { "开户时间" } th { "状态" } th { "操作" } } }
                tbody { @for (at, clerk) in all.iter().enumerate() { (row(visitor, clerk, at)?) } }
            }
        }
        h2 { "开账号" }
        (page::form(visitor, "/console/clerks/add", &html! {
            (posted::once()?)
            (Field { name: "name", label: "账号（登录用的名字）", value: &given.name, refusal: said("name") }.line("text", "off"))
            (Field { name: "role", label: "角色", value: &given.role, refusal: said("role") }.pick(&words::ROLES))
            button { "开账号" }
            p.quiet { "密码由程序生成，只显示一次；本人登录后自己改。" }
        }))
    };
    Ok(page::inside(visitor, HERE, "账号", &body))
}

fn row(visitor: &Visitor, clerk: &Clerk, at: usize) -> Answer {
    Ok(html! { tr {
        td { (clerk.name) @if clerk.name == visitor.session.clerk { "（自己）" } }
        td { (words::role(clerk.role)) }
        td { (words::time(clerk.created_at)) }
        td {
            @if let Some(at) = clerk.left_at { span.chip.bad { "已停用 " (words::time(at)) } }
            @else { span.chip { "在用" } }
        }
        td {
            @if clerk.name == visitor.session.clerk { a href="/console/password" { "改密码" } }
            @else if clerk.left_at.is_none() { (changes(visitor, clerk, at)?) }
        }
    } })
}

fn changes(visitor: &Visitor, clerk: &Clerk, at: usize) -> Answer {
    let hidden = html! { (posted::once()?) input type="hidden" name="name" value=(clerk.name); };
    let id = format!("role-{at}");
    Ok(html! {
        details {
            summary { "改「" (clerk.name) "」" }
            (page::form(visitor, "/console/clerks/role", &html! {
                (hidden)
                label for=(id) { "角色" }
                select #(id) name="role" {
                    @for (value, name) in words::ROLES { option value=(value) selected[value == clerk.role.word()] { (name) } }
                }
                button.plain { "改角色" }
            }))
            (page::form(visitor, "/console/clerks/password", &html! { (hidden) button.plain { "重设密码" } }))
            (page::form(visitor, "/console/clerks/leave", &html! { (hidden) button.danger { "停用账号" } }))
        }
    })
}

/// A password is shown on the page that made it, and nowhere after.
fn shown(office: &Office, visitor: &Visitor, name: &str, password: &str) -> Answer {
    let news = html! {
        div.done role="status" {
            p { "「" (name) "」的密码，请交给本人：" }
            p.big { (password) }
            p { "离开这一页后看不到它，需要时再重设一个。" }
        }
    };
    list(office, visitor, &Change::default(), None, &news)
}

fn role_of(form: &Change) -> Result<Role, Refusal> {
    Role::of(&form.role).ok_or(("role", "请选一个角色。".to_owned()))
}

fn name_refusal(office: &Office, name: &str) -> Result<Option<Refusal>, Stop> {
    if !wire::sign::is_plain(name) {
        return Ok(Some(("name", "请填账号，不能有换行。".into())));
    }
    if name.chars().count() > MOST {
        return Ok(Some(("name", format!("最多 {MOST} 个字，请写短一些。"))));
    }
    let known = office.store.clerks()?.into_iter().find(|clerk| clerk.name == name);
    Ok(known.map(|clerk| {
        let how = if clerk.left_at.is_some() { "已经停用的账号" } else { "在用的账号" };
        ("name", format!("「{name}」是{how}，请换一个名字。"))
    }))
}

fn refused(office: &Office, visitor: &Visitor, form: &Change, refusal: &Refusal) -> Result<Response, Stop> {
    Ok(page::refused(list(office, visitor, form, Some(refusal), &page::done(None))?))
}

pub async fn add(State(office): State<Arc<Office>>, sent: Posted<Change>) -> Result<Response, Stop> {
    let _turn = office.console.hashing.acquire().await.map_err(|e| Stop::broken(&e))?;
    let at = office.clone();
    blocking(move || {
        let Posted { visitor, form } = sent;
        let name = form.name.trim();
        let role = match (name_refusal(&at, name)?, role_of(&form)) {
            (Some(refusal), _) | (None, Err(refusal)) => return refused(&at, &visitor, &form, &refusal),
            (None, Ok(role)) => role,
        };
        let password = passwords::fresh()?;
        let once = posted::once_key(&form.once, &["clerk_add", name]);
        let deed = Deed { once: once.as_deref(), ..visitor.deed("clerk_add", name, words::role(role)) };
        let done = at.store.put_clerk(name, role, &passwords::hash(&password)?, at.now(), Some(&deed)).map(|()| true);
        made(&at, &visitor, name, &password, done)
    })
    .await
}

pub async fn password(State(office): State<Arc<Office>>, sent: Posted<Change>) -> Result<Response, Stop> {
    let _turn = office.console.hashing.acquire().await.map_err(|e| Stop::broken(&e))?;
    let at = office.clone();
    blocking(move || {
        let Posted { visitor, form } = sent;
        if form.name == visitor.session.clerk {
            return Ok(Redirect::to("/console/password").into_response());
        }
        let password = passwords::fresh()?;
        let once = posted::once_key(&form.once, &["clerk_password", &form.name]);
        let deed = Deed { once: once.as_deref(), ..visitor.deed("clerk_password", &form.name, "") };
        let done = at.store.set_password(&form.name, &passwords::hash(&password)?, at.now(), Some(&deed));
        made(&at, &visitor, &form.name, &password, done)
    })
    .await
}

/// The page with the password that counts from now on.
fn made(
    office: &Office,
    visitor: &Visitor,
    name: &str,
    password: &str,
    done: Result<bool, StoreError>,
) -> Result<Response, Stop> {
    match done {
        Ok(true) => Ok(shown(office, visitor, name, password)?.into_response()),
        Ok(false) => Err(Stop::NotFound),
        // The password of the first click is the one that counts, and its page may be gone.
        Err(StoreError::Again) => {
            let said = ("row", "这张表单刚才提交过，密码已经定了。没看到密码的话，请再重设一次。".to_owned());
            refused(office, visitor, &Change::default(), &said)
        }
        Err(why) => Err(why.into()),
    }
}

/// CLERKPAGE-2.
fn own(visitor: &Visitor, name: &str) -> Option<Refusal> {
    let said = "不能改自己的角色，也不能停用自己，请另一位管理员来做。";
    (name == visitor.session.clerk).then(|| ("row", said.into()))
}

pub async fn role(State(office): State<Arc<Office>>, sent: Posted<Change>) -> Result<Response, Stop> {
    blocking(move || {
        let Posted { visitor, form } = sent;
        let role = match (own(&visitor, &form.name), role_of(&form)) {
            (Some(refusal), _) | (None, Err(refusal)) => {
                return refused(&office, &visitor, &Change::default(), &("row", refusal.1));
            }
            (None, Ok(role)) => role,
        };
        let clerk = office.store.clerk(&form.name)?.ok_or(Stop::NotFound)?;
        let deed = visitor.deed("clerk_role", &form.name, words::role(role));
        office.store.put_clerk(&form.name, role, &clerk.password, office.now(), Some(&deed))?;
        Ok(Redirect::to(&format!("{HERE}?done=role")).into_response())
    })
    .await
}

pub async fn leave(State(office): State<Arc<Office>>, sent: Posted<Change>) -> Result<Response, Stop> {
    blocking(move || {
        let Posted { visitor, form } = sent;
        if let Some(refusal) = own(&visitor, &form.name) {
            return refused(&office, &visitor, &Change::default(), &refusal);
        }
        office.store.clerk(&form.name)?.ok_or(Stop::NotFound)?;
        office.store.clerk_left(&form.name, office.now(), Some(&visitor.deed("clerk_left", &form.name, "")))?;
        Ok(Redirect::to(&format!("{HERE}?done=left")).into_response())
    })
    .await
}
