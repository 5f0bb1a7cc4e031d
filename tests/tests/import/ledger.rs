//! Ledgers written for a story, and what an import says of them.

use sanbao_tests::Outcome;
use sanbao_tests::world::World;
use serde_json::{Value, json};
use std::path::PathBuf;

/// 2026-11-21 10:00 at the counter: after every sample.
pub const AFTER_SAMPLES: i64 = 1_795_226_400_000;

/// Columns of a sales ledger and a row that is right.
pub const SALE: [(&str, &str); 12] = [
    ("购机日期", "2026-10-04"),
    ("购机者姓名", "王丹"),
    ("身份证号", "11010519491231002X"),
    ("联系电话", "19900364370"),
    ("乡镇", "双庙乡"),
    ("生产厂家", "华禾农机"),
    ("购买机型", "HH704"),
    ("出厂编号", "HH26B35536"),
    ("发动机号", "Y4291201"),
    ("数量(台)", "1"),
    ("单台销售价格(元)", "76,500元"),
    ("开票日期", "2026-10-05"),
];

/// Columns of a repair ledger and a row that is right.
pub const REPAIR: [(&str, &str); 19] = [
    ("维修单号", "WX26100001"),
    ("报修日期", "2026-10-10"),
    ("报修时间", "8:05"),
    ("方式", "来电"),
    ("姓名", "王丹"),
    ("电话", "19900364370"),
    ("地址", "双庙乡"),
    ("厂家", "华禾农机"),
    ("机型", "HH704"),
    ("出厂编号", "HH26B35536"),
    ("故障现象", "轴承异响"),
    ("保内/保外", "保内"),
    ("完工日期", "2026-10-12"),
    ("零件编码1", "055665"),
    ("零件名称1", "轴承6206"),
    ("数量1", "2"),
    ("材料费", "176"),
    ("用户签字", "有"),
    ("旧件", "已收"),
];

/// A ledger as .csv: each row is the right one but for what it names.
pub fn csv(base: &[(&str, &str)], rows: &[&[(&str, &str)]]) -> String {
    let quoted = |text: &str| if text.contains([',', '"', '\n']) { format!("\"{text}\"") } else { text.to_owned() };
    let head: Vec<_> = base.iter().map(|(name, _)| quoted(name)).collect();
    let line = |changes: &&[(&str, &str)]| {
        let cell = |(name, right): &(&str, &str)| {
            quoted(changes.iter().find(|(other, _)| other == name).map_or(right, |(_, text)| text))
        };
        base.iter().map(cell).collect::<Vec<_>>().join(",")
    };
    let lines: Vec<_> = std::iter::once(head.join(",")).chain(rows.iter().map(line)).collect();
    lines.join("\n") + "\n"
}

/// A file beside the desk's data.
pub fn file(world: &World, name: &str, bytes: impl AsRef<[u8]>) -> Outcome<PathBuf> {
    let folder = world.dir().join("in");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join(name), bytes)?;
    Ok(folder.join(name))
}

/// What came out of an import.
#[derive(Debug)]
pub struct Came(pub Value);

impl Came {
    /// Imports a file that must be read.
    pub fn from(world: &World, path: &std::path::Path) -> Self {
        Self(world.call("import_run", json!({"path": path})))
    }

    /// Imports a text written here.
    pub fn text(world: &World, text: &str) -> Outcome<Self> {
        Ok(Self::from(world, &file(world, "台账.csv", text)?))
    }

    /// Rows, imported, unchanged, refused: and the last three are the first.
    pub fn counts(&self) -> [i64; 4] {
        let counts = ["rows", "imported", "unchanged", "refused"].map(|key| self.0[key].as_i64().unwrap_or(-1));
        assert_eq!(counts[0], counts[1..].iter().sum::<i64>(), "{}", self.0);
        counts
    }

    /// Row, field and code of every refusal.
    pub fn errors(&self) -> Vec<(i64, String, String)> {
        notes(&self.0["errors"])
    }

    /// Rows with this warning.
    pub fn warned(&self, code: &str) -> Vec<i64> {
        notes(&self.0["warnings"]).into_iter().filter(|note| note.2 == code).map(|note| note.0).collect()
    }

    /// Codes of the warnings of a row.
    pub fn codes(&self, row: i64) -> Vec<String> {
        notes(&self.0["warnings"]).into_iter().filter(|note| note.0 == row).map(|note| note.2).collect()
    }

    /// The workbook of refused rows.
    pub fn error_file(&self) -> Option<PathBuf> {
        self.0["error_file"].as_str().map(PathBuf::from)
    }
}

fn notes(list: &Value) -> Vec<(i64, String, String)> {
    let text = |note: &Value, key: &str| note[key].as_str().unwrap_or_default().to_owned();
    let note = |note: &Value| (note["row"].as_i64().unwrap_or(-1), text(note, "field"), text(note, "code"));
    list.as_array().into_iter().flatten().map(note).collect()
}

/// A file of the samples beside the project; `None`, and a word, without them.
pub fn sample(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples").join(name);
    if !path.exists() {
        eprintln!("skipped: no sample {name}");
        return None;
    }
    Some(path)
}

/// A desk with nothing set up, after every sample.
pub fn fresh() -> Outcome<World> {
    World::at(AFTER_SAMPLES)
}

/// Every sale of the desk: serial, day, buyer.
pub fn all_sales(world: &World) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    loop {
        let page = world.call("sale_list", json!({"limit": 200, "offset": all.len()}));
        let rows = page["rows"].as_array().cloned().unwrap_or_default();
        if rows.is_empty() {
            return all;
        }
        let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
        all.extend(rows.iter().map(|row| (text(row, "serial"), text(row, "sold_on"), text(row, "customer"))));
    }
}
