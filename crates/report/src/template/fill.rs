//! The package written anew: parts that stay are copied packed as they are, the others follow.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::ops::Range;
use std::path::Path;

use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use super::Template;
use super::formula::Move;
use super::growth::{Growth, MOST_ROWS};
use super::marker::{Meaning, Part, Side, filled, is_marked, meaning, of_head, parts};
use super::moved;
use super::rows::{Pens, Repeated, fields};
use super::sheet::{CellAt, Holds, RowAt, Sheet};
use super::spool::Spool;
use super::strings::{Text, t};
use super::styles::Styles;
use super::sub_sums::side_of;
use super::verify::{self, Digest};
use super::xml::{Edit, edited, prefix, with_attribute};
use crate::layout::Layout;
use crate::write::{Finish, Head, Row, RowSource, SHARED_TEXTS, SourceError, WriteProblem, Written};
use crate::write::{cell_text, next_row, replace_file};

/// What a template is filled with, once the rows have passed.
pub(super) struct Filling<'a> {
    layout: &'a Layout,
    head: Head,
    pub(super) spool: Spool,
    fields: Vec<usize>,
    pub(super) growth: Growth,
}

/// What stands in the place of a piece of the sheet.
enum Segment {
    Words(String),
    Rows,
    Merged,
}

type Pack<'f> = ZipWriter<BufWriter<&'f mut File>>;

