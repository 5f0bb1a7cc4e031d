//! A file as tables of known columns: which sheets are read, what they hold, and where each field stands.
//!
//! - IMPORT-1 What a file holds is told by its header; a file that fits no kind, or more than one, is refused with a sentence that asks.
//! - IMPORT-2 Every sheet whose header fits is read; one without a fitting header, and a hidden one, is passed over and named.
//! - IMPORT-3 Columns a person matched are remembered for that header and used the next time.

use super::columns::{Columns, Mapping, check_mapping};
use super::fields::{FORMS, Form, Need, Piece};
use super::problem::{file, unread};
use crate::error::{Answer, AppError};
use crate::file_problem::refuse_odd;
use crate::view::{ImportInput, ImportKind};
use report::read::{Book, BookFormat, Cell, Encoding, Grid, Header, header, normalise, open_path};
use std::path::Path;
use store::ImportLayout;

/// One sheet to read.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Its place in the book.
    pub grid: usize,
    pub header: Header,
    pub columns: Columns,
}

/// What is read of a file, and how.
#[derive(Debug)]
pub(super) struct Source {
    pub book: Book,
    pub form: &'static Form,
    pub sheets: Vec<Sheet>,
    /// Names of sheets passed over.
    pub skipped: Vec<String>,
    /// Labels of key columns that were not found; then only a preview is possible.
    pub missing: Vec<&'static str>,
    pub mapping: Mapping,
}

/// Reads a file's bytes.
pub(crate) fn open(path: &str) -> Answer<Book> {
    if path.trim().is_empty() {
        return Err(domain::Refusal::Missing { field: "path", label: "文件" }.into());
    }
    let path = Path::new(path.trim());
    if path.is_dir() {
        return Err(file("file_is_folder", "这是一个文件夹。请选择里面的表格文件"));
    }
    refuse_odd(path, "请选择一个表格文件")?;
    open_path(path).map_err(|problem| {
        tracing::warn!(%problem, "import file refused");
        unread(&problem)
    })
}

impl Source {
    /// Finds kind, sheets and columns; `remembered` answers for a header key.
    pub(super) fn plan(
        book: Book,
        input: &ImportInput,
        remembered: impl Fn(&str) -> Answer<Option<ImportLayout>>,
    ) -> Answer<Self> {
        let heads = heads(&book, &input.mapping);
        if heads.is_empty() {
            return Err(file(
                "header_not_found",
                "找不到表头。第一行（标题行之后）应是「购机日期、出厂编号」这样的列名",
            ));
        }
        let kept = heads.iter().find_map(|(_, head)| remembered(&header_key(&head.names)).transpose()).transpose()?;
        let form = match (input.kind, kept.as_ref().and_then(|kept| kind_named(&kept.kind))) {
            (Some(kind), _) | (None, Some(kind)) => Form::of(kind),
            (None, None) => told_by_header(&heads, &input.mapping)?,
        };
        let mapping = merged(kept.filter(|kept| kind_named(&kept.kind) == Some(form.kind)), &input.mapping)?;
        let headers: Vec<String> = heads.iter().flat_map(|(_, head)| head.names.clone()).collect();
        check_mapping(form, &input.mapping, &headers)?;
        Ok(Self::choose(book, form, heads, mapping))
    }

    /// The sheets with every key column; when there is none, the one that comes nearest.
    fn choose(book: Book, form: &'static Form, heads: Vec<(usize, Header)>, mapping: Mapping) -> Self {
        let all = heads.into_iter().map(|(grid, header)| {
            let columns = Columns::matched(form, &header.names, &mapping);
            Sheet { grid, header, columns }
        });
        let (mut sheets, mut others): (Vec<_>, Vec<_>) =
            all.partition(|sheet| missing(form, &sheet.columns).is_empty());
        let mut absent = Vec::new();
        if sheets.is_empty()
            && let Some(nearest) =
                (0..others.len()).max_by_key(|i| others.get(*i).map_or(0, |sheet| sheet.columns.all().len()))
        {
            sheets.push(others.swap_remove(nearest));
            absent = sheets.first().map(|sheet| missing(form, &sheet.columns)).unwrap_or_default();
        }
        let read = |index: usize| sheets.iter().any(|sheet| sheet.grid == index);
        let skipped = book.sheets.iter().enumerate().filter(|(index, grid)| !read(*index) && !grid.rows.is_empty());
        let skipped = skipped.map(|(_, grid)| grid.name.clone()).collect();
        Self { book, form, sheets, skipped, missing: absent, mapping }
    }

    /// Refuses to run when a key column is not there.
    pub(super) fn check_columns(&self) -> Answer<()> {
        if self.missing.is_empty() {
            return Ok(());
        }
        let (missing, form) = (self.missing.join("」「"), self.form.name);
        Err(file(
            "column_missing",
            format!("按{form}导入要有「{missing}」列，表头里没有找到。请在表头里补上，或在导入窗口里指定是哪一列"),
        ))
    }

    /// The cells of a sheet.
    pub(super) fn grid(&self, sheet: &Sheet) -> Option<&Grid> {
        self.book.sheets.get(sheet.grid)
    }

    /// What the bytes were, for people.
    pub(super) fn format(&self) -> String {
        let encoding = match self.book.encoding {
            Some(Encoding::Utf8) => "UTF-8",
            Some(Encoding::Utf8Bom) => "UTF-8 BOM",
            Some(Encoding::Utf16Le) => "UTF-16LE",
            Some(Encoding::Utf16Be) => "UTF-16BE",
            Some(Encoding::Gb18030) => "GB18030",
            None => "",
        };
        let unsure = if self.book.encoding_sure { "" } else { "，不能确定" };
        match self.book.format {
            BookFormat::Xlsx => "Excel xlsx".into(),
            BookFormat::Xls => "Excel xls".into(),
            BookFormat::Delimited(',') => format!("CSV（{encoding}{unsure}）"),
            BookFormat::Delimited('\t') => format!("CSV（{encoding}{unsure}，制表符分隔）"),
            BookFormat::Delimited(other) => format!("CSV（{encoding}{unsure}，「{other}」分隔）"),
        }
    }
}

