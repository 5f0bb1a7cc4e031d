//! Why a pack or calendar was not installed. Nothing was changed in any of these cases.

use crate::view::RefusedField;
use domain::Day;
use domain::calendar::NotACalendar;
use domain::policy::{BadSeal, PackFault, PackFaults};

/// Why a pack or calendar was not installed.
#[derive(Debug, thiserror::Error)]
pub enum PackProblem {
    /// The file says something impossible; every place is named (POLICY-4).
    #[error("政策包有 {} 处不对，没有安装。{}", .0.0.len(), .0)]
    Faults(PackFaults),
    /// The seal is no good (POLICY-12, POLICY-13).
    #[error("{0}。没有安装，请向总部要原样的文件和签名")]
    Seal(BadSeal),
    /// Head office's message hands the key over from another one than this desk knows (INSTALL-16).
    #[error("{0}。没有改用新的密钥，请向总部核实")]
    Handover(BadSeal),
    /// The seal of the pack that is installed cannot be read: whether its key was handed over is not known.
    #[error("已装的 {0} 的签名存坏了，核对不了密钥有没有移交。没有安装，请从备份恢复，再安装")]
    BrokenSeal(String),
    /// Another maker's head office signed it.
    #[error("这个政策包是「{signed}」签发的，不能装给「{asked}」。没有安装，请换厂家或换文件")]
    OtherMaker {
        /// Name of the maker whose key it is.
        signed: String,
        /// Name of the maker it was to be installed for.
        asked: String,
    },
    /// There is no pinned key to check a seal against.
    #[error("还没有在「{0}」的总部登记，没有密钥可以核对签名。请先到「设置 → 厂家」登记本机，再安装")]
    NotEnrolled(String),
    /// There is no seal.
    #[error("没有找到签名文件「{0}」。政策包要有总部的签名才能安装，请把签名文件放在旁边")]
    NoSeal(String),
    /// The seal's file cannot be read.
    #[error("签名文件读不懂：{0}。请向总部要原样的签名文件")]
    SealUnread(PackFault),
    /// A statute, which no maker may issue (INSTALL-3).
    #[error("「{0}」是法定规则，只随程序发布，不能由厂家安装。请向总部要合同的政策包")]
    Statutory(String),
    /// The name of a pack of the program.
    #[error("「{0}」是程序自带政策包的名称，会混淆。没有安装，请总部另取名称")]
    TakenName(String),
    /// It stands on statutes this program does not have.
    #[error("政策包依据的法定规则「{0}」本程序没有。没有安装，请升级程序或请总部更正 /stands_on")]
    NoStatute(String),
    /// A newer version is installed already.
    #[error("已经装了较新的 {installed}，{given} 是旧的，没有安装")]
    Older {
        /// What is installed.
        installed: String,
        /// What was given.
        given: String,
    },
    /// The same version with other bytes.
    #[error("{0} 已经装过，内容与这次的不同。同一版本不能有两种内容，请总部改版本号")]
    SameVersion(String),
    /// Head office sent a newer calendar of the year since.
    #[error("总部后来又发了一份 {0} 年的工作日历，这一份不用了。请安装后来那一份")]
    OlderCalendar(i32),
    /// Exactly this file is installed.
    #[error("{0} 已经装好了，不用再装")]
    Known(String),
    /// It begins before the version it follows.
    #[error("{given} 从{from}起生效，早于已装的 {installed}（{since}）。没有安装，请总部更正 /effective_from")]
    BeginsBefore {
        /// What was given.
        given: String,
        /// Its first day.
        from: String,
        /// What is installed.
        installed: String,
        /// The first day of that one.
        since: String,
    },
    /// The file or what it was compared with is not what was looked at.
    #[error("看过差别之后，文件或在用的政策包变了。没有安装，请重新看一遍差别")]
    ChangedSince,
    /// The message holds no pack or calendar that can be read.
    #[error("总部的这条消息读不懂：{0}。请联系总部重发")]
    BadMessage(String),
    /// The file is no text.
    #[error("「{0}」不是 UTF-8 文本，读不懂。请向总部要原样的文件")]
    NoText(String),
    /// The calendar contradicts itself.
    #[error("{0}。没有安装，请换一份")]
    Calendar(NotACalendar),
}

impl PackProblem {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Faults(_) => "bad_policy",
            Self::Seal(_) | Self::Handover(_) | Self::BrokenSeal(_) | Self::OtherMaker { .. } => "bad_seal",
            Self::NotEnrolled(_) => "not_enrolled",
            Self::NoSeal(_) | Self::SealUnread(_) => "no_seal",
            Self::Statutory(_) | Self::TakenName(_) | Self::NoStatute(_) => "pack_not_allowed",
            Self::Older { .. } | Self::OlderCalendar(_) | Self::BeginsBefore { .. } => "pack_older",
            Self::SameVersion(_) | Self::Known(_) => "pack_known",
            Self::ChangedSince => "changed_since",
            Self::BadMessage(_) | Self::NoText(_) => "file_damaged",
            Self::Calendar(_) => "bad_calendar",
        }
    }

    /// Field of the input it is about.
    pub fn field(&self) -> &'static str {
        match self {
            Self::NotEnrolled(_) | Self::OtherMaker { .. } => "principal",
            Self::NoSeal(_) | Self::SealUnread(_) | Self::Seal(_) | Self::BrokenSeal(_) => "seal",
            Self::BadMessage(_) | Self::OlderCalendar(_) | Self::Handover(_) => "item",
            Self::ChangedSince => "sha256",
            _ => "file",
        }
    }

    /// Every place of the file that is wrong.
    pub fn places(&self) -> Vec<RefusedField> {
        let Self::Faults(PackFaults(faults)) = self else { return Vec::new() };
        let place = |fault: &PackFault| RefusedField {
            field: fault.place.to_string(),
            code: self.code().to_owned(),
            message: fault.to_string(),
        };
        faults.iter().map(place).collect()
    }

    /// It is installed already, or something newer is: nobody has to do anything about it.
    pub fn is_settled(&self) -> bool {
        matches!(self, Self::Known(_) | Self::Older { .. } | Self::OlderCalendar(_) | Self::SameVersion(_))
    }

    pub(super) fn begins_before(given: String, from: Day, installed: String, since: Day) -> Self {
        Self::BeginsBefore { given, from: from.zh(), installed, since: since.zh() }
    }
}