impl Template {
    /// Fills it with a head and rows; `finish` is asked for the remarks after the last row.
    ///
    /// # Errors
    /// [`WriteProblem`]; nothing is left in the folder then, and an older file of the name is untouched.
    pub fn fill<'a>(
        &self,
        layout: &Layout,
        head: &Head,
        source: &mut dyn RowSource,
        finish: &dyn Fn() -> Result<Finish<'a>, SourceError>,
        out: &Path,
    ) -> Result<Written, WriteProblem> {
        let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let of_disk = |error| WriteProblem::of_io(error, folder);
        let (sheet, row) = self.repeated()?;
        let fields = fields(layout, &self.markers);
        let mut spool = Spool::new(folder, fields.len()).map_err(of_disk)?;
        let (mut values, mut rows) = (Row::default(), 0);
        // The repeated row is there already; each further one pushes the last row of the sheet down.
        let last = sheet.rows.iter().map(|row| row.number).max().unwrap_or(row.number);
        let limit = u64::from(MOST_ROWS.saturating_sub(last)) + 1;
        while next_row(source, &mut values, layout.fields.len(), &mut rows)? {
            if rows > limit {
                return Err(WriteProblem::TooManyRows { limit });
            }
            spool.put(&values, &fields).map_err(of_disk)?;
        }
        let notes = finish().map_err(WriteProblem::Source)?.notes;
        let growth = Growth { row: row.number, by: spool.rows.max(1) - 1 };
        let mut filling = Filling { layout, head: Head { notes, ..head.clone() }, spool, fields, growth };
        let ((), finished) = replace_file(out, |file| self.write(&mut filling, file, of_disk))?;
        Ok(Written { rows, sha256: finished.sha256, bytes: finished.bytes, rare: 0 })
    }

    fn repeated(&self) -> Result<(&Sheet, &RowAt), WriteProblem> {
        let sheet = self.sheets.get(self.repeat.0);
        let row = sheet.and_then(|sheet| sheet.rows.get(self.repeat.1));
        sheet.zip(row).ok_or_else(|| WriteProblem::Workbook("the repeated row is gone".into()))
    }

    fn write(
        &self,
        filling: &mut Filling<'_>,
        file: &mut File,
        of_disk: impl Fn(io::Error) -> WriteProblem + Copy,
    ) -> Result<(), WriteProblem> {
        let of_zip = |error| match error {
            ZipError::Io(error) => of_disk(error),
            error => WriteProblem::Workbook(error.to_string()),
        };
        let (sheet, row) = self.repeated()?;
        let mut styles = Styles::read(self.styles.clone()).map_err(WriteProblem::Workbook)?;
        let few = u64::from(filling.spool.rows) <= SHARED_TEXTS;
        let mut strings = self.strings.clone();
        let mut archive = self.package.archive().map_err(|fault| WriteProblem::Workbook(fault.to_string()))?;
        let mut pack: Pack<'_> = ZipWriter::new(BufWriter::with_capacity(1 << 16, file));
        let late = |part: &str| {
            part == sheet.part
                || part == self.styles_part
                || self.strings.as_ref().is_some_and(|strings| strings.part == part)
        };
        let mut times = std::collections::BTreeMap::new();
        for at in 0..archive.len() {
            let part = archive.by_index_raw(at).map_err(of_zip)?;
            let name = part.name().map_err(of_zip)?.to_string();
            let options = SimpleFileOptions::default().last_modified_time(part.last_modified().unwrap_or_default());
            if late(&name) {
                times.insert(name, (at, options));
                continue;
            }
            if name.to_ascii_lowercase().ends_with("calcchain.xml") {
                continue;
            }
            match self.changed(&name, filling)? {
                None => pack.raw_copy_file(part).map_err(of_zip)?,
                Some(text) => {
                    pack.start_file(name, options).map_err(of_zip)?;
                    pack.write_all(text.as_bytes()).map_err(of_disk)?;
                }
            }
        }
        let options = |part: &str| times.get(part).map_or_else(SimpleFileOptions::default, |(_, options)| *options);
        pack.start_file(sheet.part.clone(), options(&sheet.part)).map_err(of_zip)?;
        let room = strings.as_mut().filter(|strings| few && strings.has_room());
        let mut pens = Pens { styles: &mut styles, strings: room, digest: Digest::default() };
        let columns = self.sheet(filling, (sheet, row), &mut pens, &mut pack, of_disk)?;
        let digest = pens.digest;
        let mut rest = Vec::new();
        if let Some(strings) = &strings {
            rest.push((strings.part.clone(), strings.part(|text| self.text(filling, text))));
        }
        rest.push((self.styles_part.clone(), styles.part()));
        for (part, text) in rest {
            match (text, times.get(&part)) {
                (None, Some((at, _))) => {
                    pack.raw_copy_file(archive.by_index_raw(*at).map_err(of_zip)?).map_err(of_zip)?;
                }
                (text, _) => {
                    pack.start_file(part.clone(), options(&part)).map_err(of_zip)?;
                    pack.write_all(text.unwrap_or_default().as_bytes()).map_err(of_disk)?;
                }
            }
        }
        let file = pack.finish().map_err(of_zip)?.into_inner().map_err(|error| of_disk(error.into_error()))?;
        file.rewind().map_err(of_disk)?;
        let last = row.number + filling.growth.by + 1;
        let strings = strings.as_ref().map(|strings| strings.part.as_str());
        let read = verify::read(io::BufReader::new(file), &sheet.part, strings, row.number..last, Some(&columns));
        let same = read.map_err(WriteProblem::Workbook)?.same(&digest);
        if same { Ok(()) } else { Err(WriteProblem::Workbook("a text did not come back as it was written".into())) }
    }

    /// A part with what moved or was filled; `None` when it stays as it is.
    fn changed(&self, part: &str, filling: &Filling<'_>) -> Result<Option<String>, WriteProblem> {
        let (grown, _) = self.repeated()?;
        let growth = filling.growth;
        let text = || self.package.text(part).map_err(|fault| WriteProblem::Workbook(fault.to_string()));
        let new = |old: String, new: String| (new != old).then_some(new);
        let (folder, file) = self.workbook.part.rsplit_once('/').unwrap_or(("", &self.workbook.part));
        let chained = part == "[Content_Types].xml" || part == format!("{folder}/_rels/{file}.rels");
        if chained {
            let old = text()?;
            let without = moved::without_calc_chain(&old);
            return Ok(new(old, without));
        }
        if part == self.workbook.part {
            let old = text()?;
            let moved = moved::workbook(&old, &grown.name, growth);
            return Ok(new(old, moved));
        }
        if let Some(sheet) = self.sheets.iter().find(|sheet| sheet.part == part) {
            let edits = self.other_sheet(sheet, &grown.name, filling);
            return Ok((!edits.is_empty()).then(|| edited(&sheet.xml, &edits)));
        }
        if part.starts_with("xl/charts/") && part.ends_with(".xml") {
            let old = text()?;
            let moved = moved::chart(&old, &grown.name, growth);
            return Ok(new(old, moved));
        }
        let relations =
            self.package.relations(&grown.part).map_err(|fault| WriteProblem::Workbook(fault.to_string()))?;
        if relations.iter().any(|relation| relation.kind == "drawing" && relation.target == part) {
            let old = text()?;
            let moved = moved::drawing(&old, growth);
            return Ok(new(old, moved));
        }
        Ok(None)
    }

    /// A sheet beside the grown one: its own markers, and formulas of cells, rules and checks that speak of the grown one.
    fn other_sheet(&self, sheet: &Sheet, grown: &str, filling: &Filling<'_>) -> Vec<Edit> {
        let moving = Move { sheet: grown, growth: filling.growth, here: false, copy: None };
        let cells = || sheet.rows.iter().flat_map(|row| &row.cells);
        let moves =
            |cell: &CellAt| cell.formula.as_ref().is_some_and(|formula| moving.formula(&formula.text) != formula.text);
        let any = cells().any(moves);
        let mut edits = moved::beside(sheet, moving);
        for cell in cells() {
            // A formula that hangs on one that moved would keep the value of the empty form.
            if any && cell.formula.is_some() {
                let with = moved::formula_cell(sheet, cell, sheet.raw(&cell.tag), moving);
                edits.push(Edit { at: cell.at.clone(), with });
            } else {
                edits.extend(self.inline(sheet, cell, filling));
            }
        }
        edits.sort_by_key(|edit| edit.at.start);
        edits
    }

    /// Edits of a cell's own text, where it holds markers.
    fn inline(&self, sheet: &Sheet, cell: &CellAt, filling: &Filling<'_>) -> Vec<Edit> {
        let Holds::Inline(text) = &cell.holds else { return Vec::new() };
        let Some(words) = self.text(filling, text) else { return Vec::new() };
        let prefix = prefix(sheet.raw(&cell.tag));
        let pieces = text.pieces.iter().zip(words);
        pieces.map(|((_, at), words)| Edit { at: at.clone(), with: t(prefix, &words) }).collect()
    }

    /// The pieces of a text with its markers filled; `None` where it has none. What belongs to rows stands in the rows.
    fn text(&self, filling: &Filling<'_>, text: &Text) -> Option<Vec<String>> {
        let whole = text.whole();
        if !is_marked(&whole) {
            return None;
        }
        let of_row = |part: &Part<'_>| matches!(part, Part::Marker(name) if name.starts_with("row."));
        if parts(&whole).unwrap_or_default().iter().any(of_row) {
            return Some(vec![String::new(); text.pieces.len()]);
        }
        let pieces: Vec<String> = text.pieces.iter().map(|(piece, _)| piece.clone()).collect();
        Some(filled(&pieces, |marker| filling.value(marker)))
    }

    /// The grown sheet; answers the columns of its values.
    fn sheet(
        &self,
        filling: &mut Filling<'_>,
        (sheet, row): (&Sheet, &RowAt),
        pens: &mut Pens<'_>,
        out: &mut Pack<'_>,
        of_disk: impl Fn(io::Error) -> WriteProblem + Copy,
    ) -> Result<Vec<String>, WriteProblem> {
        let segments = self.segments(filling, sheet, row);
        let repeated = {
            let value = |marker: &str| filling.value(marker);
            Repeated::new(sheet, row, filling.layout, (&self.markers, &filling.fields), self.strings.as_ref(), &value)
        };
        let mut from = 0;
        for (at, segment) in segments {
            out.write_all(sheet.raw(&(from..at.start)).as_bytes()).map_err(of_disk)?;
            from = at.end;
            match segment {
                Segment::Words(words) => out.write_all(words.as_bytes()).map_err(of_disk)?,
                Segment::Rows => rows(filling, &repeated, pens, out, of_disk)?,
                Segment::Merged => self.merges(filling.growth, out).map_err(of_disk)?,
            }
        }
        out.write_all(sheet.raw(&(from..sheet.xml.len())).as_bytes()).map_err(of_disk)?;
        Ok(repeated.columns)
    }

    fn segments(&self, filling: &Filling<'_>, sheet: &Sheet, row: &RowAt) -> Vec<(Range<usize>, Segment)> {
        let growth = filling.growth;
        let mut edits = moved::around(sheet, growth, &self.merged);
        for other in sheet.rows.iter().filter(|other| other.number != row.number) {
            let number = growth.place(other.number);
            let side = side_of(&self.sub_sums, other);
            let tag = moved::row_tag(sheet, other, number);
            let tag = if side.is_some() { filling.sub_sum_tag(tag) } else { tag };
            if number != other.number || side.is_some() {
                edits.push(Edit { at: other.tag.clone(), with: tag });
            }
            for cell in &other.cells {
                edits.extend(self.cell(filling, (sheet, side), cell, (other.number, number)));
            }
        }
        let mut segments: Vec<_> = edits.into_iter().map(|edit| (edit.at, Segment::Words(edit.with))).collect();
        segments.push((row.at.clone(), Segment::Rows));
        let close = sheet.xml.find(&format!("</{}mergeCells>", prefix(sheet.raw(&row.tag))));
        if let Some(close) = close.filter(|_| !self.merged.is_empty() && growth.by > 0) {
            segments.push((close..close, Segment::Merged));
        }
        segments.sort_by_key(|(at, _)| at.start);
        segments
    }

    /// Edits of a cell outside the repeated row: where it stands, what it computes, what it says.
    fn cell(
        &self,
        filling: &Filling<'_>,
        (sheet, side): (&Sheet, Option<Side>),
        cell: &CellAt,
        (old, new): (u32, u32),
    ) -> Vec<Edit> {
        let raw = sheet.raw(&cell.tag);
        let tag = if old == new { raw.to_owned() } else { with_attribute(raw, "r", &format!("{}{new}", cell.column)) };
        if let (Some(formula), Some(side)) = (&cell.formula, side) {
            let with = filling.sub_sum_cell(sheet, cell, formula, &tag, side);
            return vec![Edit { at: cell.at.clone(), with }];
        }
        if cell.formula.is_some() {
            let moving = Move { sheet: &sheet.name, growth: filling.growth, here: true, copy: None };
            return vec![Edit { at: cell.at.clone(), with: moved::formula_cell(sheet, cell, &tag, moving) }];
        }
        let mut edits = Vec::new();
        if tag != raw {
            edits.push(Edit { at: cell.tag.clone(), with: tag });
        }
        edits.extend(self.inline(sheet, cell, filling));
        edits
    }

    /// Merged cells of the rows after the first.
    fn merges(&self, growth: Growth, out: &mut Pack<'_>) -> io::Result<()> {
        let prefix = self
            .sheets
            .get(self.repeat.0)
            .map(|sheet| sheet.rows.get(self.repeat.1).map_or("", |row| prefix(sheet.raw(&row.tag))));
        let prefix = prefix.unwrap_or_default();
        for row in growth.row + 1..=growth.row + growth.by {
            for (from, to) in &self.merged {
                write!(out, "<{prefix}mergeCell ref=\"{from}{row}:{to}{row}\"/>")?;
            }
        }
        Ok(())
    }
}

