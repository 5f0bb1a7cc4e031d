//! What this head office speaks, as an OpenAPI document made from the code that answers.
//!
//! - OPENAPI-1 A route of protocol 1 cannot be served without its words in the document: both are one line of `super::open` or `super::seated`.
//! - OPENAPI-2 Each operation names every status it answers with, and for each the codes that may stand in its body.
//!
//! Absent: the console, and what an operator of the server reads (health, metrics).

use std::sync::LazyLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use utoipa::OpenApi;
use wire::code;

use super::Config;

/// Codes of a refused request, with the statuses they come with. `docs/sync-protocol.md` has the same table.
const CODES: [(&str, &[u16], &str); 15] = [
    (code::BAD_REQUEST, &[400], "not a request of this protocol"),
    (code::BAD_BATCH, &[400], "the batch is no batch; one of its records may be to blame"),
    (code::DIGEST_MISMATCH, &[400], "the bytes are not those of Content-Digest"),
    (code::UNAUTHORIZED, &[401], "no good token"),
    (code::REVOKED, &[403], "the device was revoked"),
    (code::BAD_CODE, &[403], "the enrolment code is unknown, used or too old"),
    (code::NOT_FOUND, &[404, 405], "no such address, or not with this method"),
    (code::WRONG_PRINCIPAL, &[409], "this is another maker's head office; nothing was kept"),
    (code::WRONG_OFFSET, &[409], "a chunk does not start where the last one ended: the body is a blob state"),
    (code::CURSOR_GONE, &[410], "the cursor is not of this feed: read from the start"),
    (code::TOO_LARGE, &[413], "over a limit, packed or unpacked"),
    (code::HASH_MISMATCH, &[422], "a file's bytes have another hash than its name"),
    (code::UPGRADE, &[426], "the versions do not meet"),
    (code::BUSY, &[429, 503], "later, see Retry-After"),
    (code::INTERNAL, &[500], "head office's log says why"),
];

/// Codes every operation may answer with.
const ALWAYS: [&str; 4] = [code::BAD_REQUEST, code::UPGRADE, code::BUSY, code::INTERNAL];

/// What the document says besides its operations.
#[derive(OpenApi)]
#[openapi(
    info(title = "Sanbao sync protocol", version = "1", license(name = "MIT OR Apache-2.0")),
    components(schemas(wire::failure::Failure, super::batches::Packed)),
    servers((url = "/"))
)]
pub struct Head;

static TEXT: LazyLock<String> = LazyLock::new(|| format!("{:#}\n", document()));

/// The document as it is served and printed.
pub fn text() -> &'static str {
    &TEXT
}

/// This document.
#[utoipa::path(get, path = "/v1/openapi.json", operation_id = "openapi", responses(
    (status = 200, description = "An OpenAPI 3.1 document", body = serde_json::Value)
))]
pub async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text()).into_response()
}

/// The operations of the router, and what holds for all of them.
fn document() -> Value {
    let mut document = json!(super::described());
    document["info"]["description"] = json!(about());
    document["components"]["securitySchemes"] = json!({"token": {
        "type": "http", "scheme": "bearer", "description": "From POST /v1/token; good for an hour at most.",
    }});
    for (_, path) in document["paths"].as_object_mut().into_iter().flatten() {
        for (_, operation) in path.as_object_mut().into_iter().flatten() {
            complete(operation);
        }
    }
    known_words(&mut document["components"]["schemas"]);
    document
}

fn about() -> String {
    let Config { limits, max_body, max_unpacked, .. } = Config::default();
    format!(
        "What a dealer's desk and a head office say to each other. The meaning of every field, what is signed and the \
         examples are in docs/sync-protocol.md.\n\nEvery answer to a request with `Sanbao-Request` is signed, refusals \
         too. Limits, unless this head office says otherwise in hello: {} records and {} bytes of a batch before \
         packing, {} bytes of one body, {} items of a feed page, {} bytes of a chunk, {max_body} bytes of any request \
         body as sent, {max_unpacked} bytes unpacked, {} bytes of a file. Fields are only added: a receiver keeps or \
         ignores those it does not know.",
        limits.batch_records,
        limits.batch_bytes,
        limits.record_bytes,
        limits.feed_page,
        limits.blob_chunk,
        crate::files::MAX_FILE,
    )
}

/// Headers of every request, refusals by their codes, and the signature on every answer.
fn complete(operation: &mut Value) {
    let own = operation.as_object_mut().and_then(|o| o.remove("x-codes")).unwrap_or_default();
    let own: Vec<&str> = own.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if let Some(parameters) = operation.as_object_mut().map(|o| o.entry("parameters").or_insert(json!([]))) {
        parameters.as_array_mut().into_iter().for_each(|list| list.extend(headers()));
    }
    let Some(responses) = operation["responses"].as_object_mut() else { return };
    for (code, statuses, _) in CODES.iter().filter(|(code, ..)| ALWAYS.contains(code) || own.contains(code)) {
        for status in *statuses {
            refuse(responses, *status, code);
        }
    }
    responses.insert("408".into(), json!({"description": "The body did not come in time."}));
    for (status, response) in responses.iter_mut() {
        sign(response, status);
    }
}

