//! Identities. Each is a UUIDv7 made at first save and never shown to a person; people read numbers
//! (see `number`).

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )*};
}

ids! {
    /// A maker (厂家).
    PrincipalId,
    /// A model (型号).
    ModelId,
    /// A machine by serial (整机).
    UnitId,
    /// A customer (用户).
    CustomerId,
    /// A sale (销售单).
    SaleId,
    /// A receipt card (三包回执卡).
    CardId,
    /// A part of the price list (配件).
    PartId,
    /// A user's demand (用户要求).
    DemandId,
    /// A case of exchange or return (换货退货).
    RemedyCaseId,
    /// A call for service (报修).
    CallId,
    /// A receipt for a machine taken in (商品领取收据).
    CustodyId,
    /// A repair record (三包修理记录).
    RepairId,
    /// A part replaced in a repair.
    RepairPartId,
    /// A returned part (旧件).
    OldPartId,
    /// A batch of returned parts (旧件返回批次).
    PartsBatchId,
    /// A claim of repair costs (核销申请).
    ClaimId,
    /// A line of a claim.
    ClaimLineId,
    /// A notice of settlement (核销通知).
    NoticeId,
    /// A quarter's statement of service fees (服务费结算表).
    FeeStatementId,
    /// A paid service receipt (有偿服务收据).
    ReceiptId,
    /// A line of the account with a maker (往来账).
    PayableId,
    /// Somebody at the desk (操作员).
    OperatorId,
    /// One building of a month's report.
    ReportRunId,
    /// A submission of a month's reports (月报报送).
    SubmissionId,
    /// A paper that was printed.
    PrintRunId,
    /// A head office's own form of a workbook, in one version.
    TemplateId,
    /// A closed month of a maker.
    MonthCloseId,
    /// An opening claim handed over from before the first day (期初在途核销).
    OpeningClaimId,
    /// A photograph or signature of a record.
    AttachmentId,
    /// An entry of a form (登记).
    EntryId,
}
