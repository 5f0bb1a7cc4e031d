//! Register, workbook, what travels, what may stand once.

use super::field::is_attached;
use super::{BESIDE, Check};
use crate::form::definition::{Field, FieldKind, PrincipalUse};

impl Check<'_> {
    pub(super) fn layouts(&mut self) {
        let form = self.form;
        self.columns("list.columns", &form.list.columns);
        self.columns("list.filters", &form.list.filters);
        let sheet: Vec<String> = form.sheet.columns.iter().map(|(key, _)| key.clone()).collect();
        self.columns("sheet.columns", &sheet);
        for (place, key) in Self::each("list.filters", &form.list.filters) {
            let choosable = |field: &Field| {
                matches!(field.kind, FieldKind::Choice(_) | FieldKind::YesNo | FieldKind::Rating(_) | FieldKind::Ref(_))
            };
            if form.field(key).is_some_and(|field| !choosable(field)) || key == "no" {
                self.add(place, "impossible", format!("不能按「{key}」筛选：要选项、是否、评分或引用"));
            }
        }
        self.once(Self::each("list.totals", &form.list.totals));
        for (place, key) in Self::each("list.totals", &form.list.totals) {
            let Some(field) = self.named(place.clone(), key) else { continue };
            if !matches!(field.kind, FieldKind::Number { .. } | FieldKind::Money { .. }) {
                self.add(place, "impossible", format!("「{}」不是数或金额，不能合计", field.title));
            }
        }
        self.unique();
        self.travels();
    }

    /// Columns are fields of one cell, or what every entry has.
    fn columns(&mut self, at: &str, keys: &[String]) {
        self.once(Self::each(at, keys));
        for (place, key) in Self::each(at, keys).into_iter().filter(|(_, key)| !BESIDE.contains(key)) {
            let Some(field) = self.named(place.clone(), key) else { continue };
            if is_attached(field) || matches!(field.kind, FieldKind::Table(_)) {
                self.add(place, "impossible", format!("「{}」不能当一列：照片、签字和表格不是一格字", field.title));
            }
        }
    }

    fn unique(&mut self) {
        let form = self.form;
        self.once(Self::each("unique", &form.unique));
        for (place, key) in Self::each("unique", &form.unique) {
            if key == "principal" {
                continue;
            }
            let Some(field) = self.named(place.clone(), key) else { continue };
            if is_attached(field) || matches!(field.kind, FieldKind::Table(_)) {
                self.add(place, "impossible", format!("「{}」不能用来认重复", field.title));
            }
        }
    }

    fn travels(&mut self) {
        let form = self.form;
        let Some(travels) = &form.travels else { return };
        if form.principal == PrincipalUse::None {
            self.add("travels", "impossible", "报送总部的登记要有厂家：principal 写 needed 或 optional");
        }
        if let Some(after) = &travels.after {
            self.known_state("travels.after".into(), after);
        }
        for (place, key) in Self::each("travels.fields", travels.fields.as_deref().unwrap_or_default()) {
            self.named(place, key);
        }
    }
}
