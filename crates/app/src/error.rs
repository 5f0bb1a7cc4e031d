//! What a command answers when it does not do what was asked: a stable code, the field, a Chinese sentence.
//!
//! The sentence says what happened and what to do next. Causes go to the log.

use crate::keys::KeyProblem;
use crate::policies::PackProblem;
use crate::view::RefusedField;
use domain::{Refusal, Refusals};
use serde::Serialize;
use store::{Fault, OpenError, StoreError};

/// The use case could not be done; nothing was half done.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Fields of the input break a rule.
    #[error(transparent)]
    Refused(#[from] Refusals),
    /// Fields of a form of data are refused, each with its sentence.
    #[error("{}", .0.first().map_or("有的栏目不对", |first| first.message.as_str()))]
    EntryRefused(Vec<RefusedField>),
    /// The input is not of the command's shape.
    #[error("输入不合要求：{detail}")]
    BadInput {
        /// Path of the field.
        field: String,
        /// What is wrong.
        detail: String,
    },
    /// A paper head office wrote with a newer version of its form.
    #[error("总部用的是第 {given} 版表单，本机只有第 {known} 版。请升级程序或启用总部新发的政策包，再收一次")]
    PaperNewer {
        /// Head office's.
        given: i64,
        /// The desk's.
        known: i64,
    },
    /// No such command.
    #[error("没有「{0}」这个命令。用 sanbao commands 看全部命令")]
    NoCommand(String),
    /// No such record.
    #[error("找不到这条记录（{0}）")]
    NotFound(String),
    /// An id in the input leads to no record.
    #[error("找不到这条记录（{given}）")]
    NoSuch {
        /// Path of the field.
        field: String,
        /// What was given.
        given: String,
    },
    /// A value is needed once a record was sent.
    #[error("已报送的记录要改，请写明更正原因")]
    ReasonNeeded,
    /// Repairs that lack something are not claimed (CLAIMS-1).
    #[error("这些维修单还不能申请核销，什么都没有保存。{detail}")]
    NotReady {
        /// Their numbers, each with what it lacks.
        detail: String,
    },
    /// The form was saved before with another content (FORM-1).
    #[error(
        "这张表单已经存成「{no}」，内容与这次的不同，这次没有保存。请打开「{no}」修改；要另登记一笔，请重新开一张表单"
    )]
    SavedAlready {
        /// Number of what it made.
        no: String,
    },
    /// The record was changed since the form was opened (FORM-3).
    #[error("{what}打开之后已在别处改过，这次没有保存。请看看别处改了什么，核对后再保存")]
    Stale {
        /// Chinese name of the record.
        what: &'static str,
    },
    /// The record is larger than head office takes.
    #[error("这条记录有 {size} 字节，总部一条最多收 {limit} 字节。请缩短备注或分成几条")]
    TooLarge {
        /// Bytes of the record.
        size: usize,
        /// Head office's limit.
        limit: u64,
    },
    /// Somebody stopped long work (TASK-1); the sentence says what is left of it.
    #[error("{0}")]
    Stopped(String),
    /// The clock cannot be right, whoever says so.
    #[error("{0}")]
    ClockWrong(String),
    /// Another program computes everything anew (LAW-9).
    #[error("另一处正在重新计算，由它接着算完，不用再点")]
    RecomputedElsewhere,
    /// The store failed.
    #[error("{}", store_sentence(.0.fault))]
    Store(#[from] StoreError),
    /// A desk with operators asks who does this (OPERATOR-8).
    #[error("这个服务台设了操作员，请先登录；命令行请加 --operator 姓名，PIN 放在环境变量 SANBAO_PIN 里")]
    OperatorRequired,
    /// Nobody was there for too long (OPERATOR-10).
    #[error("太久没有人操作，已经锁上。请输入 PIN 再继续，没填完的表单都在")]
    Locked,
    /// A role may not take this step (OPERATOR-3).
    #[error("「{what}」要由{who}来做，现在登录的是{role}「{name}」，什么都没有保存。请按 F9 换人后再做")]
    RoleRefused {
        /// The step, Chinese.
        what: String,
        /// Roles and names that may.
        who: String,
        /// The role that may not.
        role: &'static str,
        /// Who asked.
        name: String,
    },
    /// Nobody here has this name.
    #[error("没有叫「{given}」的操作员，或已经停用。姓名请照「设置 → 操作员」里的写")]
    OperatorUnknown {
        /// What was given.
        given: String,
    },
    /// The PIN is another one.
    #[error("PIN 不对{}", then_wait(*.wait_ms))]
    PinWrong {
        /// Path of the field.
        field: &'static str,
        /// How long the next try waits.
        wait_ms: i64,
    },
    /// After several wrong PINs the next try waits (OPERATOR-4).
    #[error("PIN 错了好几次，请等 {} 再试。忘了的话，请老板在「设置 → 操作员」里给您设一个新的", span_zh(*.ms))]
    PinWait {
        /// How long.
        ms: i64,
    },
    /// Two operators are told apart by name (OPERATOR-1).
    #[error("已经有叫「{given}」的操作员（停用的也算）。重名的请写成「{given}二」，回来上班的请用「恢复」")]
    SameName {
        /// What was given.
        given: String,
    },
    /// The first operator is an owner (OPERATOR-13).
    #[error("第一位操作员要是老板，请把角色选成「老板」；别人由老板再加")]
    FirstOwner,
    /// Somebody must be left who may everything (OPERATOR-13).
    #[error("这是最后一位老板，不能停用，也不能改成别的角色。请先再加一位老板")]
    LastOwner,
    /// Only an owner's PIN is set anew at the machine itself.
    #[error("没有叫「{given}」的老板。这个命令只重设老板的 PIN，别人的请老板在「设置 → 操作员」里设")]
    NoOwner {
        /// What was given.
        given: String,
    },
    /// The database cannot be opened.
    #[error("{}", open_sentence(.0))]
    Open(#[from] OpenError),
    /// The database was damaged and put aside.
    #[error("数据库已损坏，原文件已原样保留为「{kept}」，没有删除。请用「设置 → 备份」或 sanbao restore 从备份恢复")]
    Damaged {
        /// File it is kept as.
        kept: String,
    },
    /// The database is not there, its backups or its log are (APP-3).
    #[error("数据文件夹里的数据库 desk.db 不见了，没有新建空的。{}", gone_sentence(*.backups, *.newest))]
    Gone {
        /// Backups in the folder.
        backups: usize,
        /// Day of the newest.
        newest: Option<domain::Day>,
    },
    /// The database could not be brought to this program's format (STORE-6).
    #[error("{}", migration_sentence((*.from, *.to), *.fault, .backup.as_deref()))]
    NotMigrated {
        /// The first step that was to be done.
        from: i64,
        /// The last one.
        to: i64,
        /// Why not.
        fault: Fault,
        /// The copy that was made before; absent when not even that could be.
        backup: Option<std::path::PathBuf>,
    },
    /// A desk is there: it is not begun anew.
    #[error("这里已有数据，没有重新开始。要另起一份，请换一个数据文件夹")]
    NotGone,
    /// A file could not be read.
    #[error("{sentence}")]
    File {
        /// Stable code.
        code: String,
        /// Chinese sentence.
        sentence: String,
    },
    /// Sync failed.
    #[error("{sentence}")]
    Sync {
        /// Stable code.
        code: String,
        /// Chinese sentence.
        sentence: String,
    },
    /// The key of the database, or its recovery code.
    #[error(transparent)]
    Key(#[from] KeyProblem),
    /// A policy pack or calendar was not installed.
    #[error(transparent)]
    Pack(#[from] PackProblem),
    /// A rule is not the one that was looked at (INSTALL-10).
    #[error("这条规则已经变了，没有核对。请刷新后对照新的内容再核对")]
    RuleChanged,
    /// Somebody else has the desk's data open.
    #[error("另一个窗口或命令正在使用这份数据，恢复前请先关闭它")]
    InUse,
    /// A restored database did not open again.
    #[error("恢复之后，数据库没有重新打开。数据都在，请关闭本程序再打开")]
    Closed,
    /// Records are on their way (SAFE-4).
    #[error("正在报送，恢复要等这一批送完。请稍候再试")]
    Uploading,
    /// Demo data would go to a head office (ENROL-3).
    #[error(
        "现在是演示数据，登记会把这些编造的记录报给厂家，所以没有登记。要用真数据，请换一个空的数据文件夹再登记；\
         确实要拿演示数据试报，请在窗口的问题里选「照样登记」，或在命令后加 --demo"
    )]
    DemoEnrol,
    /// A demo database already has data.
    #[error("这份数据里已经有记录，不能装入演示数据")]
    NotEmpty,
}

/// Answer of every use case.
pub type Answer<T> = Result<T, AppError>;

fn store_sentence(fault: Fault) -> &'static str {
    match fault {
        Fault::Busy => "数据库正被另一个程序占用。请关闭另一个窗口后再试，这次没有保存",
        Fault::BackingUp => "另一个窗口或命令正在往这个文件写备份，这次没有再写。请等它做完，或换一个文件名",
        Fault::Full => "磁盘已满，这次没有保存；已保存的记录都在。请腾出空间后再试",
        Fault::ReadOnly => "数据文件夹读写不了，没有改动任何记录。请检查文件夹权限或磁盘是否只读",
        Fault::Corrupt => "数据库有损坏，这次没有保存。请立即在「设置 → 备份」里恢复，或运行 sanbao doctor",
        Fault::Constraint => "与已有记录冲突，这次没有保存",
        Fault::BadRow => "数据库里有一行读不懂，没有改动它。请运行 sanbao doctor 并联系维护人员",
        Fault::Other => "数据库出错，这次没有保存。请重试；若再出现，请运行 sanbao doctor",
    }
}