fn headers() -> [Value; 2] {
    [
        json!({"name": "Sanbao-Protocol", "in": "header", "required": false, "schema": {"type": "integer", "const": 1},
            "description": "Version of the protocol; missing counts as 1."}),
        json!({"name": "Sanbao-Request", "in": "header", "required": false,
            "schema": {"type": "string", "pattern": "^[0-9a-fA-F]{32}$"},
            "description": "A fresh nonce; the answer's signature covers it."}),
    ]
}

/// Adds a code to the refusal of a status.
fn refuse(responses: &mut Map<String, Value>, status: u16, code: &str) {
    let meaning = CODES.iter().find(|(known, ..)| *known == code).map_or("", |(_, _, meaning)| *meaning);
    let refusal = responses.entry(status.to_string()).or_insert_with(|| {
        json!({"description": "", "content": {"application/json": {"schema": {"allOf": [
            {"$ref": "#/components/schemas/Failure"},
            {"type": "object", "properties": {"code": {"enum": []}}},
        ]}}}})
    });
    let said = refusal["description"].as_str().unwrap_or_default();
    let separator = if said.is_empty() { "" } else { "; " };
    refusal["description"] = json!(format!("{said}{separator}`{code}`: {meaning}"));
    let words = &mut refusal["content"]["application/json"]["schema"]["allOf"][1]["properties"]["code"]["enum"];
    words.as_array_mut().into_iter().for_each(|words| words.push(json!(code)));
}

fn sign(response: &mut Value, status: &str) {
    response["headers"]["Sanbao-Signature"] = json!({
        "required": false, "schema": {"type": "string", "pattern": "^[A-Za-z0-9+/]{86}==$"},
        "description": "Ed25519 over the answer, where the request had a nonce.",
    });
    if matches!(status, "429" | "503") {
        response["headers"]["Retry-After"] =
            json!({"required": true, "schema": {"type": "integer", "minimum": 1}, "description": "Seconds."});
    }
}

/// The words this version sends; the program reads newer ones as `unknown`, which nobody says.
fn known_words(schemas: &mut Value) {
    for name in ["Auth", "Status"] {
        if let Some(words) = schemas[name]["enum"].as_array_mut() {
            words.retain(|word| word != "unknown");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../../../docs/sync-protocol.md");

    fn operations() -> Vec<(String, Value)> {
        let document: Value = serde_json::from_str(text()).unwrap();
        let mut found = Vec::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                found.push((format!("{} {path}", method.to_uppercase()), operation.clone()));
            }
        }
        found
    }

    /// The words `METHOD /v1/…` of the page, without query and with the file's name as the document writes it.
    fn on_the_page() -> Vec<String> {
        let quoted = PAGE.split('`').skip(1).step_by(2);
        let named = quoted.filter(|text| text.contains(" /v1/") && !text.contains('…'));
        let mut found: Vec<String> = named
            .map(|text| text.split('?').next().unwrap_or_default().replace("<sha256>", "{sha256}"))
            .filter(|text| !text.ends_with("/nope"))
            .collect();
        found.sort();
        found.dedup();
        found
    }

    #[test]
    fn openapi_1_the_document_and_the_page_name_the_same_routes() {
        let mut served: Vec<String> = operations().into_iter().map(|(name, _)| name).collect();
        served.sort();
        let mut page = on_the_page();
        // The page says `GET …` and then `PUT` of a chunk of the same address.
        assert!(PAGE.contains("`PUT` of a chunk"));
        page.push("PUT /v1/blobs/{sha256}".into());
        page.sort();
        assert_eq!(served, page);
    }

    #[test]
    fn openapi_2_each_code_of_the_page_is_in_the_document_with_its_statuses() {
        for (code, statuses, _) in CODES {
            let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
            let row = format!("| `{code}` | {} |", statuses.join(", "));
            assert!(PAGE.lines().any(|line| line.starts_with(&row)), "not on the page: {row}");
        }
        let rows = PAGE.lines().skip_while(|l| !l.starts_with("| code | status |")).skip(2);
        assert_eq!(rows.take_while(|l| l.starts_with('|')).count(), CODES.len(), "the page has no other code");
        let all = operations();
        for (code, statuses, _) in
            CODES.iter().filter(|(code, ..)| *code != code::NOT_FOUND && *code != code::WRONG_OFFSET)
        {
            for status in *statuses {
                let at = status.to_string();
                let named = |o: &Value| o["responses"][&at].to_string().contains(&format!("\"{code}\""));
                assert!(all.iter().any(|(_, operation)| named(operation)), "{code} {status}");
            }
        }
        // What is named is there: a tool that finds a name without its schema leaves that part out in silence.
        let document: Value = serde_json::from_str(text()).unwrap();
        for name in text().split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(document["components"]["schemas"][name].is_object(), "no schema {name}");
        }
        for (name, operation) in all {
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.values().all(|r| r["headers"]["Sanbao-Signature"].is_object()), "{name}");
            let code_less = |r: &Value| {
                r["content"]["application/json"]["schema"]["allOf"][1]["properties"]["code"]["enum"] == json!([])
            };
            assert!(!responses.values().any(code_less), "{name}");
        }
    }
}
