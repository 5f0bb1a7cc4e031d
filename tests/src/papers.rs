//! The papers a clerk has in hand.

/// One sale as it stands on the paper.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "their names say it")]
pub struct Sale<'a> {
    pub name: &'a str,
    pub phone: &'a str,
    pub county: &'a str,
    pub town: &'a str,
    pub village: &'a str,
    pub model: &'a str,
    pub serial: &'a str,
    pub engine: &'a str,
    pub price: &'a str,
    pub invoice: &'a str,
    pub card: &'a str,
}

/// One repair. Of each part that was changed: its code, how many, and whether the old one is here.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "their names say it")]
pub struct Repair<'a> {
    pub serial: &'a str,
    pub fault: &'a str,
    pub technician: &'a str,
    pub labour: &'a str,
    pub parts: &'a [(&'a str, &'a str, bool)],
}

/// One call: the number that rings, what is offered for it, what is the matter.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "their names say it")]
pub struct Call<'a> {
    pub phone: &'a str,
    pub known: &'a str,
    pub complaint: &'a str,
}
