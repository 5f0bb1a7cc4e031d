//! Accounts: added, changed and closed without a shell.

use head_office::store::clerks::Role;

use super::browser::*;

fn password(page: &Page) -> String {
    let start = page.text.find("<p class=\"big\">").unwrap_or_else(|| panic!("{}", page.text)) + 15;
    page.text[start..start + 17].to_owned()
}

#[tokio::test]
async fn clerkpage_1_a_new_clerk_comes_in_with_the_password_of_the_page() {
    let office = house().await;
    let admin = Browser::of(&office, "admin").await;
    let once = admin.get("/console/clerks").await.form("/console/clerks/add");
    let once = once.iter().find(|(name, _)| name == "once").unwrap().1.clone();
    let form = [("once", once.as_str()), ("name", "李会计"), ("role", "clerk")];
    let made = admin.post("/console/clerks/add", &form).await;
    assert_eq!(made.status, 200, "{}", made.text);
    let given = password(&made);
    assert_eq!(Browser::new(&office).log_in("李会计", &given).await.status, 303);
    let act = office.store().trail(None, 2).unwrap().remove(1);
    assert_eq!((act.action.as_str(), act.about.as_str(), act.detail.as_str()), ("clerk_add", "李会计", "经办"));
    let again = admin.post("/console/clerks/add", &form).await;
    assert!(
        again.status == 422
            && again.text.contains("在用的账号")
            && again.text.contains("type=\"text\" value=\"李会计\""),
        "{}",
        again.text
    );
    assert_eq!(Browser::new(&office).log_in("李会计", &given).await.status, 303, "the second click changed nothing");

    let reset = admin.post("/console/clerks/password", &[("name", "李会计")]).await;
    assert_eq!(Browser::new(&office).log_in("李会计", &given).await.status, 422);
    assert_eq!(Browser::new(&office).log_in("李会计", &password(&reset)).await.status, 303);
    assert!(!admin.get("/console/clerks").await.text.contains(&password(&reset)), "shown once");
    assert!(!format!("{:?}", office.store().trail(None, 100)).contains(&password(&reset)));
}

#[tokio::test]
async fn clerkpage_2_roles_and_accounts_of_others_are_changed_and_nobodys_own() {
    let office = house().await;
    let admin = Browser::of(&office, "admin").await;
    let clerk = Browser::of(&office, "经办").await;
    assert_eq!(
        admin.post("/console/clerks/role", &[("name", "经办"), ("role", "reader")]).await.to,
        "/console/clerks?done=role"
    );
    assert_eq!(clerk.get("/console/dealers").await.status, 303, "logged out");
    let clerk = Browser::of(&office, "经办").await;
    assert_eq!(clerk.get("/console/notices").await.status, 403, "the password is the old one, the role the new");
    assert_eq!(admin.post("/console/clerks/leave", &[("name", "经办")]).await.to, "/console/clerks?done=left");
    assert_eq!(clerk.get("/console/dealers").await.status, 303);
    assert_eq!(Browser::new(&office).log_in("经办", PASSWORD).await.status, 422);
    for (path, form) in [
        ("/console/clerks/role", &[("name", "admin"), ("role", "reader")][..]),
        ("/console/clerks/leave", &[("name", "admin")]),
    ] {
        let page = admin.post(path, form).await;
        assert!(page.status == 422 && page.text.contains("请另一位管理员来做"), "{path}: {}", page.text);
    }
    assert_eq!(admin.post("/console/clerks/password", &[("name", "admin")]).await.to, "/console/password");
    let me = office.store().clerk("admin").unwrap().unwrap();
    assert_eq!((me.role, me.left_at), (Role::Admin, None));
}

#[tokio::test]
async fn clerkpage_3_a_name_that_is_taken_is_not_taken_over() {
    let office = house().await;
    let admin = Browser::of(&office, "admin").await;
    office.store().clerk_left("读者", 1, None).unwrap();
    let before = office.store().clerks().unwrap();
    let long = "长".repeat(31);
    for (name, role, sentence) in [
        ("经办", "admin", "「经办」是在用的账号"),
        ("读者", "admin", "「读者」是已经停用的账号"),
        (" ", "clerk", "请填账号"),
        (&long, "clerk", "最多 30 个字"),
        ("新人", "owner", "请选一个角色"),
    ] {
        let page = admin.post("/console/clerks/add", &[("name", name), ("role", role)]).await;
        assert!(page.status == 422 && page.text.contains(sentence), "{sentence}: {}", page.text);
    }
    assert_eq!(office.store().clerks().unwrap(), before);
    assert_eq!(admin.post("/console/clerks/leave", &[("name", "没有的人")]).await.status, 404);
}
