//! Pages that say no.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::page;
use crate::passwords::PasswordError;
use crate::store::StoreError;

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// CONSOLE-2.
    #[error("你的账号不能做这件事，请找管理员，或换一个账号登录。")]
    Role,
    /// CONSOLE-3.
    #[error("这张表单不是刚才打开的那一张，什么也没有做。请回到上一页，刷新后再提交。")]
    Token,
    /// Not a form of ours.
    #[error("这张表单读不懂，什么也没有做。请回到上一页，刷新后再提交。")]
    Form,
    /// Over the limit of a form.
    #[error("文件太大，什么也没有做。请回到上一页，换一个小一些的文件。")]
    TooLarge,
    /// CONSOLE-10.
    #[error("地址里的「{0}」读不懂，没有列出任何内容。请回到列表，重新筛选。")]
    Filter(String),
    /// No such page or thing.
    #[error("没有这一页，或者这条记录不在这里。请从上面的目录重新找。")]
    NotFound,
    /// Too much at once.
    #[error("现在太忙，请过一会儿再试。")]
    Busy,
    /// Our fault. What was asked for may be done all the same: the answer failed, or only the commit's own word was lost.
    #[error(
        "出了问题。刚才提交过表单的话，请先回到那一页看看做了没有，再决定要不要重做。请把时间告诉管理员，日志里有原因。"
    )]
    Broken,
}

impl Stop {
    /// Our fault; the log says why.
    pub fn broken(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "a page failed");
        Self::Broken
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Role | Self::Token => StatusCode::FORBIDDEN,
            Self::Form | Self::Filter(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<StoreError> for Stop {
    fn from(e: StoreError) -> Self {
        match e {
            StoreError::Busy | StoreError::Raced | StoreError::Unreached(_) => Self::Busy,
            StoreError::NoDealer(_) => Self::NotFound,
            other => Self::broken(&other),
        }
    }
}

impl From<PasswordError> for Stop {
    fn from(e: PasswordError) -> Self {
        Self::broken(&e)
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        (self.status(), page::stop(&self.to_string())).into_response()
    }
}
