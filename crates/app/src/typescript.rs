//! TypeScript made from the command table; committed, and compared by a test.

use crate::view::*;
use crate::with_commands;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use ts_rs::{Config, TS, TypeVisitor};

/// Declarations by type name, found by walking a type's dependencies.
#[derive(Default)]
struct Declarations {
    by_name: BTreeMap<String, String>,
    config: Config,
}

impl Declarations {
    fn add<T: TS + 'static + ?Sized>(&mut self) {
        // Before the early return: Page<SaleRow> and Page<OutboxRow> are one name and two sets of types.
        T::visit_generics(self);
        if T::output_path().is_some() {
            let name = T::ident(&self.config);
            if self.by_name.contains_key(&name) {
                return;
            }
            let docs = T::docs().unwrap_or_default();
            self.by_name.insert(name, format!("{docs}export {}", T::decl(&self.config)));
        }
        T::visit_dependencies(self);
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.add::<T>();
    }
}

macro_rules! render {
    ($($(#[doc = $doc:literal])* $name:ident($input:ty) -> $output:ty;)*) => {
        /// The whole generated file.
        pub fn render() -> String {
            let mut declarations = Declarations::default();
            let mut table = String::from("export type Commands = {\n");
            $(
                declarations.add::<$input>();
                declarations.add::<$output>();
                for doc in [$($doc),*] {
                    let _ = writeln!(table, "  /** {} */", doc.trim());
                }
                let _ = writeln!(
                    table,
                    "  {}: {{ input: {}; output: {} }};",
                    stringify!($name),
                    <$input as TS>::name(&declarations.config),
                    <$output as TS>::name(&declarations.config),
                );
            )*
            table.push_str("};\n");
            let mut file = String::from("// Made by `cargo xtask gen` from crates/app/src/table.rs. Do not edit.\n\n");
            for declaration in declarations.by_name.values() {
                file.push_str(declaration);
                file.push_str("\n\n");
            }
            file.push_str(&table);
            file
        }
    };
}

with_commands!(render);

/// Errors of `call`, written by hand because they do not pass the table.
pub const CALL_ERROR: &str = "
/** What `call` rejects with. */
export type CallError = {
  /** Stable code. */
  code: string;
  /** Field path in the input; empty when about the whole. */
  field: string;
  /** Chinese sentence. */
  message: string;
  /** Every refused field when there are several. */
  fields: Array<RefusedField>;
};
";

/// The whole file, errors included.
pub fn file() -> String {
    render() + CALL_ERROR
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_committed_types_are_the_current_ones() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/api/generated/commands.ts");
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(committed, super::file(), "run `cargo xtask gen`");
    }
}
