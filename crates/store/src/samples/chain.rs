//! Samples of the chain that pays the dealer: call, demand, claim, notice.

use super::{day, id, principal, repair};
use domain::Fen;

pub(crate) fn claim() -> domain::claim::Claim {
    domain::claim::Claim {
        id: id(121),
        no: "HB-HX-2611-A0001".into(),
        principal: principal().id,
        month: "2026-10".parse().unwrap(),
        made_on: day("2026-11-01"),
        note: "十月".into(),
        entered_on: day("2026-11-02"),
        clock_suspect: true,
        void_reason: Some("重填".into()),
        rev: 3,
    }
}

pub(crate) fn attachment() -> domain::attachment::Attachment {
    domain::attachment::Attachment {
        id: id(161),
        subject: domain::attachment::AttachedTo::Repair,
        record: repair().id.to_string(),
        kind: domain::attachment::AttachmentKind::Paper,
        tag: Some(domain::attachment::PhotoTag::SignedPaper),
        caption: "签字纸".into(),
        field: "sign".into(),
        sha256: "ab".into(),
        thumb_sha256: "cd".into(),
        strokes_sha256: Some("ef".into()),
        mime: "image/jpeg".into(),
        bytes: 1,
        width: 2,
        height: 3,
        taken_at: Some(4),
        added_at: 5,
        device: "A".into(),
        clock_suspect: true,
        signer: "王小明".into(),
        relation: Some(domain::attachment::Relation::Technician),
        likeness: "0f".into(),
        alike: Some(id(162)),
        superseded_by: Some(id(163)),
        supersede_reason: "重签".into(),
    }
}

pub(crate) fn claim_line() -> domain::claim::ClaimLine {
    domain::claim::ClaimLine {
        id: id(122),
        claim: claim().id,
        line_no: 1,
        repair: repair().id,
        again_of: Some(id(122)),
        labour_fen: Fen(1),
        material_fen: Fen(2),
        travel_fen: Fen(3),
        other_fen: Fen(4),
        claimed_fen: Fen(10),
        verdict: Some(domain::claim::Verdict::Cut),
        approved_fen: Some(Fen(7)),
        reason: "工时过高".into(),
        judged_by: "刘审".into(),
        decided_on: Some(day("2026-11-05")),
        source: Some(domain::claim::Source::File),
        fees: vec![super::fee()],
        withdrawn_on: Some(day("2026-11-09")),
        withdraw_reason: "付款方写错".into(),
    }
}

pub(crate) fn settlement() -> domain::claim::Notice {
    domain::claim::Notice {
        id: id(123),
        claim: claim().id,
        no: "TZ-1".into(),
        noticed_on: day("2026-11-06"),
        approved_fen: Fen(7),
        cut_fen: Fen(3),
        cut_note: "一笔".into(),
        deduction_fen: Fen(5),
        deducted_on: Some(day("2026-11-08")),
        answer: Some(domain::claim::NoticeAnswer::Disputed),
        answered_on: Some(day("2026-11-07")),
        answer_note: "不对".into(),
        source: domain::claim::Source::Typed,
        rev: 2,
    }
}

pub(crate) fn demand() -> domain::demand::Demand {
    domain::demand::Demand {
        id: id(151),
        no: "HB0732A-YQ-2610-A0003".into(),
        principal: id(1),
        unit: id(41),
        kind: domain::demand::DemandKind::Exchange,
        made_on: day("2026-10-20"),
        words: "换一台".into(),
        no_same_model: true,
        answered_on: Some(day("2026-10-22")),
        answer: "等总部批复".into(),
        settled_on: Some(day("2026-10-30")),
        entered_on: day("2026-10-21"),
        clock_suspect: true,
        void_reason: Some("重复登记".into()),
        rev: 2,
    }
}

/// Every step and paper said, and a machine given in exchange.
pub(crate) fn remedy_case() -> domain::remedy_case::RemedyCase {
    use domain::remedy::rule::{Evidence, Right};
    use domain::remedy_case::{Ground, PaperLine, PaperState, RemedyCase, RemedyOutcome, RemedyStep, RemedyStepKind};
    let chosen = RemedyStep::new(RemedyStepKind::Chosen, day("2026-10-21"), "换一台".into(), 7);
    let given = domain::remedy_case::Given {
        sale: Some(id(51)),
        card_was: Some(domain::card::CardState::Queued),
        reversal: Some("r-1".into()),
    };
    let settled = RemedyStep::new(RemedyStepKind::Settled, day("2026-10-22"), "换新机".into(), 8);
    RemedyCase {
        id: id(171),
        no: "HB0732A-TH-2610-A0003".into(),
        principal: id(1),
        unit: id(41),
        demand: id(151),
        sale: Some(id(51)),
        made_on: day("2026-10-20"),
        ground: Ground {
            told_on: day("2026-10-20"),
            right: Some(Right::MachineExchange),
            since: Some(day("2026-10-19")),
            about: "发动机".into(),
            steps: vec!["修理满 2 次".into()],
            repairs: vec!["WX-1".into()],
            formula: Some("return.full".into()),
            standing: None,
            words: "总部鉴定".into(),
        },
        papers: vec![PaperLine {
            paper: Evidence::Card,
            state: PaperState::Waived,
            who: "李主任".into(),
            why: "存根可证".into(),
            at: 6,
        }],
        steps: vec![
            RemedyStep { choice: Some(Right::MachineExchange), ..chosen },
            RemedyStep { outcome: Some(RemedyOutcome::Machine), given: Some(given), ..settled },
        ],
        new_sale: Some(id(51)),
        new_unit: Some(id(41)),
        entered_at: 1_792_461_600_000,
        clock_suspect: true,
        void_reason: Some("重复登记".into()),
        rev: 2,
    }
}

pub(crate) fn call() -> domain::call::Call {
    use domain::call::{Area, Call, Step, StepKind, Urgency};
    let at = 1_792_461_600_000;
    let arranged = Step::new(StepKind::Arranged, domain::deadline::Moment::At(at + 60_000), "明早去".into(), at);
    Call {
        id: id(161),
        no: "HB0732A-BX-2610-A0003".into(),
        principal: Some(id(1)),
        received_at: at,
        channel: domain::repair::Channel::HeadOffice,
        caller: "王丹".into(),
        phone: "199 0036 4370".into(),
        customer: Some(id(31)),
        unit: Some(id(41)),
        serial: "HH70420260817".into(),
        model: "HH704".into(),
        product: "轮式拖拉机".into(),
        area: Some(Area::Suburb),
        address: "双庙乡张家村".into(),
        complaint: "发动不着".into(),
        urgency: Urgency::Urgent,
        forwarded_at: Some(at - 60_000),
        task_no: "RW-26-7".into(),
        note: "下地".into(),
        steps: vec![arranged],
        repair: Some(id(71)),
        entered_at: at + 1000,
        clock_suspect: true,
        void_reason: Some("重复登记".into()),
        rev: 2,
        follows: Some(id(161)),
    }
}
