//! What a set paper says when others read it: its text, its fonts, its codes, its pages.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails as a test fails")]

use print::{Order, Paper, Pdf, Picture, PrintProblem, Template, render};
use qrcode::{Color, EcLevel, QrCode};
use serde_json::{Value, json};
use std::process::Command;

const SIGNATURE: &[u8] = include_bytes!("../../../policies/prints/samples/signature.png");

fn sample(paper: Paper) -> Value {
    serde_json::from_str(paper.sample()).unwrap()
}

fn set_with(template: &Template, data: &Value) -> Result<Pdf, PrintProblem> {
    let pictures = [Picture { name: "signature.png".into(), bytes: SIGNATURE.into() }];
    render(&Order { template, data, pictures: &pictures, ident: "one", day: (2026, 11, 8) })
}

fn set(paper: Paper, data: &Value) -> Pdf {
    set_with(&Template::shipped(paper), data).unwrap_or_else(|problem| panic!("{paper:?}: {problem:?}"))
}

/// Runs one of poppler's programs over a file.
fn poppler(program: &str, words: &[&str], pdf: &Pdf) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    std::fs::write(&file, &pdf.bytes).unwrap();
    let done = Command::new(program).args(words).arg(&file).arg("-").output().unwrap();
    assert!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

/// Everything a paper says, without the line ends of its layout.
fn text(pdf: &Pdf) -> String {
    let said = poppler("pdftotext", &["-raw", "-enc", "UTF-8"], pdf);
    String::from_utf8(said).unwrap().chars().filter(|c| !c.is_whitespace()).collect()
}

fn about(program: &str, pdf: &Pdf) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    std::fs::write(&file, &pdf.bytes).unwrap();
    String::from_utf8(Command::new(program).arg(&file).output().unwrap().stdout).unwrap()
}

/// All strings of a sample that stand on the paper as they are.
fn words(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| words(value, into)),
        Value::Object(fields) => {
            let inner =
                ["paper", "day", "region", "short_name", "signature", "unit", "code", "share_consent", "sha256"];
            let shown = fields.iter().filter(|(key, value)| !value.is_string() || !inner.contains(&key.as_str()));
            shown.for_each(|(_, value)| words(value, into));
        }
        _ => {}
    }
}

/// A day as the paper writes it.
fn as_written(word: &str) -> String {
    let parts: Vec<&str> = word.split('-').collect();
    match parts.as_slice() {
        [year, month, day] if word.len() == 10 && word.starts_with("20") => format!("{year}年{month}月{day}日"),
        _ => word.chars().filter(|c| !c.is_whitespace()).collect(),
    }
}

#[test]
fn every_paper_says_all_it_was_given() {
    let papers = [Paper::ReceiptCard, Paper::RepairRecord, Paper::CustodyReceipt, Paper::JobCard, Paper::PackingList];
    for paper in papers.into_iter().chain([Paper::RecoveryCode]) {
        let data = sample(paper);
        let pdf = set(paper, &data);
        let said = text(&pdf);
        let mut wanted = Vec::new();
        words(&data, &mut wanted);
        // Two of the packing list's and the job card's fields are kept for templates of somebody's own.
        let unsaid = match paper {
            Paper::JobCard => vec!["DJ-60-0456", "LHQE60000456", "河南省周口市川汇区人和街道"],
            Paper::CustodyReceipt => vec!["LHQE60000456"],
            Paper::RepairRecord => vec!["2026-09-18"],
            Paper::PackingList => vec!["2026-11-08"],
            _ => Vec::new(),
        };
        for word in wanted.iter().filter(|word| !unsaid.contains(&word.as_str())) {
            assert!(said.contains(&as_written(word)), "{paper:?} does not say {word}: {said}");
        }
        assert_eq!(pdf.missing, Vec::<char>::new(), "{paper:?}");
    }
}

#[test]
fn pages_copies_sizes_and_fonts_are_what_the_form_asks_for() {
    let pages = [
        (Paper::ReceiptCard, 3, "595.276 x 841.89"),
        (Paper::RepairRecord, 3, "595.276 x 841.89"),
        (Paper::CustodyReceipt, 2, "595.276 x 841.89"),
        (Paper::JobCard, 1, "419.528 x 595.276"),
        (Paper::TagLabels, 2, "170.079 x 113.386"),
        (Paper::TagSheet, 1, "595.276 x 841.89"),
        (Paper::PackingList, 2, "841.89 x 595.276"),
    ];
    for (paper, count, size) in pages {
        let pdf = set(paper, &sample(paper));
        let info = about("pdfinfo", &pdf);
        assert_eq!(pdf.pages, count, "{paper:?}");
        assert!(info.contains(&format!("Pages:           {count}\n")), "{info}");
        assert!(info.contains(&format!("Page size:       {size} pts")), "{paper:?}: {info}");
        let fonts = about("pdffonts", &pdf);
        let lines: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!lines.is_empty(), "{fonts}");
        assert!(lines.iter().all(|line| line.contains("NotoSansCJKsc") && line.contains("yes yes yes")), "{fonts}");
        assert!(pdf.bytes.len() < 300_000, "only the glyphs that are used: {}", pdf.bytes.len());
    }
    let said = text(&set(Paper::RepairRecord, &sample(Paper::RepairRecord)));
    for copy in ["第一联用户", "第二联经销商", "第三联厂家"] {
        assert_eq!(said.matches(copy).count(), 1, "{copy}");
    }
}

