use super::*;
use crate::repair::{RepairState, sample};

const ADDED: UtcMs = 1_792_468_800_000;

fn signature(n: u128, relation: Relation) -> Attachment {
    Attachment {
        id: AttachmentId(uuid::Uuid::from_u128(n)),
        subject: AttachedTo::Repair,
        record: "r".into(),
        kind: AttachmentKind::Signature,
        tag: None,
        caption: String::new(),
        field: String::new(),
        sha256: "ab".into(),
        thumb_sha256: "cd".into(),
        strokes_sha256: Some("ef".into()),
        mime: "image/png".into(),
        bytes: 9,
        width: 3,
        height: 3,
        taken_at: Some(ADDED),
        added_at: ADDED,
        device: "A".into(),
        clock_suspect: false,
        signer: "王小明".into(),
        relation: Some(relation),
        likeness: String::new(),
        alike: None,
        superseded_by: None,
        supersede_reason: String::new(),
    }
}

fn fields(done: Result<(), Refusals>) -> Vec<&'static str> {
    done.err().map(|why| why.0.iter().map(Refusal::field).collect()).unwrap_or_default()
}

#[test]
fn attach_1_a_later_signature_supersedes_once_and_says_why() {
    let (mut first, second) = (signature(1, Relation::Own), signature(2, Relation::Family));
    assert_eq!(fields(first.supersede(second.id, "  ")), ["reason"]);
    first.supersede(second.id, "第一次签错了地方").unwrap();
    assert!(!first.stands() && first.signer == "王小明");
    assert!(first.supersede(second.id, "再来").is_err());
    let all = [first, second.clone()];
    assert_eq!(standing(&all), Some(&second));
}

#[test]
fn attach_2_who_and_as_what_are_asked_at_once() {
    assert_eq!(fields(check_signer(" ", None)), ["signer", "relation"]);
    assert_eq!(fields(check_signer(&"长".repeat(61), Some(Relation::Own))), ["signer"]);
    assert!(check_signer("王小明", Some(Relation::Employee)).is_ok());
    assert_eq!(fields(check_caption(&"长".repeat(101))), ["caption"]);
}

#[test]
fn attach_3_no_ink_and_one_dot_are_no_signature() {
    let at = |x, y| Point { x, y, t: 0 };
    let refused = |strokes: &[Vec<Point>]| fields(check_strokes(strokes)) == ["strokes"];
    assert!(refused(&[]) && refused(&[vec![]]) && refused(&[vec![at(5, 5)]]));
    assert!(refused(&[vec![at(5, 5), at(6, 6)], vec![at(90, 90)]]), "a slip and a dot far away");
    assert!(check_strokes(&[vec![at(0, 0), at(30, 20)], vec![at(0, 20), at(30, 0)]]).is_ok());
    assert!(refused(&[vec![at(0, 0), at(i32::MAX, i32::MIN)]]));
    assert!(refused(&vec![vec![at(0, 0), at(90, 90)]; 301]));
    assert!(refused(&[vec![at(0, 0); 20_001]]));
}

#[test]
fn attach_4_a_signature_makes_a_completed_repair_signed() {
    let open = crate::repair::Repair { user_signed: false, completed_on: None, ..sample() };
    let mut unfinished = open.clone();
    assert!(!unfinished.sign() && !unfinished.user_signed, "not before it is done");
    let mut done = crate::repair::Repair { completed_on: Some(open.received_on), ..open.clone() };
    assert!(done.sign() && done.user_signed);
    assert!(!done.sign(), "no news");
    let mut voided = crate::repair::Repair { state: RepairState::Voided, user_signed: false, ..done };
    assert!(!voided.sign());
    let one = [signature(1, Relation::Family)];
    assert_eq!(signing(true, &one), "已签字：王小明（家属，屏幕签字）");
    assert_eq!(signing(false, &one), "已留签字，完工后请勾选「用户已签字」：王小明（家属，屏幕签字）");
    assert_eq!((signing(true, &[]).as_str(), signing(false, &[]).as_str()), ("纸面已签，未留图", "未签字"));
    let photo = |tag| Attachment { kind: AttachmentKind::Photo, tag: Some(tag), relation: None, ..one[0].clone() };
    assert_eq!(signing(true, &[photo(PhotoTag::Body)]), "纸面已签，未留图");
    assert_eq!(signing(true, &[photo(PhotoTag::SignedPaper)]), "纸面已签，有签字纸照片");
}

#[test]
fn attach_5_a_technician_who_signs_is_said_while_his_signature_stands() {
    let mut first = signature(1, Relation::Technician);
    assert!(by_technician(&[first.clone()]) && !by_technician(&[signature(2, Relation::Own)]));
    first.supersede(signature(2, Relation::Own).id, "用户回来补签").unwrap();
    assert!(!by_technician(&[first, signature(2, Relation::Own)]));
}

#[test]
fn attach_6_a_day_that_cannot_be_does_not_count() {
    assert_eq!(believable(Some(ADDED - 1), ADDED), Some(ADDED - 1));
    assert_eq!(believable(Some(ADDED + 1), ADDED), None);
    assert_eq!(believable(Some(0), ADDED), None, "a camera whose clock was never set");
    assert_eq!(believable(None, ADDED), None);
}

#[test]
fn attach_7_what_shows_the_user_is_told_from_what_shows_the_machine() {
    let photo = |tag| Attachment { kind: AttachmentKind::Photo, tag: Some(tag), ..signature(1, Relation::Own) };
    let machine = [PhotoTag::Body, PhotoTag::Plate, PhotoTag::FaultPlace, PhotoTag::OldPart, PhotoTag::Site];
    assert!(machine.into_iter().all(|tag| !photo(tag).shows_user()));
    assert!([PhotoTag::Proof, PhotoTag::SignedPaper].into_iter().all(|tag| photo(tag).shows_user()));
    let paper = Attachment { kind: AttachmentKind::Paper, ..signature(1, Relation::Own) };
    assert!(signature(1, Relation::Own).shows_user() && paper.shows_user());
}
