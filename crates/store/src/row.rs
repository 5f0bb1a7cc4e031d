//! A row type is a list of its columns: reading is by name, putting binds by name.

use crate::column::Column;
use crate::{Reader, Result, StoreError};
use rusqlite::types::{ToSqlOutput, Value};
use rusqlite::{Params, Row, Statement};
use std::rc::Rc;

/// One column of a row, by name.
pub(crate) fn col<T: Column>(row: &Row<'_>, name: &'static str) -> Result<T> {
    let at = row.as_ref().column_index(name)?;
    col_at(row, at, name)
}

/// One column of a row, by its place.
pub(crate) fn col_at<T: Column>(row: &Row<'_>, at: usize, name: &'static str) -> Result<T> {
    T::read(row.get_ref(at)?).map_err(|why| StoreError::bad_row(&place(row, name), why))
}

/// Table-free place of a bad value: the column and the row's id when it has one.
fn place(row: &Row<'_>, name: &str) -> String {
    let id: String = row.get("id").unwrap_or_default();
    format!("column {name} of row {id}")
}

/// A type read from a row.
pub(crate) trait FromRow: Sized {
    /// Its columns, in the order in which their places are given.
    const COLUMNS: &'static [&'static str];

    fn from_row(row: &Row<'_>, places: &[usize]) -> Result<Self>;
}

/// Where the columns of a type stand in a statement: looked up once, not for each row.
pub(crate) fn places<T: FromRow>(statement: &Statement<'_>) -> Result<Vec<usize>> {
    T::COLUMNS.iter().map(|name| Ok(statement.column_index(name)?)).collect()
}

/// Declares the columns a struct stands in: read by name, bound by name. What follows `with` is put in after reading.
macro_rules! row {
    ($type:ty { $($field:ident),* $(,)? } $(with $later:ident)?) => {
        impl $crate::row::FromRow for $type {
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),*];

            fn from_row(row: &rusqlite::Row<'_>, places: &[usize]) -> $crate::Result<Self> {
                let mut places = places.iter().copied();
                $(let $field = $crate::row::col_at(row, places.next().unwrap_or(usize::MAX), stringify!($field))?;)*
                Ok(Self { $($field,)* $($later: None)? })
            }
        }

        impl $crate::row::Bind for $type {
            fn binds(&self) -> Vec<(&'static str, rusqlite::types::Value)> {
                vec![$((concat!(":", stringify!($field)), $crate::column::Column::bind(&self.$field))),*]
            }

            fn lent(&self) -> Vec<(&'static str, rusqlite::types::ToSqlOutput<'_>)> {
                vec![$((concat!(":", stringify!($field)), $crate::column::Column::lent(&self.$field))),*]
            }
        }
    };
}
pub(crate) use row;

