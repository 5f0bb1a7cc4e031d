//! Every word of the protocol and every class of trouble as one Chinese sentence with the next step.

/// The sentence of a code; an unknown code says itself and that nothing is lost.
pub(crate) fn problem_sentence(code: &str) -> String {
    let known = match code {
        "unreachable" | "timeout" | "cut" | "connect" | "gateway" | "busy" | "offline" | "network" | "interrupted" => {
            "连不上总部，会自动重试；记录都在本机"
        }
        "lease_lost" => "另一个窗口正在报送，稍后自动继续",
        "lease_taken" => "另一个窗口或命令正在报送这个厂家，这次没有重复报送。等它做完再试",
        "asked_to_wait" => "总部请稍后再报送，时间到了会自动继续；记录都在本机",
        "feed_stands" | "feed_torn" | "blob_stands" | "wrong_offset" => "与总部的传输没有接上，会自动重试",
        "unauthorized" | "revoked" => "总部不认这台电脑了。请向总部要新的登记代码重新登记，未报送的记录都在",
        "bad_code" => "登记代码不对、已用过或已过期。请向总部要一个新的",
        "upgrade" | "unreadable" => "总部的版本与本程序对不上。请升级程序，记录都在本机",
        "wrong_key" | "not_our_server" | "other_office" | "bad_receipt" => {
            "连到的不是登记过的总部（可能是需要登录的网络或代理），什么都没有报出去。请检查网络或总部地址"
        }
        "proxy_auth" => "代理服务器要求登录。请在系统里设置代理账号",
        "bad_url" => "总部地址不对。应像 https://ho.example.com 这样",
        "certificate_time" => "总部证书的有效期与本机时间对不上。请先校准系统时间",
        "certificate_unknown" => "总部的证书不受信任，没有报送。请联系总部",
        "too_large" => "一次报送的量太大，已自动减半重试",
        "epoch_conflict" => "本机数据可能是恢复或复制来的，已换新序列继续报送",
        "hash_conflict" => "总部已有同一编号的不同内容，请联系总部核对",
        "hash_mismatch" | "digest_mismatch" | "bad_request" | "bad_body" | "bad_batch" => "传输内容有损坏，会自动重发",
        "no_verdict" => "总部还没有逐条答复，会自动再问",
        "not_found" => "总部找不到要的内容，会自动重试",
        "bad_field" => "总部认为有一项填得不对",
        "missing" => "总部说缺少必填项",
        "future_day" => "总部说日期在将来。请检查日期和本机时钟",
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