fn open_sentence(error: &OpenError) -> String {
    match error {
        OpenError::TooNew { found, known } => {
            format!(
                "这份数据是更新版本的程序写的，本程序太旧，没有打开也没有改动它。请装上新版本再打开（数据格式 {found}，本程序认得到 {known}）"
            )
        }
        OpenError::Trial { .. } => {
            "这份数据是试用版程序做的，正式版打不开，没有改动它。要里面的记录，请用当时的试用版导出表格，再在这里导入；\
             不要了，请退出程序，把数据文件夹改个名字，再打开就是空的"
                .to_owned()
        }
        OpenError::Locked | OpenError::OtherKey => KeyProblem::Gone { locked: false, no_file: false }.to_string(),
        OpenError::Missing => "没有这个文件。请看看路径和文件名，备份盘是否插好".to_owned(),
        OpenError::Damaged { .. } => "这个文件已损坏，或者不是三包服务台的数据库".to_owned(),
        // Where the desk itself is opened that is `NotMigrated`, which knows the backup.
        OpenError::Migration { from, to, cause } => migration_sentence((*from, *to), cause.fault, None),
        OpenError::Store(error) => store_sentence(error.fault).to_owned(),
    }
}

/// What failed, that nothing was changed, where the copy lies, what to do.
fn migration_sentence((from, to): (i64, i64), fault: Fault, backup: Option<&std::path::Path>) -> String {
    let steps = if from == to { format!("第 {to} 步") } else { format!("第 {from} 步到第 {to} 步") };
    let (why, next) = match fault {
        Fault::Busy | Fault::BackingUp => ("数据库正被另一个程序占用", "请关闭另一个窗口后再打开"),
        Fault::Full => ("磁盘已满", "请腾出空间后再打开，会接着升级"),
        Fault::ReadOnly => ("数据文件夹不能写入", "请检查文件夹权限或磁盘是否只读，然后再打开"),
        Fault::Corrupt => ("数据库有损坏", "请在「设置 → 备份」里用更早的备份恢复，或运行 sanbao restore"),
        Fault::Constraint | Fault::BadRow => ("有的记录和新的数据格式对不上", OLD_PROGRAM),
        Fault::Other => ("数据库里的表和程序认得的不一样", OLD_PROGRAM),
    };
    let copy = match backup {
        Some(path) => format!("升级前的备份在「{}」", path.display()),
        None => "升级前的备份也没有做成".to_owned(),
    };
    format!("数据升级没有做成（{steps}）：{why}。数据没有任何改动，还是原来的样子；{copy}。{next}")
}

