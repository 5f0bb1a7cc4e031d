//! A machine given in exchange: what is counted anew, and what counts further.

use super::*;
use domain::remedy::proposals_after_exchange;

#[test]
fn rem_14_a_machine_given_in_exchange_counts_anew_and_says_why() {
    let ag = ag();
    let mut desk = henan(&ag, "2026-06-19");
    desk.unit.sales[0].exchanged_in_on = Some(day("2026-03-01"));
    desk.history.repairs = vec![RepairFacts { problem: None, ..serious("WX-5", "2026-06-18", None) }];
    let old =
        vec![serious("WX-1", "2026-01-10", Some("2026-01-12")), serious("WX-2", "2026-02-10", Some("2026-02-12"))];
    let former = Former { case: "TH-1".into(), serial: "OLD1".into(), problems: Vec::new(), repairs: old };
    desk.history.former = Some(former.clone());
    assert!(desk.advice().missing.iter().any(|one| one.contains("TH-1 没有写明")), "{:?}", desk.advice().missing);
    desk.history.former = Some(Former { problems: vec!["P1".into()], ..former });
    assert_eq!(
        desk.counter("remedy.after_machine"),
        "这台机器是2026年3月1日换货交付的（TH-1，换下 OLD1，旧机因「变速箱异响」换下），修理次数从换货起重新算，再出现故障可要求退货，还差 1 次"
    );
    assert!(!desk.advice().missing.iter().any(|one| one.contains("没有写明")));
    desk.history.repairs = vec![serious("WX-5", "2026-06-18", None)];
    assert_eq!(desk.right("remedy.after_machine").unwrap().repairs, ["WX-5"]);
}

#[test]
fn like_4_the_new_machine_is_laid_beside_the_old_one() {
    let old = [serious("WX-1", "2026-01-10", Some("2026-01-12"))];
    let unlinked = [RepairFacts { problem: None, ..serious("WX-5", "2026-06-18", None) }];
    let found = proposals_after_exchange(&unlinked, &old);
    assert_eq!(found.len(), 1);
    assert!(found[0].sentence.contains("WX-5") && found[0].sentence.contains("WX-1"), "{}", found[0].sentence);
    assert!(proposals_after_exchange(&old, &old).is_empty(), "linked already");
}