/// What a layout is remembered under: the header as it is compared.
pub(super) fn header_key(names: &[String]) -> String {
    names.iter().map(|name| normalise(name)).collect::<Vec<_>>().join("|")
}

/// Stored name of a kind.
pub(super) fn kind_name(kind: ImportKind) -> String {
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn kind_named(name: &str) -> Option<ImportKind> {
    FORMS.iter().map(|form| form.kind).find(|kind| kind_name(*kind) == name)
}

/// What was remembered, and over it what is said now.
fn merged(kept: Option<ImportLayout>, said: &Mapping) -> Answer<Mapping> {
    let mut mapping: Mapping = match kept {
        Some(kept) => serde_json::from_str(&kept.mapping)
            .map_err(|e| AppError::BadInput { field: "mapping".into(), detail: e.to_string() })?,
        None => Mapping::new(),
    };
    mapping.extend(said.iter().map(|(key, text)| (key.clone(), text.clone())));
    Ok(mapping)
}

/// Labels of the key fields without a column.
fn missing(form: &Form, columns: &Columns) -> Vec<&'static str> {
    let keys = form.fields.iter().filter(|field| field.need == Need::Key);
    keys.filter(|field| columns.of(field.key).is_none()).map(|field| field.label).collect()
}

/// The header of every sheet that has one; hidden sheets only when nothing is visible.
fn heads(book: &Book, mapping: &Mapping) -> Vec<(usize, Header)> {
    let shown = book.sheets.iter().any(|grid| !grid.hidden);
    let sheets = book.sheets.iter().enumerate().filter(|(_, grid)| !(shown && grid.hidden));
    sheets.filter_map(|(index, grid)| Some((index, head(grid, mapping)?))).collect()
}

fn head(grid: &Grid, mapping: &Mapping) -> Option<Header> {
    let mut known: Vec<Vec<&str>> =
        FORMS.iter().flat_map(|form| form.fields).map(|field| field.names.to_vec()).collect();
    known.extend(Piece::ALL.map(|piece| piece.names().to_vec()));
    known.extend(mapping.values().filter(|text| !text.trim().is_empty()).map(|text| vec![text.as_str()]));
    let known: Vec<&[&str]> = known.iter().map(Vec::as_slice).collect();
    header(grid, &known).or_else(|| widest_words(grid))
}

/// A header in words unknown here: the widest row of words near the top. A person can still match its columns.
fn widest_words(grid: &Grid) -> Option<Header> {
    let words = |cells: &Vec<Cell>| {
        let all_words = cells.iter().all(|cell| matches!(cell, Cell::Text(_) | Cell::Empty));
        if all_words { cells.iter().filter(|cell| !cell.is_blank()).count() } else { 0 }
    };
    let top = grid.rows.iter().take(30).map(words);
    let (row, width) = top.enumerate().max_by_key(|(row, width)| (*width, usize::MAX - row))?;
    if width < 2 {
        return None;
    }
    let names: Vec<String> = grid.rows.get(row)?.iter().filter(|cell| !cell.is_blank()).map(Cell::shown).collect();
    let known: Vec<[&str; 1]> = names.iter().map(|name| [name.as_str()]).collect();
    header(grid, &known.iter().map(<[&str; 1]>::as_slice).collect::<Vec<_>>())
}

/// The one kind whose key columns are there (IMPORT-1).
fn told_by_header(heads: &[(usize, Header)], mapping: &Mapping) -> Answer<&'static Form> {
    let fitting: Vec<&Form> =
        FORMS.iter().filter(|form| heads.iter().any(|(_, head)| fits(form, head, mapping))).collect();
    match fitting.as_slice() {
        [one] => Ok(one),
        [] => Err(file(
            "kind_unknown",
            format!(
                "认不出这个文件是什么{}。请说明是销售台账、维修记录、机型还是配件价目（--as sales|repairs|models|parts）",
                nearest(heads, mapping)
            ),
        )),
        several => {
            let names: Vec<_> = several.iter().map(|form| form.name).collect();
            Err(file(
                "kind_ambiguous",
                format!(
                    "这个文件既像{}，不替您决定。请说明是哪一种（--as sales|repairs|models|parts）",
                    names.join("又像")
                ),
            ))
        }
    }
}

fn fits(form: &Form, head: &Header, mapping: &Mapping) -> bool {
    let heads: Vec<String> = head.names.iter().map(|name| normalise(name)).collect();
    let foreign = form.foreign.iter().any(|name| heads.contains(&normalise(name)));
    !foreign && missing(form, &Columns::matched(form, &head.names, mapping)).is_empty()
}

/// Says which kind comes nearest and what it lacks.
fn nearest(heads: &[(usize, Header)], mapping: &Mapping) -> String {
    let tries = heads
        .iter()
        .flat_map(|(_, head)| FORMS.iter().map(move |form| (form, Columns::matched(form, &head.names, mapping))));
    let near = tries.filter(|(form, columns)| columns.all().len() >= 3 && !missing(form, columns).is_empty());
    match near.max_by_key(|(_, columns)| columns.all().len()) {
        Some((form, columns)) => format!("：像{}，但没有「{}」列", form.name, missing(form, &columns).join("」「")),
        None => "：表头里没有认得的列名".to_owned(),
    }
}