/// What to do where only a person who knows the program can help.
const OLD_PROGRAM: &str = "请先装回原来的版本照常使用，并把这份备份交给维护人员";

fn then_wait(ms: i64) -> String {
    if ms == 0 { "，请再输一次".to_owned() } else { format!("，请等 {} 再试", span_zh(ms)) }
}

/// A wait as people say it, never shorter than it is.
pub(crate) fn span_zh(ms: i64) -> String {
    let seconds = (ms + 999) / 1000;
    if seconds <= 60 { format!("{seconds} 秒") } else { format!("{} 分钟", (seconds + 59) / 60) }
}

fn gone_sentence(backups: usize, newest: Option<domain::Day>) -> String {
    let anew = "要从头开始，请用「设置 → 备份」里的「从头开始」或 sanbao begin-anew，旧备份会改名留下";
    match newest {
        Some(day) => format!(
            "有 {backups} 份备份，最新的是 {}：请用「设置 → 备份」或 sanbao restore 恢复；或者把 desk.db 放回来。{anew}",
            day.zh()
        ),
        None => format!("只剩它的日志或钥匙文件：请把 desk.db 放回来，或从别处的备份恢复。{anew}"),
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl AppError {
    /// Stable code.
    pub fn code(&self) -> String {
        match self {
            Self::Refused(refusals) => refusals.0.first().map_or("refused", Refusal::code).to_owned(),
            Self::EntryRefused(fields) => fields.first().map_or("refused", |first| first.code.as_str()).to_owned(),
            Self::BadInput { .. } => "bad_input".into(),
            Self::PaperNewer { .. } => "paper_newer".into(),
            Self::NoCommand(_) => "no_command".into(),
            Self::NotFound(_) | Self::NoSuch { .. } => "not_found".into(),
            Self::ReasonNeeded => "reason_needed".into(),
            Self::NotReady { .. } => "not_ready".into(),
            Self::SavedAlready { .. } => "request_reused".into(),
            Self::Stale { .. } => "stale".into(),
            Self::TooLarge { .. } => "too_large".into(),
            Self::Stopped(_) => "stopped".into(),
            Self::ClockWrong(_) => "clock_wrong".into(),
            Self::RecomputedElsewhere => "recomputed_elsewhere".into(),
            Self::OperatorRequired => "operator_required".into(),
            Self::Locked => "locked".into(),
            Self::RoleRefused { .. } => "role_refused".into(),
            Self::OperatorUnknown { .. } => "operator_unknown".into(),
            Self::PinWrong { .. } => "pin_wrong".into(),
            Self::PinWait { .. } => "pin_wait".into(),
            Self::SameName { .. } => "taken".into(),
            Self::FirstOwner => "first_owner".into(),
            Self::LastOwner => "last_owner".into(),
            Self::NoOwner { .. } => "no_owner".into(),
            Self::Store(error) => store_code(error.fault).into(),
            Self::Open(OpenError::TooNew { .. }) => "database_too_new".into(),
            Self::Open(OpenError::Trial { .. }) => "database_trial".into(),
            Self::Open(OpenError::Migration { .. }) => "migration_failed".into(),
            Self::Open(OpenError::Locked | OpenError::OtherKey) => "key_gone".into(),
            Self::Open(OpenError::Missing) => "file_missing".into(),
            Self::Open(OpenError::Damaged { .. }) => "file_damaged".into(),
            Self::Open(OpenError::Store(error)) => store_code(error.fault).into(),
            Self::Damaged { .. } => "database_damaged".into(),
            Self::Gone { .. } => "database_gone".into(),
            Self::NotMigrated { .. } => "migration_failed".into(),
            Self::NotGone => "not_gone".into(),
            Self::File { code, .. } | Self::Sync { code, .. } => code.clone(),
            Self::Key(problem) => problem.code().into(),
            Self::Pack(problem) => problem.code().into(),
            Self::RuleChanged => "rule_changed".into(),
            Self::InUse => "in_use".into(),
            Self::Closed => "database_closed".into(),
            Self::Uploading => "uploading".into(),
            Self::DemoEnrol => "demo_enrolled".into(),
            Self::NotEmpty => "not_empty".into(),
        }
    }

    fn field(&self) -> String {
        match self {
            Self::Refused(refusals) => refusals.0.first().map_or_else(String::new, Refusal::path),
            Self::EntryRefused(fields) => fields.first().map_or_else(String::new, |first| first.field.clone()),
            Self::BadInput { field, .. } | Self::NoSuch { field, .. } => field.clone(),
            Self::ReasonNeeded => "reason".into(),
            Self::OperatorUnknown { .. } => "operator".into(),
            Self::PinWrong { field, .. } => (*field).into(),
            Self::PinWait { .. } => "pin".into(),
            Self::SameName { .. } => "name".into(),
            Self::FirstOwner | Self::LastOwner => "role".into(),
            Self::NotReady { .. } => "repairs".into(),
            Self::SavedAlready { .. } => "request_id".into(),
            Self::Key(problem) => problem.field().into(),
            Self::Pack(problem) => problem.field().into(),
            Self::RuleChanged => "hash".into(),
            _ => String::new(),
        }
    }
}

fn store_code(fault: Fault) -> &'static str {
    match fault {
        Fault::Busy => "database_busy",
        Fault::BackingUp => "backup_running",
        Fault::Full => "disk_full",
        Fault::ReadOnly => "read_only",
        Fault::Corrupt => "database_corrupt",
        Fault::Constraint => "conflict",
        Fault::BadRow => "bad_row",
        Fault::Other => "database_error",
    }
}

/// What `call` answers instead of a value.
#[derive(Debug, Clone, Serialize)]
pub struct CallError {
    /// Stable code.
    pub code: String,
    /// Field path in the input; empty when about the whole.
    pub field: String,
    /// Chinese sentence.
    pub message: String,
    /// Every refused field.
    pub fields: Vec<RefusedField>,
}

/// Refusals as the window shows them.
pub fn refused_fields(refusals: &Refusals) -> Vec<RefusedField> {
    refusals
        .0
        .iter()
        .map(|refusal| RefusedField {
            field: refusal.path(),
            code: refusal.code().into(),
            message: refusal.to_string(),
        })
        .collect()
}

impl From<AppError> for CallError {
    fn from(error: AppError) -> Self {
        let fields = match &error {
            AppError::Refused(refusals) => refused_fields(refusals),
            AppError::EntryRefused(fields) => fields.clone(),
            AppError::Pack(problem) => problem.places(),
            _ => Vec::new(),
        };
        if let AppError::Store(cause) | AppError::Open(OpenError::Store(cause)) = &error {
            tracing::error!(code = error.code(), cause = %cause.detail, "store");
        }
        let message = match &error {
            AppError::Refused(_) => fields.first().map(|first| first.message.clone()),
            _ => None,
        };
        let message = message.unwrap_or_else(|| error.to_string());
        Self { code: error.code(), field: error.field(), message, fields }
    }
}
