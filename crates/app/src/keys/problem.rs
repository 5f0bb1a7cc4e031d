//! Why a desk's key is not there, and what is said.

use crate::error::span_zh;

/// The key, the code or the key file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyProblem {
    /// The file is encrypted, this build cannot read it.
    #[error("这份数据是加密的，这个程序没有编入加密，没有打开也没有改动它。请用安装版的三包服务台打开")]
    NoCipher,
    /// The key is in no key store (KEYS-1).
    #[error("{}", gone_sentence(*.locked, *.no_file))]
    Gone {
        /// The key store is there and did not open.
        locked: bool,
        /// The key file is gone too.
        no_file: bool,
    },
    /// The key file cannot be read.
    #[error(
        "钥匙文件读不懂，没有改动任何数据。请从备份旁边拷一份以 .key 结尾的文件，改名为 desk.db.key 放进数据文件夹"
    )]
    FileUnread,
    /// The code was mistyped.
    #[error("{}", mistyped_sentence(*.0))]
    Mistyped(Option<usize>),
    /// It is the code of another desk, or one that was replaced.
    #[error("恢复码不对：它是别的电脑的，或者已经换过新的。没有改动任何数据{}", then_wait(*.wait_ms))]
    Wrong {
        /// How long the next try waits.
        wait_ms: i64,
    },
    /// Too soon after a wrong one.
    #[error("刚才的恢复码不对，请等 {} 再试", span_zh(*.ms))]
    Wait {
        /// How long still.
        ms: i64,
    },
    /// The key is the right one and the file does not open.
    #[error("钥匙是对的，数据库的开头坏了，没有改动它。请用「设置 → 备份」或 sanbao restore 从备份恢复")]
    Unfit,
    /// A backup of another desk.
    #[error("这份备份是用另一把钥匙加密的。请输入它的恢复码；旁边以 .key 结尾的文件也要在")]
    BackupLocked,
    /// Nothing is locked.
    #[error("数据已经打开，不用恢复码")]
    NotLocked,
    /// The desk is encrypted already.
    #[error("数据已经加密")]
    AlreadyOn,
    /// The desk is not encrypted.
    #[error("数据没有加密")]
    NotOn,
    /// No code was shown, or the program was started again since.
    #[error("还没有生成恢复码，或程序重新打开过。请重新生成一个，抄下或打印后再继续")]
    NoCode,
    /// What was typed back is not what was shown.
    #[error("和恢复码的最后一组对不上。请看着抄下来的那张纸，输入最后一组五个字母")]
    NotTypedBack,
    /// Neither the key store nor the file keeps the key.
    #[error("这台电脑存不住钥匙：系统的钥匙库用不了，钥匙文件也写不进去。没有加密，数据没有变")]
    NotKept,
}

impl KeyProblem {
    /// Stable code.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::NoCipher => "encryption_missing",
            Self::Gone { .. } => "key_gone",
            Self::FileUnread => "key_file_unread",
            Self::Mistyped(_) => "code_mistyped",
            Self::Wrong { .. } => "code_wrong",
            Self::Wait { .. } => "code_wait",
            Self::Unfit => "key_unfit",
            Self::BackupLocked => "backup_locked",
            Self::NotLocked => "not_locked",
            Self::AlreadyOn => "already_encrypted",
            Self::NotOn => "not_encrypted",
            Self::NoCode => "no_recovery_code",
            Self::NotTypedBack => "not_typed_back",
            Self::NotKept => "key_not_kept",
        }
    }

    /// Field of the input.
    pub(crate) fn field(&self) -> &'static str {
        match self {
            Self::Mistyped(_) | Self::Wrong { .. } | Self::Wait { .. } | Self::BackupLocked => "code",
            Self::NotTypedBack => "last_group",
            _ => "",
        }
    }
}

fn gone_sentence(locked: bool, no_file: bool) -> &'static str {
    match (no_file, locked) {
        (true, _) => {
            "打不开：这台电脑的钥匙不见了，钥匙文件 desk.db.key 也不见了。数据都在，没有改动。请从备份旁边拷一份以 .key \
             结尾的文件，改名为 desk.db.key 放进数据文件夹，再输入恢复码"
        }
        (false, true) => {
            "打不开：系统的钥匙库没有打开。数据都在，没有改动。请解锁系统的钥匙库后重新打开本程序，或输入恢复码"
        }
        (false, false) => "打不开：这台电脑的钥匙不见了。数据都在，没有改动。请输入恢复码",
    }
}

fn mistyped_sentence(group: Option<usize>) -> String {
    match group {
        Some(group) => format!("恢复码的第 {group} 组有误，请看着纸上的再输一次"),
        None => "恢复码是六组，每组五个字母或数字，请看着纸上的再输一次".to_owned(),
    }
}

fn then_wait(ms: i64) -> String {
    if ms == 0 { String::new() } else { format!("，请等 {} 再试", span_zh(ms)) }
}
