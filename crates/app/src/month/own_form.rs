//! Head offices' own forms of the month's workbooks: looked over, kept, and filled in place of the layout.
//!
//! - OWNFORM-1 A form is looked over before it is kept; every fault is told at once with its sheet and cell, and a form with a fault is never kept.
//! - OWNFORM-2 The newest version of a maker's form is what its month is built and sent with; once it is withdrawn, the program's own layout is.
//! - OWNFORM-3 The bytes that are in use make no second version; a file that changed since it was looked over is refused.
//! - OWNFORM-4 What a form that can be used will show badly is told when it is looked over (CAUTION-1 to 4); in demo data also that it does not say so.

use super::sheet::{Finishing, Sheet};
use super::template_problem::{DEMO_IS_UNMARKED, caution, refused, unreadable, unusable};
use crate::app::{App, no_such, parse_id, principal};
use crate::error::{Answer, AppError};
use crate::form::{Form as Typed, refuse_stale};
use crate::view::*;
use domain::Day;
use domain::principal::Principal;
use domain::refusal::{Checks, Refusal};
use domain::text::clean;
use report::layout::Layout;
use report::template::{Template, markers};
use report::write::{Filled, Head, RowSource, WriteProblem, Written as File, filled};
use std::io::Read as _;
use std::path::Path;
use store::{Reader, ReportTemplate, Setting};

/// No form is as large; more is not read.
const MOST_BYTES: u64 = (4 << 20) + 1;

/// How a workbook of a maker is written: by a layout, or by the maker's own form.
pub(super) struct Form {
    pub layout: Layout,
    pub own: Option<Template>,
}

/// Rows that were read into a workbook.
pub(super) enum InBook {
    Saved(File),
    Filled(Box<Filled>),
}

impl InBook {
    /// Its file.
    pub(super) fn save(self, out: &Path) -> Result<File, WriteProblem> {
        match self {
            Self::Saved(file) => Ok(file),
            Self::Filled(book) => book.save(out),
        }
    }
}

impl Form {
    pub(super) fn of(reader: &Reader<'_>, maker: &Principal, sheet: Sheet) -> Answer<Self> {
        let layout = sheet.layout()?;
        let newest = reader.newest_template(maker.id, sheet.key())?;
        let Some(kept) = newest.filter(|kept| kept.void_reason.is_none()) else {
            return Ok(Self { layout, own: None });
        };
        let own = Template::open(&reader.template_file(kept.id)?, &layout)
            .map_err(|faults| unusable(&maker.name, &kept.name, kept.version, &faults))?;
        Ok(Self { layout, own: Some(own) })
    }

    /// Reads the rows; a maker's own form is in its file then, ours is to be saved.
    pub(super) fn write(
        &self,
        head: &Head,
        source: &mut dyn RowSource,
        finish: Finishing<'_>,
        out: &Path,
    ) -> Result<InBook, WriteProblem> {
        match &self.own {
            Some(own) => own.fill(&self.layout, head, source, finish, out).map(InBook::Saved),
            None => filled(&self.layout, head, source, finish).map(|book| InBook::Filled(Box::new(book))),
        }
    }
}

/// A file that was looked over.
struct Looked {
    maker: Principal,
    sheet: Sheet,
    name: String,
    bytes: Vec<u8>,
    sha256: String,
    about: report::template::About,
    cautions: Vec<String>,
}

impl App {
    pub(crate) fn template_list(&self, _: Nothing) -> Answer<TemplateShelf> {
        self.read(|reader, _| {
            let mut rows = Vec::new();
            for maker in reader.principals()? {
                let kept = reader.report_templates(maker.id)?;
                for one in kept {
                    let newest = reader.newest_template(maker.id, &one.key)?.map(|newest| newest.id);
                    rows.push(row(&maker, &one, newest == Some(one.id))?);
                }
            }
            Ok(TemplateShelf { rows, forms: Sheet::pack().into_iter().map(form).collect::<Answer<_>>()? })
        })
    }

