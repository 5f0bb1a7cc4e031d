//! Import of the files dealers really keep: sales ledgers, repair records, models, price lists.
//!
//! - IMPORT-20 A preview does all an import does and saves nothing.
//! - IMPORT-21 Identity numbers are dropped unless the maker's policy demands them, and counted.
//!
//! The way: `source` finds sheets and columns, `row` reads cells, `sales`, `repairs` and `catalogue` make drafts and put them
//! through the doors the forms use, `run` holds the transaction, `error_file` writes what was refused. Reading of bytes and
//! the grammar of values are `report`'s; what may stand in a record is `domain`'s.

mod catalogue;
mod columns;
mod error_file;
mod field_tables;
mod fields;
mod makers;
mod plates;
mod preview;
mod problem;
mod repair_paper;
mod repair_parts;
mod repairs;
mod row;
mod run;
mod sales;
mod source;

use crate::app::App;
use crate::clock::{Now, civil_time};
use crate::error::Answer;
use crate::tasks::{Task, stopped_as};
use crate::view::*;
use crate::writing::Writing;
use run::{RefusedRow, Run};
use source::Source;
pub(crate) use source::open;
use std::path::Path;
use store::{ImportLayout, Tx};

impl App {
    pub(crate) fn import_preview(&self, input: ImportInput) -> Answer<ImportPreview> {
        let running = self.tasks.begin(&input.task);
        let source = self.import_source(&input)?;
        let now = self.read(|_, now| Ok(now))?;
        let seen = self.with_store(|store| store.rehearse(|tx| run_in(self, tx, now, &source, &input, &running)));
        let (outcome, ..) = stopped_as(seen, || "已取消，什么都没有导入".into())?;
        Ok(preview::of(&source, outcome))
    }

    pub(crate) fn import_run(&self, input: ImportInput) -> Answer<Written<ImportOutcome>> {
        let running = self.tasks.begin(&input.task);
        let source = self.import_source(&input)?;
        source.check_columns()?;
        let done = self.write("import_run", |tx, now| {
            let done = run_in(self, tx, now, &source, &input, &running)?;
            running.to_the_end()?;
            remember(tx, now, &source, &input)?;
            tx.note(&file_name(&input.path), &counts(&done.0));
            Ok(done)
        });
        let (mut outcome, refused, maker_added) = stopped_as(done, || "已取消，什么都没有导入".into())?;
        self.put_error_file(&source, &input, &mut outcome, &refused);
        Ok(Written { value: outcome, touched: touched(source.form.kind, maker_added) })
    }

    fn import_source(&self, input: &ImportInput) -> Answer<Source> {
        let book = source::open(&input.path)?;
        self.read(|reader, _| Source::plan(book, input, |key| Ok(reader.import_layout(key)?)))
    }

    /// The rows are saved already: a list that cannot be written is said, and takes nothing back.
    fn put_error_file(
        &self,
        source: &Source,
        input: &ImportInput,
        outcome: &mut ImportOutcome,
        refused: &[RefusedRow],
    ) {
        let stem = Path::new(input.path.trim()).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        match error_file::write(&self.folder("exports"), source, refused, &stem, civil_time(self.now())) {
            Ok(path) => outcome.error_file = path.map(|path| path.to_string_lossy().into_owned()),
            Err(problem) => outcome.warnings.push(RowNote {
                sheet: String::new(),
                row: 1,
                field: String::new(),
                code: problem.code(),
                message: problem.to_string(),
            }),
        }
    }
}

type Done = (ImportOutcome, Vec<RefusedRow>, bool);

fn run_in(app: &App, tx: &Tx<'_>, now: Now, source: &Source, input: &ImportInput, task: &Task) -> Answer<Done> {
    let writing = Writing::begin(app, tx, now)?;
    let mut run = Run::begin(&writing, input, task)?;
    run.take(source)?;
    Ok((run.outcome, run.refused, run.maker_added))
}

/// Keeps what a person said about this header (IMPORT-3).
fn remember(tx: &Tx<'_>, now: Now, source: &Source, input: &ImportInput) -> Answer<()> {
    if input.mapping.is_empty() && input.kind.is_none() {
        return Ok(());
    }
    let mapping = serde_json::to_string(&source.mapping).unwrap_or_else(|_| "{}".into());
    for sheet in &source.sheets {
        let layout = ImportLayout { kind: source::kind_name(source.form.kind), mapping: mapping.clone() };
        tx.put_import_layout(&source::header_key(&sheet.header.names), &layout, now.at)?;
    }
    Ok(())
}

fn file_name(path: &str) -> String {
    Path::new(path.trim()).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn counts(outcome: &ImportOutcome) -> String {
    format!("{} 行：导入 {}，未变 {}，拒绝 {}", outcome.rows, outcome.imported, outcome.unchanged, outcome.refused)
}

fn touched(kind: ImportKind, maker_added: bool) -> Vec<Touched> {
    let mut touched = match kind {
        ImportKind::Sales => vec![Touched::Sale, Touched::Card, Touched::Customer, Touched::Unit, Touched::Catalogue],
        ImportKind::Repairs => {
            vec![Touched::Repair, Touched::OldPart, Touched::Customer, Touched::Unit, Touched::Catalogue, Touched::Sync]
        }
        ImportKind::Models | ImportKind::Parts => vec![Touched::Catalogue],
    };
    touched.extend(maker_added.then_some(Touched::Settings));
    touched
}
