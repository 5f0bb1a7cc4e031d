//! `{marker}` in a line of a layout. No expressions: a marker is a name.

/// What a missing value leaves on paper: a line to write on.
const BLANK: &str = "______";

/// The markers of a line, in order.
pub(super) fn markers(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// An opening brace without its closing one.
pub(super) fn is_torn(template: &str) -> bool {
    template.split('{').skip(1).any(|rest| !rest.contains('}'))
}

/// The line with every marker replaced.
pub(crate) fn fill<'a>(template: &str, value: impl Fn(&str) -> Option<std::borrow::Cow<'a, str>>) -> String {
    let mut parts = template.split('{');
    let mut line = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let Some((name, rest)) = part.split_once('}') else { continue };
        line.push_str(value(name).as_deref().unwrap_or(BLANK));
        line.push_str(rest);
    }
    line
}

/// A text inside a page's header or footer, where `&` begins a command.
pub(crate) fn escaped_for_page(text: &str) -> String {
    text.replace('&', "&&")
}
