//! Writes `ui/src/api/generated/commands.ts`; called by `cargo xtask gen`.

fn main() -> std::io::Result<()> {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/api/generated");
    std::fs::create_dir_all(&dir)?;
    std::fs::write(dir.join("commands.ts"), app::typescript::file())
}