#[test]
fn print_1_what_somebody_typed_is_never_code() {
    let long = "长".repeat(10_000);
    let run = "A".repeat(3_000);
    let hostile = [
        "#panic(\"x\") #let d = 1 #read(\"/etc/passwd\")",
        "$ x^2 $ \\ ] [ } { \" ' ` ~ * _ = - + / // @ref <label>",
        "\\u{41} \\n \u{202e}gpj.exe",
        "= 标题\n- 一\n+ 二\n#import \"/common.typ\": *",
        long.as_str(),
        run.as_str(),
    ];
    for typed in hostile {
        let mut data = sample(Paper::RepairRecord);
        data["repair"]["work"] = json!(typed);
        data["customer"]["name"] = json!(typed);
        data["copies"] = json!([{"no": "第一联", "who": "用户"}]);
        let pdf = set(Paper::RepairRecord, &data);
        let said = text(&pdf);
        let bare = |text: &str| -> String {
            // Marks of direction are not drawn, and readers put words of both directions in their own order.
            text.chars().filter(|c| !c.is_whitespace() && *c != '\u{202e}').collect()
        };
        if typed.chars().count() > 1_000 {
            let first = typed.chars().next().unwrap();
            let least = 2 * typed.chars().count();
            assert!(said.matches(first).count() >= least, "{} of {least}", said.matches(first).count());
            assert!(pdf.pages > 1, "a long text takes more pages");
        } else if !typed.contains('\u{202e}') {
            assert_eq!(said.matches(&bare(typed)).count(), 2, "{typed:?} in {said}");
        }
    }
}

#[test]
fn print_2_the_same_template_and_data_make_the_same_bytes() {
    for paper in Paper::ALL {
        let data = sample(paper);
        assert_eq!(set(paper, &data).bytes, set(paper, &data).bytes, "{paper:?}");
    }
    let info = about("pdfinfo", &set(Paper::JobCard, &sample(Paper::JobCard)));
    assert!(
        info.contains("Nov  7 16:00:00 2026 UTC") || info.contains("Nov  8 00:00:00 2026"),
        "its record's day: {info}"
    );
    let mut other = sample(Paper::JobCard);
    other["job"]["fault"] = json!("另一个故障");
    assert_ne!(set(Paper::JobCard, &other).bytes, set(Paper::JobCard, &sample(Paper::JobCard)).bytes);
}

/// A template with these lines between its head and its end.
fn own(lines: &str) -> Result<Template, PrintProblem> {
    Template::own(Paper::JobCard, format!("#import \"/common.typ\": *\n{lines}\n").as_bytes())
}

fn place(problem: PrintProblem) -> (String, usize, usize, String) {
    match problem {
        PrintProblem::Template { place: Some(place), what } => (place.file, place.line, place.column, what),
        other => panic!("{other:?}"),
    }
}

#[test]
fn print_3_a_template_that_does_not_work_says_where() {
    let good = own("#form(\"修护卡\")[#d.customer.name]").unwrap();
    let data = sample(Paper::JobCard);
    assert!(text(&set_with(&good, &data).unwrap()).contains("赵六"));
    assert_ne!(good.sha256(), Template::shipped(Paper::JobCard).sha256());

    let (file, line, column, what) = place(own("\n#form(\"修护卡\")[#d.customer.nmae]").unwrap_err());
    assert_eq!((file.as_str(), line, column), ("job_card.typ", 3, 26), "{what}");
    assert!(what.contains("nmae"), "{what}");
    let (_, line, _, what) = place(own("#let a = (").unwrap_err());
    assert_eq!((line, what.as_str()), (2, "unclosed delimiter"));
    // A fault inside the common parts is told where the template called them.
    let (file, line, ..) = place(own("#milli(\"三\")").unwrap_err());
    assert_eq!((file.as_str(), line), ("job_card.typ", 2));
    let said = own("#milli(\"三\")").unwrap_err().to_string();
    assert!(said.starts_with("打印模板 job_card.typ 第 2 行第 2 列有错，没有打印："), "{said}");

    let binary = Template::own(Paper::JobCard, b"line\n\xff\xfe").unwrap_err();
    assert_eq!(binary, PrintProblem::NotText { file: "job_card.typ".into(), line: 2 });
    let large = Template::own(Paper::JobCard, &vec![b' '; 600 * 1024]).unwrap_err();
    assert_eq!(large.code(), "template_too_large");
    assert!(matches!(own("#while true {}"), Err(PrintProblem::Template { .. })), "one that never ends is ended");
    assert!(own("#let f(n) = f(n + 1)\n#f(1)").is_err());
}

