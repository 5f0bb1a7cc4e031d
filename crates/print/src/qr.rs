//! QR codes: wherever the data have a `qr`, the template finds its picture beside it as `qr_svg`.

use crate::problem::PrintProblem;
use qrcode::{Color, EcLevel, QrCode};
use serde_json::{Map, Value};
use std::fmt::Write;

/// White around the code, in modules: readers ask for four.
const QUIET: usize = 4;

/// Adds the picture of every code in the data (PRINT-6).
pub(crate) fn add(value: &mut Value) -> Result<(), PrintProblem> {
    match value {
        Value::Array(values) => values.iter_mut().try_for_each(add),
        Value::Object(map) => {
            map.values_mut().try_for_each(add)?;
            picture(map)
        }
        _ => Ok(()),
    }
}

fn picture(map: &mut Map<String, Value>) -> Result<(), PrintProblem> {
    if let Some(text) = map.get("qr").and_then(Value::as_str).filter(|text| !text.is_empty()) {
        let svg = svg(text)?;
        map.insert("qr_svg".into(), svg.into());
    }
    Ok(())
}

/// One path for all dark modules: hundreds of labels are set in no time, and the code is lines, not pixels.
fn svg(text: &str) -> Result<String, PrintProblem> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M)
        .map_err(|_| PrintProblem::QrTooLong { start: text.chars().take(20).collect() })?;
    let (width, colours) = (code.width(), code.to_colors());
    let side = width + 2 * QUIET;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\"><path fill=\"#000\" shape-rendering=\"crispEdges\" d=\""
    );
    for (y, row) in colours.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|colour| **colour == Color::Dark).count();
            if run > 0 {
                // A String takes every write.
                let _ = write!(svg, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    svg.push_str("\"/></svg>");
    Ok(svg)
}
