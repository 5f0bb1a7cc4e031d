//! Placeholder while the month is being written.
use crate::app::App;
use crate::error::{Answer, AppError};
use crate::view::*;

impl App {
    pub(crate) fn report_preview(&self, input: PreviewInput) -> Answer<SheetView> {
        Err(AppError::NotFound(input.key))
    }

    pub(crate) fn report_build(&self, input: ReportBuild) -> Answer<Written<Vec<ReportFile>>> {
        Err(AppError::NotFound(input.principal))
    }

    pub(crate) fn report_send(&self, input: MonthInput) -> Answer<Written<Vec<ReportRunView>>> {
        Err(AppError::NotFound(input.principal))
    }

    pub(crate) fn report_runs(&self, input: MonthInput) -> Answer<Vec<ReportRunView>> {
        Err(AppError::NotFound(input.principal))
    }
}
