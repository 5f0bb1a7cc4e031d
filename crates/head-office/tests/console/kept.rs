//! A session that ends in the middle of a form.

use super::browser::*;

fn pairs(form: &[(String, String)]) -> Vec<(&str, &str)> {
    form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[tokio::test]
async fn console_11_what_was_typed_is_there_after_the_login_and_sent_by_a_second_click() {
    let office = house().await;
    let clerk = Browser::of(&office, "经办").await;
    let mut typed = clerk.get("/console/notices").await.form("/console/notices");
    for (name, value) in
        [("dealer", "HB0732"), ("kind", "notice"), ("title", "春耕备件"), ("text", "第一行\n“第二行”&<b>")]
    {
        typed.push((name.into(), value.into()));
    }
    office.hands.add(31 * 60_000);
    let page = clerk.send_from(&office.url, "/console/notices", &pairs(&typed)).await;
    assert!(page.status == 200 && page.text.contains("刚才填的内容还在"), "{}", page.text);
    let count = || format!("{:?}", office.store().feed("HB0732", None, 9).unwrap()).matches("item_id").count();
    assert_eq!(count(), 0);
    let mut login = page.form("/console/login");
    login.push(("name".into(), "经办".into()));
    let wrong: Vec<_> = [login.clone(), vec![("password".into(), "不对".into())]].concat();
    let mut login = clerk.send("/console/login", &pairs(&wrong)).await.form("/console/login");
    login.push(("name".into(), "经办".into()));
    login.push(("password".into(), PASSWORD.into()));
    let shown = clerk.send("/console/login", &pairs(&login)).await;
    assert!(
        shown.status == 200 && shown.text.contains("春耕备件") && shown.text.contains("&lt;b&gt;"),
        "{}",
        shown.text
    );
    assert!(!shown.text.contains(PASSWORD));
    assert_eq!(count(), 0, "nothing is sent behind a person's back");
    let again = shown.form("/console/notices");
    for _ in 0..2 {
        assert_eq!(clerk.send("/console/notices", &pairs(&again)).await.to, "/console/notices?sent=1");
    }
    assert_eq!(count(), 1);
    let feed = format!("{:?}", office.store().feed("HB0732", None, 9).unwrap());
    assert!(feed.contains("第二行") && feed.contains("春耕备件"), "{feed}");
}

#[tokio::test]
async fn console_11_what_another_site_posts_is_not_kept() {
    let office = house().await;
    let nobody = Browser::new(&office);
    let form = [("title", "题"), ("text", "文"), ("kind", "notice")];
    for (origin, path) in [
        ("https://evil.example", "/console/notices"),
        ("null", "/console/notices"),
        (&*office.url, "/console/password"),
    ] {
        let page = nobody.send_from(origin, path, &form).await;
        assert_eq!((page.status, page.to.as_str()), (303, "/console/login"), "{origin} {path}");
    }
}
