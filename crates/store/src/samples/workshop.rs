//! Samples of the workshop: a machine taken in, and the card on it.

use super::{NOW, id};
use domain::Day;
use domain::call::Ended;
use domain::custody::{Custody, HandOver, Promise};
use domain::job_card::{Inspection, JobCard};

pub(crate) fn custody() -> Custody {
    Custody {
        id: id(171),
        no: "HB0732A-JY-2610-A0007".into(),
        principal: Some(id(1)),
        call: Some(id(161)),
        repair: Some(id(71)),
        customer: Some(id(31)),
        unit: Some(id(41)),
        bearer: "王丹".into(),
        phone: "199 0036 4370".into(),
        serial: "HH70420260817".into(),
        model: "HH704".into(),
        product: "轮式拖拉机".into(),
        outside: "左挡泥板有划痕".into(),
        accessories: "钥匙一把".into(),
        fault: "发动不着".into(),
        in_at: NOW - 60_000,
        promises: vec![Promise { on: Some(Day::at(NOW)), reason: "等配件".into(), entered_at: NOW }],
        shelf: "棚二".into(),
        note: "急用".into(),
        hand_overs: vec![HandOver {
            at: NOW,
            to: "王丹".into(),
            unrepaired: true,
            words: "农忙先用".into(),
            receipt_back: false,
            receipt_lost: "用户弄丢".into(),
            entered_at: NOW,
            ended: Some(Ended { reason: "点错".into(), at: NOW }),
        }],
        entered_at: NOW,
        clock_suspect: true,
        void_reason: Some("开错".into()),
        rev: 3,
    }
}

pub(crate) fn job_card() -> JobCard {
    JobCard {
        repair: id(71),
        plan: "拆检喷油泵".into(),
        began_at: Some(NOW - 7_200_000),
        ended_at: Some(NOW - 3_600_000),
        inspections: vec![Inspection {
            on: Day::at(NOW),
            by: "主任".into(),
            passed: true,
            words: "试车正常".into(),
            entered_at: NOW,
            work: Some((1_793_232_000_000, 1_793_239_200_000)),
        }],
        entered_at: NOW,
        rev: 2,
    }
}
