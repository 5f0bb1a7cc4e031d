//! The body of every answer that is not 200, and its codes.

use serde::{Deserialize, Serialize};

/// Why a whole request was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Failure {
    /// One of [`crate::code`].
    pub code: String,
    /// For the log and, when nothing better is known, for people.
    pub message: String,
}