    pub(crate) fn template_check(&self, input: TemplateSource) -> Answer<TemplatePreview> {
        self.read(|reader, _| {
            let looked = look(reader, &input.principal, &input.key, &input.path)?;
            let known = in_use(reader, &looked)?.filter(|kept| kept.sha256 == looked.sha256);
            let all = form(looked.sheet)?.markers;
            let used = |one: &MarkerView| looked.about.markers.iter().any(|name| one.marker == braced(name));
            Ok(TemplatePreview {
                name: looked.name.clone(),
                sha256: looked.sha256.clone(),
                sheet: looked.about.sheet.clone(),
                row: looked.about.row.into(),
                markers: all.into_iter().filter(used).collect(),
                cautions: looked.cautions.clone(),
                known: known.map(|kept| kept.version),
            })
        })
    }

    pub(crate) fn template_save(&self, input: TemplateInput) -> Answer<Written<TemplateRow>> {
        let typed = Typed::of("template_save", &input.request_id, &input)?;
        let value = self.write("template_save", |tx, now| {
            if let Some([made]) = typed.made(tx)?.as_deref() {
                return shown(tx, made);
            }
            let came_on = input.came_on.unwrap_or(now.today);
            let mut checks = Checks::default();
            checks.not_after("came_on", "总部下发日期", Some(came_on), now.today);
            checks.done()?;
            let looked = look(tx, &input.principal, &input.key, &input.path)?;
            if !input.sha256.trim().is_empty() && input.sha256.trim() != looked.sha256 {
                return Err(refused("template_changed", "文件在检查以后又改过，没有载入。请重新检查这个文件"));
            }
            let newest = tx.newest_template(looked.maker.id, looked.sheet.key())?;
            if newest.as_ref().is_some_and(|kept| kept.void_reason.is_none() && kept.sha256 == looked.sha256) {
                return Err(refused("template_known", "这个文件就是现在用的那一版，没有再存一版。月报照常用它生成"));
            }
            let kept = kept(self, &looked, newest.map_or(1, |kept| kept.version + 1), came_on, now.at);
            tx.put_report_template(&kept, &looked.bytes)?;
            typed.keep(tx, &[kept.id.to_string()], &kept.name)?;
            tx.note(&looked.maker.code, &format!("{} 第 {} 版 {}", kept.key, kept.version, kept.name));
            row(&looked.maker, &kept, true)
        })?;
        Ok(Written { value, touched: vec![Touched::Report] })
    }

    pub(crate) fn template_void(&self, input: VoidInput) -> Answer<Written<TemplateRow>> {
        let value = self.write("template_void", |tx, _| {
            let mut kept = known(tx, &input.id)?;
            refuse_stale("这一版模板", input.rev, kept.rev)?;
            let mut checks = Checks::default();
            checks.text("reason", "停用原因", &input.reason, 200);
            checks.done()?;
            if kept.void_reason.is_some() {
                return Err(refused("template_void", "这一版模板已经停用。要再用它，请重新载入同一个文件"));
            }
            kept.void_reason = Some(clean(&input.reason));
            kept.rev += 1;
            tx.void_report_template(&kept)?;
            tx.note(&kept.name, &clean(&input.reason));
            shown(tx, &input.id)
        })?;
        Ok(Written { value, touched: vec![Touched::Report] })
    }
}

fn known(reader: &Reader<'_>, id: &str) -> Answer<ReportTemplate> {
    reader.report_template(parse_id("id", id)?)?.ok_or_else(|| no_such("id", id))
}

fn shown(reader: &Reader<'_>, id: &str) -> Answer<TemplateRow> {
    let kept = known(reader, id)?;
    let maker = reader.principal(kept.principal)?.ok_or_else(|| no_such("id", id))?;
    let newest = reader.newest_template(maker.id, &kept.key)?.map(|newest| newest.id);
    row(&maker, &kept, newest == Some(kept.id))
}

