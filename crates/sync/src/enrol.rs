//! Enrolment with a one-time code.
//!
//! - SYNC-25 The secret of a code leaves this machine only after head office proved, by a signed
//!   hello, that it holds the key whose fingerprint the code carries.
//! - SYNC-26 The device's key is made here and never leaves.
//! - SYNC-30 The handovers of the policy key that come with the answer follow each other from the receipt key, or there is no enrolment.
//! - SYNC-29 A device that asks again with the key it kept and the same code is the same device to head office.

use domain::policy::KeyHandover;
use wire::enrol::{Code, EnrolReply, EnrolRequest};
use wire::hello::Hello;

use crate::desk::Account;
use crate::http::{Ask, Reply, Wire};
use crate::key::{self, Pinned};
use crate::outcome::{Class, Clock, Options, Problem};
use crate::{tls, trouble};

/// How often one call asks with the same key: a lost answer must not cost the code.
const TRIES: u32 = 3;

/// Enrols this device. Network only: the caller saves the account, with an epoch from
/// [`crate::new_epoch`], by [`crate::desk::Desk::set_account`].
pub async fn enrol(
    url: &str,
    code: &str,
    device_name: &str,
    principal_code: Option<&str>,
    clock: &dyn Clock,
    options: &Options,
) -> Result<Account, Problem> {
    let Some(code) = Code::parse(code) else {
        return Err(Problem::new("bad_code", Class::Auth, "a code has sixteen letters"));
    };
    let mut wire = Wire::new(url, None, options, tls::judged_at(clock.now_ms()))?;
    let hello = meet(&mut wire, &code).await?;
    let kept = options.device_seed.clone().map_or_else(key::DeviceSeed::fresh, Ok);
    let seed = kept.map_err(|e| trouble::random(&e))?.0;
    let mut ask = request(&hello, &code, &seed, device_name, principal_code);
    ask.suggest = options.suggest.clone();
    let reply = admitted(&wire, &ask).await?;
    if reply.receipt_key != hello.receipt_key || reply.server_id != hello.server_id {
        return Err(Problem::new("wrong_key", Class::NotOurServer, "two keys in one enrolment"));
    }
    let handovers = handed_over(&reply)?;
    Ok(account(url, reply, handovers, (seed, clock.now_ms())))
}

/// SYNC-30.
fn handed_over(reply: &EnrolReply) -> Result<Vec<KeyHandover>, Problem> {
    let steps = serde_json::to_value(&reply.handovers).and_then(serde_json::from_value::<Vec<KeyHandover>>);
    let steps = steps.map_err(|_| trouble::unreadable("handovers"))?;
    match key::check_handovers(&reply.receipt_key, &reply.principal, &steps) {
        Ok(()) => Ok(steps),
        Err(why) => Err(Problem::new("wrong_key", Class::NotOurServer, why.to_string())),
    }
}

/// Hello, and the comparison of its key with the code's fingerprint.
async fn meet(wire: &mut Wire, code: &Code) -> Result<Hello, Problem> {
    let reply = wire.ask(Ask::get("/v1/hello")).await?;
    if reply.status != 200 {
        return Err(trouble::refused(&reply));
    }
    let hello: Hello = serde_json::from_slice(&reply.body).map_err(|_| trouble::unreadable("hello"))?;
    let key = Pinned::parse(&hello.receipt_key);
    let key = key.filter(|key| Code::fingerprint_of(&key.bytes()) == code.fingerprint);
    let Some(key) = key else {
        let detail = "the code is of another head office, or has a typing error in its second half";
        return Err(Problem::new("wrong_key", Class::NotOurServer, detail));
    };
    wire.pin(key);
    Ok(hello)
}

fn request(
    hello: &Hello,
    code: &Code,
    seed: &[u8; 32],
    device_name: &str,
    principal_code: Option<&str>,
) -> EnrolRequest {
    let device_key = key::public(seed);
    let text = wire::sign::enrol(&hello.server_id, &code.secret, &device_key);
    EnrolRequest {
        code: code.secret.clone(),
        principal: principal_code.map(str::to_owned),
        suggest: None,
        device_name: device_name.to_owned(),
        signature: key::sign(seed, &text),
        device_key,
    }
}

async fn admitted(wire: &Wire, ask: &EnrolRequest) -> Result<EnrolReply, Problem> {
    let mut tries = 0;
    loop {
        tries += 1;
        match once(wire, ask).await {
            Err(problem) if problem.class == Class::Transient && tries < TRIES => {}
            other => return other,
        }
    }
}

async fn once(wire: &Wire, ask: &EnrolRequest) -> Result<EnrolReply, Problem> {
    let body = serde_json::to_vec(ask).map_err(|_| trouble::unreadable("enrol request"))?;
    let json = [("content-type", "application/json".to_owned())];
    let ask = Ask { headers: &json, ..Ask::post("/v1/enrol", body.into()) };
    let Reply { status, body, wait_ms } = wire.ask(ask).await?;
    if status != 200 {
        return Err(trouble::refused(&Reply { status, body, wait_ms }));
    }
    serde_json::from_slice(&body).map_err(|_| trouble::unreadable("enrol reply"))
}

fn account(url: &str, reply: EnrolReply, handovers: Vec<KeyHandover>, (device_seed, now): ([u8; 32], i64)) -> Account {
    Account {
        url: url.trim().trim_end_matches('/').to_owned(),
        server_id: reply.server_id,
        principal_code: reply.principal,
        principal_name: reply.principal_name,
        dealer_code: reply.dealer,
        dealer_name: reply.dealer_name,
        device_id: reply.device_id,
        device_seed,
        receipt_key: reply.receipt_key,
        handovers,
        enrolled_at: now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sync_30_handovers_that_do_not_follow_enrol_nobody() {
        let (old, new) = ([1; 32], [2; 32]);
        let (old_key, new_key) = (key::public(&old), key::public(&new));
        let text = wire::sign::key_handover("HH", &old_key, &new_key, "2026-10-01");
        let step = |by: &[u8; 32]| wire::law::Handover {
            principal: "HH".into(),
            old_key: old_key.clone(),
            new_key: new_key.clone(),
            on: "2026-10-01".into(),
            signature: key::sign(by, &text),
        };
        let reply = |handovers| EnrolReply {
            server_id: "s".into(),
            principal: "HH".into(),
            principal_name: "华禾农机".into(),
            dealer: "HB0732A".into(),
            dealer_name: "清河惠农".into(),
            device_id: "d".into(),
            receipt_key: old_key.clone(),
            receipt_key_sha256: String::new(),
            generation: "g".into(),
            handovers,
        };
        let taken = handed_over(&reply(vec![step(&old)])).unwrap();
        assert_eq!(taken.iter().map(|step| &step.new_key).collect::<Vec<_>>(), [&new_key]);
        assert_eq!(handed_over(&reply(vec![step(&new)])).unwrap_err().code, "wrong_key");
        let of_no_day = wire::law::Handover { on: "soon".into(), ..step(&old) };
        assert_eq!(handed_over(&reply(vec![of_no_day])).unwrap_err().code, "unreadable");
        assert_eq!(handed_over(&reply(Vec::new())), Ok(Vec::new()));
    }
}
