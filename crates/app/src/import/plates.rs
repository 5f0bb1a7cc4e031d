//! Numbers on the plates of several machines in one cell.
//!
//! - IMPORT-10 A row with fewer serials than machines is refused; one with two serials for two machines is two sales.

use super::row::Row;

/// Machines of the row; `None` when it does not say.
pub(super) fn quantity(row: &mut Row<'_>) -> Option<usize> {
    let milli = row.milli("quantity")?;
    if milli % 1000 != 0 || milli == 0 {
        row.refuse("quantity", "out_of_range", "数量必须是大于零的整数台数");
        return None;
    }
    usize::try_from(milli / 1000).ok()
}

/// Refuses a row whose machines and serials do not match in number (IMPORT-10).
pub(super) fn check_count(row: &mut Row<'_>, quantity: Option<usize>, serials: usize) {
    let Some(machines) = quantity.filter(|_| serials > 0) else { return };
    if serials < machines {
        row.refuse(
            "unit.serial",
            "serials_fewer_than_machines",
            format!("数量是 {machines} 台，出厂编号只有 {serials} 个，请补齐或拆成几行"),
        );
    } else if serials > machines {
        row.refuse(
            "unit.serial",
            "serials_more_than_machines",
            format!("数量是 {machines} 台，出厂编号却有 {serials} 个，请改数量或拆成几行"),
        );
    }
}

/// The serials of a cell. `/` and blanks part serials only where the quantity says so: they may belong to one.
pub(super) fn serials(text: &str, quantity: Option<usize>) -> Vec<String> {
    let parted = parts(text, &['、', ',', ',', ';', ';', '\n']);
    match quantity {
        Some(machines) if machines > 1 && parted.len() < machines => {
            let more = parts(text, &['、', ',', ',', ';', ';', '\n', '/', '/', ' ', '\u{3000}', '和']);
            if more.len() == machines { more } else { parted }
        }
        _ => parted,
    }
}

fn parts(text: &str, separators: &[char]) -> Vec<String> {
    text.split(separators).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Numbers of several machines: one each, or none at all, for which belongs to which is not guessed.
pub(super) fn split_plates(row: &mut Row<'_>, key: &'static str, code: &'static str, machines: usize) -> Vec<String> {
    let text = row.serial(key).text;
    if machines <= 1 {
        return vec![text];
    }
    let found = serials(&text, Some(machines));
    if found.len() == machines {
        return found;
    }
    if !found.is_empty()
        && let Some(field) = row.form.field(key)
    {
        row.warn(
            key,
            code,
            format!("{machines} 台机器只写了 {} 个{}（{text}），分不清是哪一台的，没有记", found.len(), field.label),
        );
    }
    vec![String::new(); machines]
}
