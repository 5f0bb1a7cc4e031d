//! An .xlsx as its parts say it, read by nothing of the program's own: XML parts as trees.

use std::io::Read;
use std::path::Path;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use sanbao_tests::Outcome;
use zip::ZipArchive;

/// An element; names without their prefixes.
#[derive(Debug, Default)]
pub struct Node {
    pub name: String,
    pub text: String,
    pub children: Vec<Node>,
    attributes: Vec<(String, String)>,
}

impl Node {
    /// An attribute, empty where it is not given.
    pub fn of(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Whether an attribute says yes.
    pub fn is(&self, name: &str) -> bool {
        matches!(self.of(name), "1" | "true")
    }

    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    pub fn all<'n>(&'n self, name: &'n str) -> impl Iterator<Item = &'n Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Attributes as they stand.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Words of every `t` below it: a text may be made of pieces.
    pub fn words(&self) -> String {
        let own = if self.name == "t" { self.text.as_str() } else { "" };
        self.children.iter().fold(own.to_owned(), |all, child| all + &child.words())
    }
}

/// The parts of a file.
pub struct Package(ZipArchive<std::fs::File>);

impl Package {
    pub fn open(path: &Path) -> Outcome<Self> {
        Ok(Self(ZipArchive::new(std::fs::File::open(path)?)?))
    }

    /// A part as a tree; none where there is no such part.
    pub fn part(&mut self, name: &str) -> Outcome<Option<Node>> {
        let mut xml = String::new();
        match self.0.by_name(name) {
            Ok(mut part) => part.read_to_string(&mut xml)?,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(why) => return Err(why.into()),
        };
        tree(&xml).map(Some)
    }

    /// A part that must be there.
    pub fn must(&mut self, name: &str) -> Outcome<Node> {
        self.part(name)?.ok_or_else(|| format!("no part {name}").into())
    }
}

fn tree(xml: &str) -> Outcome<Node> {
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Node::default()];
    loop {
        match reader.read_event()? {
            Event::Start(tag) => open.push(element(&tag)?),
            Event::Empty(tag) => close(&mut open, element(&tag)?)?,
            Event::End(_) => {
                let done = open.pop().ok_or("an end without a beginning")?;
                close(&mut open, done)?;
            }
            Event::Text(text) => open.last_mut().ok_or("text outside")?.text.push_str(&text),
            Event::GeneralRef(entity) => {
                let word = format!("&{};", &*entity);
                open.last_mut().ok_or("text outside")?.text.push_str(&unescape(&word)?);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let root = open.pop().and_then(|mut document| document.children.pop());
    root.ok_or_else(|| "an empty part".into())
}

fn close(open: &mut [Node], done: Node) -> Outcome<()> {
    open.last_mut().ok_or("an end without a beginning")?.children.push(done);
    Ok(())
}

fn element(tag: &BytesStart<'_>) -> Outcome<Node> {
    let mut made = Node { name: tag.local_name().as_ref().to_owned(), ..Node::default() };
    for attribute in tag.attributes() {
        let attribute = attribute?;
        made.attributes.push((attribute.key.as_ref().to_owned(), unescape(&attribute.value)?.into_owned()));
    }
    Ok(made)
}
