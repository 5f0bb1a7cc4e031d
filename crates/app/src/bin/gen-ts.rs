//! Writes `commands.ts` into the folder named, or into `ui/src/api/generated`; called by `cargo xtask gen`.

use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    let committed = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/api/generated");
    let dir = std::env::args_os().nth(1).map_or_else(committed, PathBuf::from);
    std::fs::create_dir_all(&dir)?;
    std::fs::write(dir.join("commands.ts"), app::typescript::file())
}
