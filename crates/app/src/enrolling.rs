//! What is said while somebody enrols: under which dealer head office knows this desk, and what went wrong.
//!
//! - ENROL-7 A head office that knows this desk by another dealer's code than this desk's own, or the account typed for that maker, is kept only when a person who saw both says so.
//! - ENROL-8 While enrolling nothing is tried again by itself, and no sentence says so.

use crate::app::{App, maybe_dealer};
use crate::error::{Answer, AppError};
use crate::trouble::problem_sentence;
use sync::desk::Account;
use sync::outcome::{Class, Problem};

impl App {
    /// ENROL-7. One that was enrolled as this dealer before was looked at then.
    pub(crate) fn refuse_other_dealer(&self, new: &Account, meant: bool) -> Answer<()> {
        let (dealer, maker, former) = self.read(|reader, _| {
            let maker = reader.principal_by_code(&new.principal_code)?;
            let former = maker.as_ref().map(|maker| crate::desk::account_of(reader, &maker.id.to_string()));
            Ok((maybe_dealer(reader)?, maker, former.transpose()?.flatten()))
        })?;
        let Some(dealer) = dealer.filter(|_| !meant) else { return Ok(()) };
        let known =
            [Some(dealer.code.clone()), maker.map(|maker| maker.dealer_account), former.map(|was| was.dealer_code)];
        if known.into_iter().flatten().any(|code| code.trim().eq_ignore_ascii_case(&new.dealer_code)) {
            return Ok(());
        }
        Err(AppError::Sync {
            code: "dealer_differs".into(),
            sentence: format!(
                "总部认得的是 {} {}，本机是 {} {}。本机没有登记。代码拿错了，请向总部要本店的代码，并请总部停用刚才这台；\
                 厂家给本店另编了代码的，向总部核对后再确认",
                new.dealer_code, new.dealer_name, dealer.code, dealer.name
            ),
        })
    }
}

/// ENROL-8.
pub(crate) fn enrol_error(problem: Problem, url: &str) -> AppError {
    tracing::warn!(code = %problem.code, detail = %problem.detail, "enrol");
    AppError::Sync { sentence: enrol_sentence(&problem.code, problem.class, url), code: problem.code }
}

fn enrol_sentence(code: &str, class: Class, url: &str) -> String {
    let said = match code {
        "bad_url" if url.trim().to_ascii_lowercase().starts_with("http://") => {
            "地址要以 https:// 开头：http:// 不加密，只能连本机。请把 http 改成 https，或向总部核对地址"
        }
        "wrong_key" => "代码抄错了，或不是这个总部的代码。请逐个字母核对代码和地址，再点「登记」",
        "no_network" => "没有网络，没有登记。请看网线或无线网接好没有，再点「登记」",
        "dns" => "找不到这个网址，没有登记。请核对地址，看这台电脑能不能上网，再点「登记」",
        "refused" => {
            "这个地址和端口上没有报送服务，没有登记。请核对地址和端口；没有错，请问总部服务开了没有，再点「登记」"
        }
        "captive_portal" => "这里的网络要先登录（如宾馆、饭店的无线网）。请打开浏览器登录，再点「登记」",
        "proxy_down" => "代理服务器连不上，或它连不到总部，没有登记。请到「设置 → 网络」核对代理，再点「登记」",
        _ if class == Class::Transient => {
            "连不上这个总部，没有登记。请核对地址和端口，看这台电脑能不能上网，再点「登记」"
        }
        _ => return problem_sentence(code),
    };
    said.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enrol_8_nothing_is_tried_again_while_enrolling_and_no_sentence_says_so() {
        for (code, class) in sync::PROBLEMS {
            let said = enrol_sentence(code, *class, "https://ho.example");
            let elsewhere = !matches!(class, Class::Transient | Class::NotOurServer | Class::Auth | Class::ClockOrCert);
            let by_itself = ["自动重试", "自动再", "自动接着", "自动报送"].iter().any(|word| said.contains(word));
            assert!(elsewhere || *code == "bad_receipt" || !by_itself, "{code}: {said}");
        }
        assert!(enrol_sentence("refused", Class::Transient, "").contains("端口"));
        assert!(enrol_sentence("wrong_key", Class::NotOurServer, "").contains("代码抄错了"));
        assert!(enrol_sentence("bad_url", Class::NotOurServer, " HTTP://ho.example").contains("https://"));
    }
}
