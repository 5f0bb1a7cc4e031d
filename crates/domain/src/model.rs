//! Models (型号): what a maker builds.
//!
//! MODEL-1 A model belongs to one maker and is named by its code there, e.g. `HH704`.

use crate::coverage::Fuel;
use crate::refusal::{Checks, Refusals};
use crate::{Fen, ModelId, PrincipalId};

/// A model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// Identity.
    pub id: ModelId,
    /// Its maker.
    pub principal: PrincipalId,
    /// Model code, e.g. `4LZ-6.0P`.
    pub code: String,
    /// Product name, e.g. `轮式拖拉机`.
    pub product: String,
    /// Product class, e.g. `大中型拖拉机`.
    pub class: String,
    /// Power in thousandths of kW; `None` when it has no engine or is not known.
    pub power_milli_kw: Option<i64>,
    /// Guide price; `None` when not known.
    pub guide_price_fen: Option<Fen>,
    /// What drives it; `None` when not known, as are cylinders and strokes.
    pub fuel: Option<Fuel>,
    /// Cylinders of its engine.
    pub cylinders: Option<i64>,
    /// Strokes of its engine, 2 or 4.
    pub strokes: Option<i64>,
}

impl Model {
    /// Checks the texts (MODEL-1).
    pub fn check(code: &str, product: &str) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.text("code", "型号", code, 60);
        checks.length("product", "产品名称", product, 60);
        checks.done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn model_1_is_named_by_its_code() {
        assert!(Model::check("HH704", "轮式拖拉机").is_ok());
        assert!(Model::check("  ", "轮式拖拉机").is_err());
    }
}
