//! Definitions of forms as files, for who writes one at a terminal: no data folder is opened.
//!
//! - FORMFILE-1 A file is a definition or a policy pack that brings some; every fault of it is told with its place, the shipped forms beside it considered.
//! - FORMFILE-2 A form without a fault is drawn as text; with a file of values also what filling says of them.

use crate::clock::{Clock as _, MachineClock};
use crate::error::{Answer, AppError, CallError};
use crate::file_problem::refuse_odd;
use domain::form::{Form, FormFault, Given, Values, built_in_forms, together};
use domain::policy::PolicyPack;
use serde_json::{Value, json};
use std::path::Path;

/// `{"forms": [{"key", "version", "title", "fields", "states", "steps", "deadlines"}], "faults": [{"place", "code", "sentence"}]}`.
pub fn forms_check(path: &Path) -> Result<Value, CallError> {
    let text = text_of(path).map_err(CallError::from)?;
    let (forms, faults) = match forms_of(&text) {
        Ok(forms) => (forms, Vec::new()),
        Err(faults) => (Vec::new(), faults),
    };
    let faults: Vec<Value> = faults
        .iter()
        .map(|fault| json!({"place": fault.place, "code": fault.code, "sentence": fault.sentence}))
        .collect();
    Ok(json!({"forms": forms.iter().map(summary).collect::<Vec<_>>(), "faults": faults}))
}

/// `{"text", "faults"}`: the forms drawn one below the other, or why they cannot be.
pub fn forms_preview(path: &Path, values: Option<&Path>) -> Result<Value, CallError> {
    drawn(path, values).map_err(CallError::from)
}

fn drawn(path: &Path, values: Option<&Path>) -> Answer<Value> {
    let Ok(forms) = forms_of(&text_of(path)?) else {
        let checked = forms_check(path).map(|mut found| found["faults"].take()).unwrap_or_default();
        return Ok(json!({"text": "", "faults": checked}));
    };
    let given = Given::at(MachineClock.now());
    let values: Option<Values> = match values {
        Some(path) => Some(serde_json::from_str(&text_of(path)?).map_err(|why| unreadable("values", &why))?),
        None => None,
    };
    let pictures: Vec<String> = forms
        .iter()
        .map(|form| {
            form.picture(values.as_ref().map(|values| form.fill(&begun(form, values, &given), &given)).as_ref())
        })
        .collect();
    Ok(json!({"text": pictures.join("\n"), "faults": []}))
}

/// A trial entry begins as every entry does: with the form's presets.
fn begun(form: &Form, values: &Values, given: &Given) -> Values {
    let mut all = form.fresh(given);
    all.extend(values.clone());
    all
}

fn unreadable(field: &str, why: &serde_json::Error) -> AppError {
    let detail = format!(
        "第 {} 行第 {} 列读不懂：内容要写成 {{\"栏目\": 值, …}}；数写千分之几（1.5 写 1500），金额写分",
        why.line(),
        why.column()
    );
    AppError::BadInput { field: field.into(), detail }
}

fn text_of(path: &Path) -> Answer<String> {
    refuse_odd(path, "请写登记表的定义文件")?;
    let missing = |_| {
        let sentence = format!("读不到文件「{}」，请核对文件名", path.display());
        AppError::File { code: "file_missing".into(), sentence }
    };
    let bytes = std::fs::read(path).map_err(missing)?;
    let detail = "文件不是 UTF-8 文字，请另存为 UTF-8 再查".to_owned();
    String::from_utf8(bytes).map_err(|_| AppError::BadInput { field: "file".into(), detail })
}

/// The forms of a file, read and looked at beside the shipped ones (FORMFILE-1).
fn forms_of(text: &str) -> Result<Vec<Form>, Vec<FormFault>> {
    if !is_pack(text) {
        let form = Form::read(text)?;
        let faults = together(std::slice::from_ref(&form), &built_in_forms());
        let own = |mut fault: FormFault| {
            fault.place = fault.place.trim_start_matches("forms[0]").trim_start_matches('.').to_owned();
            fault
        };
        return if faults.is_empty() { Ok(vec![form]) } else { Err(faults.into_iter().map(own).collect()) };
    }
    let forms = Form::read_all(text)?;
    let beside = together(&forms, &built_in_forms());
    let pack = PolicyPack::read(text).err().map(|faults| faults.0).unwrap_or_default();
    let of_pack = pack.into_iter().filter(|fault| !fault.place.to_string().starts_with("/forms/"));
    let of_pack =
        of_pack.map(|fault| FormFault { place: fault.place.to_string(), code: "bad_pack", sentence: fault.reason });
    let faults: Vec<FormFault> = beside.into_iter().chain(of_pack).collect();
    if faults.is_empty() { Ok(forms) } else { Err(faults) }
}

/// A pack has forms, a definition has sections.
fn is_pack(text: &str) -> bool {
    let json: Option<Value> = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok();
    json.is_some_and(|json| json.get("forms").is_some() && json.get("sections").is_none())
}

fn summary(form: &Form) -> Value {
    json!({
        "key": form.key, "version": form.version, "title": form.title, "fields": form.fields().count(),
        "states": form.states.len(), "steps": form.steps.len(), "deadlines": form.deadlines.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::form::BUILT_IN;

    fn file(text: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        file
    }

    fn complaint() -> String {
        BUILT_IN.iter().find(|(name, _)| *name == "complaint.json").unwrap().1.to_owned()
    }

    #[test]
    fn formfile_1_faults_of_a_file_are_told_with_their_places() {
        let good = file(&complaint());
        let found = forms_check(good.path()).unwrap();
        assert_eq!((found["faults"].as_array().unwrap().len(), &found["forms"][0]["key"]), (0, &json!("complaint")));
        let bad = file(&complaint().replacen("\"required\"", "\"requierd\"", 1));
        let faults = forms_check(bad.path()).unwrap()["faults"].take();
        assert!(faults[0]["place"].as_str().unwrap().ends_with(".requierd"), "{faults}");
        let other = file(&complaint().replacen("\"TS\"", "\"FK\"", 1));
        assert_eq!(forms_check(other.path()).unwrap()["faults"][0]["place"], "number.letters");
        let pack = file("{\"forms\": [{}]}");
        let faults = forms_check(pack.path()).unwrap()["faults"].take();
        assert!(faults.as_array().unwrap().iter().all(|one| one["place"].as_str().unwrap().starts_with("forms[0]")));
        assert!(forms_check(Path::new("nowhere.json")).is_err());
    }

    #[test]
    fn formfile_2_a_form_is_drawn_with_what_filling_says() {
        let form = file(&complaint());
        let plain = forms_preview(form.path(), None).unwrap()["text"].take();
        assert!(plain.as_str().unwrap().contains("状态和步骤"), "{plain}");
        let values = file("{\"kind\": \"nothing\"}");
        let filled = forms_preview(form.path(), Some(values.path())).unwrap()["text"].take();
        assert!(filled.as_str().unwrap().contains("没有「nothing」这个选项"), "{filled}");
        assert!(!filled.as_str().unwrap().contains("受理日期没有填"), "it begins with the form's presets: {filled}");
        let halves = file("{\"quantity\": 1.5}");
        assert!(forms_preview(form.path(), Some(halves.path())).unwrap_err().message.contains("1.5 写 1500"));
        let broken = file("[");
        assert!(forms_preview(form.path(), Some(broken.path())).unwrap_err().message.contains("第 1 行"));
    }
}