/// A struct as named values, in the order of its columns.
#[allow(dead_code, reason = "row types that are only read share the macro with those that are put")]
pub(crate) trait Bind {
    fn binds(&self) -> Vec<(&'static str, Value)>;

    /// The same for a statement that runs now.
    fn lent(&self) -> Vec<(&'static str, ToSqlOutput<'_>)>;
}

impl Reader<'_> {
    /// At most one row.
    pub(crate) fn one<T: FromRow>(&self, sql: &str, params: impl Params) -> Result<Option<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        rows.next()?.map(|row| T::from_row(row, &places::<T>(row.as_ref())?)).transpose()
    }

    /// All rows.
    pub(crate) fn many<T: FromRow>(&self, sql: &str, params: impl Params) -> Result<Vec<T>> {
        self.many_with(sql, params, |_, found| Ok(found))
    }

    /// Shows somebody all rows, one after the other.
    pub(crate) fn each_row<T: FromRow, E: From<StoreError>>(
        &self,
        sql: &str,
        params: impl Params,
        each: &mut dyn FnMut(T) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let mut statement = self.connection.prepare_cached(sql).map_err(StoreError::from)?;
        let places = places::<T>(&statement)?;
        let mut rows = statement.query(params).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            each(T::from_row(row, &places)?)?;
        }
        Ok(())
    }

    /// All rows, each with what `f` makes of it.
    pub(crate) fn many_with<T: FromRow>(
        &self,
        sql: &str,
        params: impl Params,
        f: impl Fn(&Row<'_>, T) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut found = Vec::new();
        // A look that finds nothing, as most of an import do, asks for no names of columns.
        let Some(first) = rows.next()? else { return Ok(found) };
        let places = places::<T>(first.as_ref())?;
        found.push(f(first, T::from_row(first, &places)?)?);
        while let Some(row) = rows.next()? {
            found.push(f(row, T::from_row(row, &places)?)?);
        }
        Ok(found)
    }

    /// All rows, and the total a list counts along with them.
    pub(crate) fn counted<T: FromRow>(&self, sql: &str, params: impl Params) -> Result<(Vec<T>, Option<i64>)> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let column = statement.column_index("total").ok();
        let places = places::<T>(&statement)?;
        let mut rows = statement.query(params)?;
        let (mut found, mut total) = (Vec::new(), None);
        while let Some(row) = rows.next()? {
            total = column.map(|column| row.get(column)).transpose()?;
            found.push(T::from_row(row, &places)?);
        }
        Ok((found, total))
    }

    /// One value of one row; `None` when there is no row.
    pub(crate) fn value<T: Column>(&self, sql: &str, params: impl Params) -> Result<Option<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        match rows.next()? {
            Some(row) => T::read(row.get_ref(0)?).map(Some).map_err(|why| StoreError::bad_row(sql, why)),
            None => Ok(None),
        }
    }
}

impl crate::Tx<'_> {
    /// Puts a row: inserted, or replaced under its id. `derived` are columns made from the value on the way in.
    pub(crate) fn put<T: Bind>(&self, sql: &'static str, row: &T, derived: &[(&'static str, Value)]) -> Result<()> {
        let mut binds = row.lent();
        binds.extend(derived.iter().map(lent));
        self.put_values(sql, &binds)
    }

    /// Puts named values: every parameter of the statement, none twice, always in the same order.
    pub(crate) fn put_values(&self, sql: &'static str, binds: &[(&'static str, ToSqlOutput<'_>)]) -> Result<()> {
        self.writing(|| {
            let mut statement = self.connection.prepare_cached(sql)?;
            let places = self.places_of(sql, &statement, binds)?;
            for (place, (_, value)) in places.iter().zip(binds) {
                statement.raw_bind_parameter(*place, value)?;
            }
            statement.raw_execute()?;
            Ok(())
        })
    }

    /// Where the values of a row are bound in a statement: looked up by name once, not for each row.
    fn places_of(
        &self,
        sql: &'static str,
        statement: &Statement<'_>,
        binds: &[(&'static str, ToSqlOutput<'_>)],
    ) -> Result<Rc<[usize]>> {
        let key = (sql.as_ptr(), sql.len());
        if let Some(known) = self.places.borrow().get(&key) {
            return Ok(Rc::clone(known));
        }
        if statement.parameter_count() != binds.len() {
            return Err(StoreError::other(format!("other parameters than values: {sql}")));
        }
        let place = |name: &str| {
            let place = statement.parameter_index(name)?;
            place.ok_or_else(|| StoreError::other(format!("no parameter {name}: {sql}")))
        };
        let places: Rc<[usize]> = binds.iter().map(|(name, _)| place(name)).collect::<Result<_>>()?;
        self.places.borrow_mut().insert(key, Rc::clone(&places));
        Ok(places)
    }
}

/// A value that stays where it is while a statement runs.
pub(crate) fn lent<'a>((name, value): &'a (&'static str, Value)) -> (&'static str, ToSqlOutput<'a>) {
    (*name, ToSqlOutput::Borrowed(value.into()))
}

/// A list for `json_each`, so that a query takes any number of ids.
pub(crate) fn json_list<T: ToString>(items: impl IntoIterator<Item = T>) -> Value {
    let texts: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    serde_json::to_string(&texts).map_or(Value::Null, Value::Text)
}