impl Filling<'_> {
    /// What a marker of the head says here.
    fn value(&self, marker: &str) -> String {
        let said = match meaning(self.layout, marker) {
            Some(Meaning::Head(name)) => of_head(&self.head, &name),
            Some(Meaning::Rows) => self.spool.rows.to_string(),
            Some(Meaning::SubSum(side)) => self.layout.totals.as_ref().map_or_else(String::new, |totals| match side {
                Side::Month => totals.of_month.clone(),
                Side::Corrections => totals.corrections.clone(),
            }),
            _ => String::new(),
        };
        cell_text(&said).into_owned()
    }
}

fn rows(
    filling: &mut Filling<'_>,
    repeated: &Repeated<'_>,
    pens: &mut Pens<'_>,
    out: &mut Pack<'_>,
    of_disk: impl Fn(io::Error) -> WriteProblem,
) -> Result<(), WriteProblem> {
    let mut line = String::new();
    if filling.spool.rows == 0 {
        repeated.write_empty(&filling.layout.empty_month, filling.growth, pens, &mut line);
        return out.write_all(line.as_bytes()).map_err(of_disk);
    }
    let growth = filling.growth;
    let mut reading = filling.spool.read().map_err(&of_disk)?;
    let (mut values, mut copy) = (Row::default(), 0);
    while reading.next_row(&mut values).map_err(&of_disk)? {
        repeated.write(copy, growth, &values, pens, &mut line)?;
        copy += 1;
        // A row is a few hundred bytes; the packer likes larger bites.
        if line.len() > 1 << 15 {
            out.write_all(line.as_bytes()).map_err(&of_disk)?;
            line.clear();
        }
    }
    out.write_all(line.as_bytes()).map_err(of_disk)
}