fn in_use(reader: &Reader<'_>, looked: &Looked) -> Answer<Option<ReportTemplate>> {
    let newest = reader.newest_template(looked.maker.id, looked.sheet.key())?;
    Ok(newest.filter(|kept| kept.void_reason.is_none()))
}

/// Looks a file over (OWNFORM-1); every field that is wrong is told at once.
fn look(reader: &Reader<'_>, maker: &str, key: &str, path: &str) -> Answer<Looked> {
    let mut checks = Checks::default();
    for (field, label, given) in [("principal", "厂家", maker), ("key", "报表", key), ("path", "模板文件", path)]
    {
        checks.add(given.trim().is_empty().then_some(Refusal::Missing { field, label }));
    }
    checks.done()?;
    let (maker, sheet) = (principal(reader, maker)?, Sheet::of(key, "key")?);
    let path = Path::new(path.trim().trim_matches('"'));
    let bytes = read(path)?;
    let layout = sheet.layout()?;
    let template = Template::open(&bytes, &layout).map_err(|faults| unreadable(&faults))?;
    let mut cautions: Vec<String> = template.cautions(&layout).iter().map(caution).collect();
    if reader.setting(Setting::Demo)?.as_deref() == Some("1") {
        cautions.push(DEMO_IS_UNMARKED.to_owned());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let sha256 = wire::hash::sha256_hex(&bytes);
    Ok(Looked { maker, sheet, name, sha256, about: template.about(), cautions, bytes })
}

fn read(path: &Path) -> Answer<Vec<u8>> {
    let cannot = |cause: std::io::Error| -> AppError {
        let (code, why) = match cause.kind() {
            std::io::ErrorKind::NotFound => ("file_missing", "没有文件"),
            _ => ("file_unread", "读不了文件"),
        };
        refused(code, &format!("{why}「{}」，什么也没有改。请看看路径和权限", path.display()))
    };
    let mut bytes = Vec::new();
    std::fs::File::open(path).map_err(cannot)?.take(MOST_BYTES).read_to_end(&mut bytes).map_err(cannot)?;
    Ok(bytes)
}

fn kept(app: &App, looked: &Looked, version: i64, came_on: Day, at: i64) -> ReportTemplate {
    ReportTemplate {
        id: app.id(),
        principal: looked.maker.id,
        key: looked.sheet.key().into(),
        version,
        name: looked.name.clone(),
        sha256: looked.sha256.clone(),
        size: looked.bytes.len().try_into().unwrap_or(i64::MAX),
        came_on,
        sheet: looked.about.sheet.clone(),
        row: looked.about.row.into(),
        made_at: at,
        void_reason: None,
        rev: 1,
    }
}

fn row(maker: &Principal, kept: &ReportTemplate, newest: bool) -> Answer<TemplateRow> {
    Ok(TemplateRow {
        id: kept.id.to_string(),
        rev: kept.rev,
        principal: maker.code.clone(),
        principal_name: maker.name.clone(),
        title: Sheet::of(&kept.key, "key")?.layout()?.name,
        key: kept.key.clone(),
        version: kept.version,
        name: kept.name.clone(),
        sha256: kept.sha256.clone(),
        came_on: kept.came_on,
        sheet: kept.sheet.clone(),
        row: kept.row,
        used: newest && kept.void_reason.is_none(),
        void_reason: kept.void_reason.clone(),
    })
}

/// What a workbook's form may ask for.
fn form(sheet: Sheet) -> Answer<TemplateForm> {
    let layout = sheet.layout()?;
    let needed = |name: &str| layout.needs.iter().any(|need| name == format!("row.{need}"));
    let marker = |(name, says): (String, String)| MarkerView { needed: needed(&name), marker: braced(&name), says };
    let all = markers(&layout).into_iter().map(marker).collect();
    Ok(TemplateForm { key: sheet.key().into(), title: layout.name.clone(), markers: all })
}

fn braced(name: &str) -> String {
    format!("{{{{{name}}}}}")
}
