//! The papers of the desk: name, template and a sample of what each is given.

/// A paper that can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Paper {
    /// 三包回执卡 (F02).
    ReceiptCard,
    /// 三包修理记录 (F04).
    RepairRecord,
    /// 客户商品领取收据 (F76).
    CustodyReceipt,
    /// 修护卡 (F78), hung on the machine.
    JobCard,
    /// Labels of old parts, one on each 60×40 mm label of a roll.
    TagLabels,
    /// The same labels on sheets of A4.
    TagSheet,
    /// 三包旧件装箱单: what lies in a batch, as W07 has it (F05).
    PackingList,
    /// An entry of a form that is data.
    FormEntry,
    /// The recovery code of an encrypted desk.
    RecoveryCode,
}

/// What is shipped of a paper.
struct Shipped {
    key: &'static str,
    title: &'static str,
    template: &'static str,
    sample: &'static str,
}

macro_rules! shipped {
    ($key:literal, $title:literal) => {
        Shipped {
            key: $key,
            title: $title,
            template: include_str!(concat!("../../../policies/prints/", $key, ".typ")),
            sample: include_str!(concat!("../../../policies/prints/samples/", $key, ".json")),
        }
    };
}

impl Paper {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::ReceiptCard,
        Self::RepairRecord,
        Self::CustodyReceipt,
        Self::JobCard,
        Self::TagLabels,
        Self::TagSheet,
        Self::PackingList,
        Self::FormEntry,
        Self::RecoveryCode,
    ];

    fn shipped(self) -> &'static Shipped {
        match self {
            Self::ReceiptCard => &shipped!("receipt_card", "三包回执卡"),
            Self::RepairRecord => &shipped!("repair_record", "三包修理记录"),
            Self::CustodyReceipt => &shipped!("custody_receipt", "客户商品领取收据"),
            Self::JobCard => &shipped!("job_card", "修护卡"),
            Self::TagLabels => &shipped!("tag_labels", "旧件标签"),
            Self::TagSheet => &shipped!("tag_sheet", "旧件标签A4"),
            Self::PackingList => &shipped!("packing_list", "三包旧件装箱单"),
            Self::FormEntry => &shipped!("form_entry", "登记表"),
            Self::RecoveryCode => &shipped!("recovery_code", "数据恢复码"),
        }
    }

    /// The one with this key.
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.key() == key)
    }

    /// Its name in data, files and the store.
    pub fn key(self) -> &'static str {
        self.shipped().key
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        self.shipped().title
    }

    /// Name of its template's file.
    pub fn file(self) -> String {
        format!("{}.typ", self.key())
    }

    /// The template that is shipped.
    pub(crate) fn source(self) -> &'static str {
        self.shipped().template
    }

    /// A sample of what the template is given: a template of somebody's own is tried on it.
    pub fn sample(self) -> &'static str {
        self.shipped().sample
    }
}
