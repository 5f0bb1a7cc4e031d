//! Every word of the protocol and every class of trouble as one Chinese sentence with the next step.

/// The sentence of a code; an unknown code says itself and that nothing is lost.
pub(crate) fn problem_sentence(code: &str) -> String {
    let known = match code {
        "unreachable" | "timeout" | "cut" | "gateway" | "busy" => "连不上总部，会自动重试；记录都在本机",
        "no_network" => "没有网络，记录都在本机。请看网线或无线网接好没有；网络一通就自动报送",
        "dns" => "找不到总部的网址（域名解析不了）。请先看这台电脑能不能上网；能上网，就请总部核对网址",
        "refused" => "总部的电脑在，但报送服务没有开。会自动重试，记录都在本机；一直这样，请告诉总部",
        "proxy_down" => {
            "代理服务器连不上，或它连不到总部。请到「设置 → 网络」核对代理，或问公司管网络的人；记录都在本机"
        }
        "lease_lost" => "另一个窗口正在报送，稍后自动继续",
        "lease_taken" => "另一个窗口或命令正在报送这个厂家，这次没有重复报送。等它做完再试",
        "asked_to_wait" => "总部请稍后再报送，时间到了会自动继续；记录都在本机",
        "feed_stands" | "feed_torn" | "blob_stands" | "wrong_offset" => "与总部的传输没有接上，会自动重试",
        "unauthorized" => "总部不认这台电脑的登记了。请向总部要新的登记代码重新登记，未报送的记录都在",
        "revoked" => {
            "总部停用了这台电脑的登记。请问总部为什么；要接着用，向总部要新的登记代码重新登记。未报送的记录都在，不会丢"
        }
        "bad_code" => "登记代码不对、已用过或已过期。请向总部要一个新的",
        "upgrade" | "unreadable" => "总部的版本与本程序对不上。请升级程序，记录都在本机",
        "wrong_key" => {
            "答话的不是登记时的那个总部（签名对不上），什么都没有报出去。请打电话问总部：网址变了没有，换过密钥没有；换过就要重新登记"
        }
        "other_office" => "这个网址现在是另一个总部，什么都没有报出去。请向总部核对网址，再重新登记",
        "bad_receipt" => "总部给的回执签名不对，没有算作已报送。会自动重试；一直这样，请告诉总部",
        "not_our_server" => "这个网址上的不是总部的报送服务，什么都没有报出去。请向总部核对网址",
        "captive_portal" => {
            "这里的网络要先登录（如宾馆、饭店的无线网）。请打开浏览器随便上一个网站，按跳出来的页面登录；登录后自动接着报送，什么都没有报出去"
        }
        "no_tls" => "这个网址上的不是加密的报送服务，什么都没有报出去。请向总部核对网址和端口；公司网络请问管网络的人",
        "proxy_auth" => "代理服务器不认用户名和密码，或还没有填。请到「设置 → 网络」核对，或问公司管网络的人",
        "bad_url" => "总部地址不对。应像 https://ho.example.com 这样",
        "certificate_expired" => {
            "照这台电脑的时间，总部的证书已经过期。请先看电脑的日期和时间对不对；对的话，请总部换证书。什么都没有报出去"
        }
        "certificate_early" => {
            "照这台电脑的时间，总部的证书还没有生效，多半是电脑的日期慢了。请把日期和时间调对。什么都没有报出去"
        }
        "certificate_issuer" => {
            "发证书的机构这台电脑不认识：可能是公司网络在检查加密的内容，也可能是总部用自己的证书。请向公司管网络的人或总部要根证书，在「设置 → 网络」加上。什么都没有报出去"
        }
        "certificate_name" => "总部的证书是给别的网址的。请向总部核对网址，一个字母都不能差。什么都没有报出去",
        "certificate_unknown" => "总部的证书有毛病，没有报送。请联系总部",
        "too_large" => "一次报送的量太大，已自动减半重试",
        "epoch_conflict" => "本机数据可能是恢复或复制来的，已换新序列继续报送",
        "hash_conflict" => "总部已有同一编号的不同内容，请联系总部核对",
        "hash_mismatch" | "digest_mismatch" | "bad_request" | "bad_body" | "bad_batch" => "传输内容有损坏，会自动重发",
        "no_verdict" => "总部还没有逐条答复，会自动再问",
        "not_found" => "总部找不到要的内容，会自动重试",
        "bad_field" => "总部认为有一项填得不对",
        "missing" => "总部说缺少必填项",
        "future_day" => "总部说日期在将来。请检查日期和本机时钟",
        "consent_needed" => {
            "用户没有同意把电话和地址给总部，总部因此没有收。这不是登记错了，由主管决定：可以再问用户愿不愿意给；愿意，就在单上改成同意再报；不愿意，把用户的意思告诉总部"
        }
        "wrong_principal" => "这条记录不属于这个厂家",
        "base_missing" => "总部在等这条记录的上一版",
        "target_missing" => "总部在等被作废的那条记录",
        "lines_missing" => "总部在等这张报表里的记录到齐",
        "blob_gone" => "要报送的文件在本机找不到了。报表请重新生成，照片请从备份恢复",
        "internal" => "总部出错，会自动重试",
        "cursor_gone" => "正在从头取回总部的消息",
        "local_busy" => "数据库正忙，稍后自动继续",
        "local_full" => "磁盘已满，报送暂停。请腾出空间",
        "local_other" | "local_random" | "http_client" => "本机出了问题，报送暂停。请在「设置」里做自检；记录都在本机",
        "local_corrupt" => "数据库有损坏，报送暂停。请到「设置 → 备份」恢复",
        _ => "",
    };
    if known.is_empty() {
        format!("报送没有成功（{code}），会自动重试；记录都在本机")
    } else {
        known.to_owned()
    }
}

/// Of a record that was turned down after it was taken, without a word why.
pub(crate) const TURNED_DOWN: &str = "turned_down";

/// Why a record was refused, where nobody said it in words.
pub(crate) fn refusal_sentence(code: &str) -> String {
    match code {
        "too_large" => "这条记录太大，路上不让通过，没有到总部。请打开它，把写得长的地方改短再存，会自动再报",
        "bad_batch" => "总部读不懂这条记录，没有收。请打开它，核对后再存一次，会自动再报；还是这样，请告诉总部",
        TURNED_DOWN => "总部收下以后又退回了，没有说明原因。请问总部",
        other => return known_or_not(other),
    }
    .to_owned()
}

/// A word of a newer head office is told as it is: nothing of it is tried again by itself.
fn known_or_not(code: &str) -> String {
    let known = problem_sentence(code);
    if known.contains(code) {
        format!("总部没有收（{code}），没有说明原因。请问总部")
    } else {
        known
    }
}

#[cfg(test)]
mod tests {
    use super::problem_sentence;

    #[test]
    fn every_problem_of_sync_has_a_sentence_without_its_code() {
        let ours = ["lease_taken", "asked_to_wait"];
        for code in sync::PROBLEMS.iter().map(|(code, _)| *code).chain(ours) {
            assert!(!problem_sentence(code).contains(code), "{code}");
        }
    }
}
