//! The trouble of a maker's stream in a few words, for the honest line.
//!
//! - INSHORT-1 Each class of trouble has words of its own, and only one that passes by itself says that it is tried again.

use sync::outcome::Class;

/// What is wrong and what to do, as short as the top line needs it.
pub(crate) fn short_sentence(code: &str) -> &'static str {
    match code {
        "no_network" => "没有网络",
        "dns" => "找不到总部的网址，请核对",
        "refused" => "总部的报送服务没有开，会自动再试",
        "proxy_down" => "代理服务器连不上，请看「设置 → 网络」",
        "proxy_auth" => "代理服务器不认用户名密码，请看「设置 → 网络」",
        "captive_portal" => "这里的网络要先登录",
        "revoked" => "总部停用了这台电脑，要重新登记",
        "certificate_expired" | "certificate_early" => "日期不对或总部证书过期，请先看电脑日期",
        "certificate_issuer" | "certificate_name" | "certificate_unknown" => "总部的证书有问题，没有报送",
        "wrong_key" | "other_office" => "答话的不是登记的那个总部，没有报送",
        "lease_taken" | "lease_lost" => "另一个窗口正在报送",
        "asked_to_wait" | "busy" => "总部请稍后再报送，会自动继续",
        "unreachable" | "timeout" | "cut" | "gateway" => "连不上总部，会自动再试",
        "local_full" => "磁盘已满，请腾出空间",
        "local_corrupt" => "数据库有损坏，请恢复备份",
        _ => by_class(class_of(code)),
    }
}

fn by_class(class: Class) -> &'static str {
    match class {
        Class::Transient | Class::TooLarge | Class::Record => "报送没有成功，会自动再试",
        Class::Auth => "总部不认这台电脑，要重新登记",
        Class::Upgrade => "和总部的版本对不上，要升级程序",
        Class::NotOurServer => "网址上的不是总部，没有报送",
        Class::ClockOrCert => "日期或证书不对，没有报送",
        Class::Local => "本机出了问题，报送暂停",
    }
}

/// A trouble that is over without anybody's doing.
pub(crate) fn passes(code: &str) -> bool {
    code == "captive_portal"
        || matches!(class_of(code), Class::Transient | Class::TooLarge | Class::Record | Class::Local)
}

/// Of a newer head office's word nothing is known: it may pass.
fn class_of(code: &str) -> Class {
    sync::PROBLEMS.iter().find(|(known, _)| *known == code).map_or(Class::Transient, |(_, class)| *class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inshort_1_only_what_passes_by_itself_says_that_it_is_tried_again() {
        for (code, class) in sync::PROBLEMS {
            let said = short_sentence(code);
            assert!(passes(code) || !said.contains("自动"), "{code}: {said}");
            assert!(*class == Class::Transient || passes(code) || !said.contains("连不上总部"), "{code}: {said}");
        }
        assert_eq!(short_sentence("revoked"), "总部停用了这台电脑，要重新登记");
        assert!(!passes("revoked") && !passes("unauthorized") && !passes("certificate_early") && passes("timeout"));
    }
}
