//! A window with one line of text: what Tauri itself costs. The benches hold our window against it.

fn main() -> Result<(), tauri::Error> {
    tauri::Builder::default().run(context())
}

#[expect(clippy::disallowed_methods, reason = "the macro's own code ends a process it cannot start")]
fn context() -> tauri::Context {
    tauri::generate_context!("examples/empty/tauri.conf.json")
}
