//! Another dealer's ids, hashes, epochs and cursors: nothing of his is seen, changed or known to be there.

use serde_json::{Value, json};

use super::common::{card, id};
use super::server::{Device, Server, record, say, text};
use head_office::store::Store;

const FILE: &[u8] = b"the month of dealer A";

async fn body(answer: reqwest::Response) -> (u16, Value) {
    let status = answer.status().as_u16();
    (status, serde_json::from_str(&answer.text().await.unwrap()).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn seat_1_no_route_shows_or_changes_what_is_another_dealers() {
    let server = Server::start(&[]);
    say(server.dir.path(), &["dealer", "add", "SD0001", "北方农机"]);
    let mine = Device::of(server.dir.path(), &server.url, "HB0732", "甲").await;
    let other = Device::of(server.dir.path(), &server.url, "SD0001", "乙").await;
    // What dealer A has: a record on place 1 of its epoch, a file, an item of its feed.
    let batch = mine.batch("b-1", "e1", &[record(1, &id(1), &card("DF", 1))]);
    assert_eq!(body(mine.send(&batch).await.unwrap()).await.1["results"][0]["status"], "accepted");
    assert_eq!(mine.put(FILE).await.status(), 200);
    say(server.dir.path(), &["notice", "add", "HB0732", "--kind", "notice", "--json", r#"{"title":"给甲"}"#]);
    let (_, page) = body(mine.get("/v1/feed").await).await;
    let cursor = page["next"].as_str().unwrap().to_owned();
    let sum = json!({"epoch": "e1", "ranges": [[1, 10]], "list": true});
    let before = body(mine.post("/v1/streams/check", &sum).await).await;
    assert_eq!(before.1["sums"][0]["count"], 1);

    let mut tried = Vec::new();
    // hello: A's epoch is empty for B; A's cursor is not of B's feed.
    let (_, hello) = body(other.get(&format!("/v1/hello?epochs=e1&after={cursor}")).await).await;
    assert_eq!((&hello["streams"][0]["count"], &hello["streams"][0]["max_seq"]), (&json!(0), &json!(0)));
    tried.push("GET /v1/hello");
    let (status, gone) = body(other.get(&format!("/v1/feed?after={cursor}")).await).await;
    assert_eq!((status, &gone["code"]), (410, &json!("cursor_gone")));
    assert_eq!(body(other.get("/v1/feed").await).await.1["items"], json!([]));
    tried.push("GET /v1/feed");
    let (_, sums) = body(other.post("/v1/streams/check", &sum).await).await;
    assert_eq!((&sums["sums"][0]["count"], &sums["sums"][0]["positions"]), (&json!(0), &json!([])));
    tried.push("POST /v1/streams/check");
    let name = wire::hash::sha256_hex(FILE);
    let (_, state) = body(other.get(&format!("/v1/blobs/{name}")).await).await;
    assert_eq!((&state["received"], &state["complete"]), (&json!(0), &json!(false)));
    tried.push("GET /v1/blobs/{sha256}");
    // A chunk after the first: B has no beginning of it, whatever A has.
    let url = format!("{}/v1/blobs/{name}", server.url);
    let chunk = other.client.put(url).bearer_auth(&other.token).header("content-range", "bytes 20-20/21");
    let (status, state) =
        body(chunk.header("content-digest", super::server::digest(b"A")).body("A").send().await.unwrap()).await;
    assert_eq!((status, &state["received"]), (409, &json!(0)));
    tried.push("PUT /v1/blobs/{sha256}");
    // A batch in A's name is refused; in B's own name the same ids are B's own records, and no conflict with A's.
    let mut forged = other.batch("b-2", "e1", &[record(2, &id(2), &card("DF", 2))]);
    forged["dealer"] = json!("HB0732");
    assert_eq!(body(other.send(&forged).await.unwrap()).await.1["code"], "bad_request");
    (forged["dealer"], forged["device_id"]) = (json!("SD0001"), json!(mine.id));
    assert_eq!(body(other.send(&forged).await.unwrap()).await.1["code"], "bad_request");
    let own = other.batch("b-1", "e1", &[record(1, &id(1), &card("DF", 9))]);
    let (_, reply) = body(other.send(&own).await.unwrap()).await;
    assert_eq!(reply["results"][0]["status"], "accepted", "A's record and place are not B's: {reply}");
    tried.push("POST /v1/batches");
    // A token is for the device that signed; B's key signs no challenge of A's device.
    let nobody = json!({"device_id": mine.id, "challenge": "0.0.x", "signature": "eA=="});
    assert_eq!(body(other.post("/v1/token", &nobody).await).await.0, 401);
    tried.push("POST /v1/token");
    let enrol = json!({"code": "00000000", "device_key": "eA==", "device_name": "乙", "signature": "eA=="});
    assert_eq!(body(other.post("/v1/enrol", &enrol).await).await.0, 400);
    tried.push("POST /v1/enrol");
    tried.push("GET /v1/openapi.json");

    // Every route of the document was tried, and A has what it had.
    let document: Value = serde_json::from_str(&text(&format!("{}/v1/openapi.json", server.url)).await.1).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            let route = format!("{} {path}", method.to_uppercase());
            assert!(tried.contains(&route.as_str()), "{route} was not tried with another dealer's things");
        }
    }
    assert_eq!(body(mine.post("/v1/streams/check", &sum).await).await, before);
    let mut held = Vec::new();
    server
        .store()
        .list(None, &mut |record| {
            held.push((record["dealer"].clone(), record["body"]["sale"]["no"].clone()));
            Ok(())
        })
        .unwrap();
    assert_eq!(held, [(json!("HB0732"), json!("XS-1")), (json!("SD0001"), json!("XS-9"))]);
}