#[test]
fn print_4_a_character_the_font_lacks_is_named() {
    let mut data = sample(Paper::ReceiptCard);
    data["customer"]["name"] = json!("𠮷田㛃·阿依古丽☑■□△");
    assert_eq!(set(Paper::ReceiptCard, &data).missing, Vec::<char>::new(), "E26");
    data["customer"]["address"] = json!("一村😀二村ກ");
    assert_eq!(set(Paper::ReceiptCard, &data).missing, ['ກ', '😀']);
}

#[test]
fn print_4_gb2312_and_the_first_plane_of_ideographs_are_in_the_font() {
    let ideographs: String = ('\u{4e00}'..='\u{9fa5}').chain('\u{3400}'..='\u{4db5}').collect();
    let mut data = sample(Paper::JobCard);
    data["job"]["fault"] = json!(ideographs);
    assert_eq!(set(Paper::JobCard, &data).missing, Vec::<char>::new());
}

#[test]
fn print_5_a_template_reads_nothing_else() {
    let (.., what) = place(own("#read(\"/etc/passwd\")").unwrap_err());
    assert!(what.contains("not found"), "{what}");
    assert!(own("#read(\"../../../etc/passwd\")").is_err());
    assert!(own("#import \"@preview/cetz:0.4.0\"").is_err());
    assert!(own("#datetime.today().display()").is_err(), "the clock is not there");
}

/// The pixels of a page, 0 black, with its width.
fn pixels(pdf: &Pdf, dpi: u32) -> (Vec<u8>, usize) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    std::fs::write(&file, &pdf.bytes).unwrap();
    let done = Command::new("pdftoppm").args(["-gray", "-r", &dpi.to_string()]).arg(&file).output().unwrap();
    // P5, width, height, depth, then one byte a pixel.
    let parts: Vec<&[u8]> = done.stdout.splitn(5, |byte| byte.is_ascii_whitespace()).collect();
    let number = |at: usize| std::str::from_utf8(parts[at]).unwrap().parse::<usize>().unwrap();
    assert_eq!((parts[0], parts[4].len()), (b"P5".as_slice(), number(1) * number(2)));
    (parts[4].to_vec(), number(1))
}

#[test]
fn print_6_every_module_of_the_code_is_drawn() {
    for text in ["HB0732A-JJ-2611-A0012", "HZK-2026-000123", "三包-𠮷-0001"] {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
        let side = code.width() + 8;
        // A page of as many millimetres as the code has modules with its white border; 203.2 dpi are 8 pixels for each.
        let page = format!("#set page(width: {side}mm, height: {side}mm, margin: 0mm)\n#qr(d, {side}mm)");
        let mut data = sample(Paper::JobCard);
        data["qr"] = json!(text);
        let (grey, width) = pixels(&set_with(&own(&page).unwrap(), &data).unwrap(), 203);
        let step = width as f64 / side as f64;
        let at = |module: usize| ((module as f64 + 0.5) * step) as usize;
        for y in 0..side {
            for x in 0..side {
                let inside = (4..side - 4).contains(&x) && (4..side - 4).contains(&y);
                let dark = inside && code[(x - 4, y - 4)] == Color::Dark;
                let seen = grey[at(y) * width + at(x)] < 128;
                assert_eq!(seen, dark, "{text} module {x},{y}");
            }
        }
    }
}

#[test]
fn print_6_a_code_that_is_too_long_is_refused() {
    let mut data = sample(Paper::JobCard);
    data["qr"] = json!("长".repeat(1_000));
    let why = set_with(&Template::shipped(Paper::JobCard), &data).unwrap_err();
    assert_eq!(why.code(), "qr_too_long");
    assert!(why.to_string().contains("二维码里放不下"), "{why}");
}

#[test]
fn three_hundred_labels_are_three_hundred_codes() {
    let mut data = sample(Paper::TagLabels);
    let tag = data["tags"][0].clone();
    let tags = (0..300).map(|n| {
        let no = format!("HB0732A-JJ-2611-A{n:04}");
        let mut tag = tag.clone();
        tag["tag_no"] = json!(no);
        tag["qr"] = json!(no);
        tag
    });
    data["tags"] = tags.collect();
    let roll = set(Paper::TagLabels, &data);
    assert_eq!(roll.pages, 300);
    let said = text(&roll);
    assert!((0..300).all(|n| said.matches(&format!("HB0732A-JJ-2611-A{n:04}")).count() == 1), "each label once");
    assert_eq!(set(Paper::TagSheet, &data).pages, 15, "21 on a sheet");
}

#[test]
fn a_label_keeps_its_number_whatever_stands_above_it() {
    let mut data = sample(Paper::TagLabels);
    for field in ["name", "code", "model", "serial", "repair_no", "customer"] {
        data["tags"][0][field] = json!("很长的名字和编号ABC".repeat(40));
    }
    let pdf = set(Paper::TagLabels, &data);
    assert_eq!(pdf.pages, 2, "a label is one page");
    assert!(text(&pdf).contains("HB0732A-JJ-2611-A0011"));
}
