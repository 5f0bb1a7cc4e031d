//! The forms that come with the program: files of `policies/forms`, word by word.

/// Texts of their definitions, by file.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("absent_paper.json", include_str!("../../../../policies/forms/absent_paper.json")),
    ("authority_approval.json", include_str!("../../../../policies/forms/authority_approval.json")),
    ("bought_in_part.json", include_str!("../../../../policies/forms/bought_in_part.json")),
    ("capa.json", include_str!("../../../../policies/forms/capa.json")),
    ("care_plan.json", include_str!("../../../../policies/forms/care_plan.json")),
    ("commissioning_record.json", include_str!("../../../../policies/forms/commissioning_record.json")),
    ("complaint.json", include_str!("../../../../policies/forms/complaint.json")),
    ("complaint_sheet.json", include_str!("../../../../policies/forms/complaint_sheet.json")),
    ("complaint_statistics.json", include_str!("../../../../policies/forms/complaint_statistics.json")),
    ("contact_log.json", include_str!("../../../../policies/forms/contact_log.json")),
    ("contract_notice.json", include_str!("../../../../policies/forms/contract_notice.json")),
    ("customer_opinion.json", include_str!("../../../../policies/forms/customer_opinion.json")),
    ("dealer_agreement.json", include_str!("../../../../policies/forms/dealer_agreement.json")),
    ("dealer_assessment.json", include_str!("../../../../policies/forms/dealer_assessment.json")),
    ("dealer_grading.json", include_str!("../../../../policies/forms/dealer_grading.json")),
    ("defect_sample.json", include_str!("../../../../policies/forms/defect_sample.json")),
    ("delivery_checklist.json", include_str!("../../../../policies/forms/delivery_checklist.json")),
    ("director_day_report.json", include_str!("../../../../policies/forms/director_day_report.json")),
    ("expedite_notice.json", include_str!("../../../../policies/forms/expedite_notice.json")),
    ("fault_analysis.json", include_str!("../../../../policies/forms/fault_analysis.json")),
    ("goods_return_note.json", include_str!("../../../../policies/forms/goods_return_note.json")),
    ("hotline.json", include_str!("../../../../policies/forms/hotline.json")),
    ("inspection_notice.json", include_str!("../../../../policies/forms/inspection_notice.json")),
    ("installation_voucher.json", include_str!("../../../../policies/forms/installation_voucher.json")),
    ("investigation_note.json", include_str!("../../../../policies/forms/investigation_note.json")),
    ("key_customer.json", include_str!("../../../../policies/forms/key_customer.json")),
    ("key_customer_list.json", include_str!("../../../../policies/forms/key_customer_list.json")),
    ("maintenance_contract.json", include_str!("../../../../policies/forms/maintenance_contract.json")),
    ("major_incident.json", include_str!("../../../../policies/forms/major_incident.json")),
    ("monthly_quality.json", include_str!("../../../../policies/forms/monthly_quality.json")),
    ("monthly_summary.json", include_str!("../../../../policies/forms/monthly_summary.json")),
    ("office_failure_analysis.json", include_str!("../../../../policies/forms/office_failure_analysis.json")),
    ("opinion_card.json", include_str!("../../../../policies/forms/opinion_card.json")),
    ("paid_service_takings.json", include_str!("../../../../policies/forms/paid_service_takings.json")),
    ("parts_check_notice.json", include_str!("../../../../policies/forms/parts_check_notice.json")),
    ("parts_order.json", include_str!("../../../../policies/forms/parts_order.json")),
    ("parts_plan.json", include_str!("../../../../policies/forms/parts_plan.json")),
    ("parts_quality.json", include_str!("../../../../policies/forms/parts_quality.json")),
    ("parts_receipt.json", include_str!("../../../../policies/forms/parts_receipt.json")),
    ("parts_shipping_notice.json", include_str!("../../../../policies/forms/parts_shipping_notice.json")),
    ("preventive_inspection.json", include_str!("../../../../policies/forms/preventive_inspection.json")),
    ("price_list.json", include_str!("../../../../policies/forms/price_list.json")),
    ("quality_feedback.json", include_str!("../../../../policies/forms/quality_feedback.json")),
    ("result_notice.json", include_str!("../../../../policies/forms/result_notice.json")),
    ("return_exchange_request.json", include_str!("../../../../policies/forms/return_exchange_request.json")),
    ("revisit.json", include_str!("../../../../policies/forms/revisit.json")),
    ("risk_analysis.json", include_str!("../../../../policies/forms/risk_analysis.json")),
    ("sales_allowance.json", include_str!("../../../../policies/forms/sales_allowance.json")),
    ("shelf_life.json", include_str!("../../../../policies/forms/shelf_life.json")),
    ("shipment_note.json", include_str!("../../../../policies/forms/shipment_note.json")),
    ("staff_notice.json", include_str!("../../../../policies/forms/staff_notice.json")),
    ("stock_return.json", include_str!("../../../../policies/forms/stock_return.json")),
    ("stock_unit.json", include_str!("../../../../policies/forms/stock_unit.json")),
    ("support_ticket.json", include_str!("../../../../policies/forms/support_ticket.json")),
    ("survey_customer.json", include_str!("../../../../policies/forms/survey_customer.json")),
    ("survey_summary.json", include_str!("../../../../policies/forms/survey_summary.json")),
    ("survey_task.json", include_str!("../../../../policies/forms/survey_task.json")),
    ("technical_document.json", include_str!("../../../../policies/forms/technical_document.json")),
    ("technician.json", include_str!("../../../../policies/forms/technician.json")),
    ("technician_day_report.json", include_str!("../../../../policies/forms/technician_day_report.json")),
    ("training_record.json", include_str!("../../../../policies/forms/training_record.json")),
    ("usage_notice.json", include_str!("../../../../policies/forms/usage_notice.json")),
    ("visit_plan.json", include_str!("../../../../policies/forms/visit_plan.json")),
    ("visit_record.json", include_str!("../../../../policies/forms/visit_record.json")),
    ("warranty_application.json", include_str!("../../../../policies/forms/warranty_application.json")),
    ("waybill.json", include_str!("../../../../policies/forms/waybill.json")),
    ("weekly_report.json", include_str!("../../../../policies/forms/weekly_report.json")),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_file_of_the_folder_comes_with_the_program() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/forms");
        let there = folder.read_dir().unwrap().map(|file| file.unwrap().file_name().to_string_lossy().into_owned());
        let there: BTreeSet<String> = there.filter(|name| name.ends_with(".json")).collect();
        let listed: BTreeSet<String> = BUILT_IN.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(listed, there);
    }
}
