//! `cargo xtask dist`: the installer of this system; on Linux also the proof that it starts where
//! nothing else is.

use std::fs;
use std::path::{Path, PathBuf};

use crate::clean_root::CleanRoot;
use crate::install::{self, Need};
use crate::place::{ALL, cargo, program, target_dir};
use crate::steps::Steps;
use crate::{Stop, cmd, node, root};

/// What one system's bundler makes, and where it puts it below the build folder.
struct Kind {
    bundle: &'static str,
    target: Option<&'static str>,
    folder: &'static str,
    ending: &'static str,
}

const fn kind() -> Kind {
    if cfg!(windows) {
        Kind { bundle: "nsis", target: None, folder: "release/bundle/nsis", ending: ".exe" }
    } else if cfg!(target_os = "macos") {
        let folder = "universal-apple-darwin/release/bundle/dmg";
        Kind { bundle: "dmg", target: Some("universal-apple-darwin"), folder, ending: ".dmg" }
    } else {
        Kind { bundle: "deb", target: None, folder: "release/bundle/deb", ending: ".deb" }
    }
}

/// Builds it and, on Linux, tries it.
pub fn dist(args: &[String]) -> Result<(), Stop> {
    if let Some(word) = args.first() {
        return Err(Stop::new(format!("`dist` knows no `{word}`.")));
    }
    let linux = cfg!(target_os = "linux");
    let mut steps = Steps::of(if linux { 6 } else { 4 });
    let needs: &[Need] = if linux { &[Need::Shell, Need::Dist] } else { &[Need::Shell] };
    steps.step("What this needs", || install::ensure(needs))?;
    steps.step("Build the pages", || {
        node::install(&node::ui())?;
        cmd::run(&mut node::script("build"))
    })?;
    let bundler = root().join("src-tauri");
    steps.step("The bundler", || node::install(&bundler))?;
    let made = steps.step("Build the installer (long)", || bundle(&bundler, &kind()))?;
    if linux {
        let clean = steps.step("A clean root, and the package in it", || installed(&made))?;
        steps.step("Start it there", || prove(&clean))?;
    }
    println!("\nThe installer is {}", made.display());
    Ok(())
}

fn bundle(bundler: &Path, kind: &Kind) -> Result<PathBuf, Stop> {
    let folder = target_dir()?.join(kind.folder);
    let before = found(&folder, kind.ending);
    for old in before {
        fs::remove_file(old)?;
    }
    let mut build = node::npm(bundler);
    // What is handed out can encrypt its store (docs/decisions/0018).
    build.args([
        "run",
        "--silent",
        "tauri",
        "--",
        "build",
        "--ci",
        "--bundles",
        kind.bundle,
        "--features",
        "encryption",
    ]);
    if let Some(target) = kind.target {
        build.args(["--target", target]);
    }
    cmd::run(&mut build)?;
    found(&folder, kind.ending).pop().ok_or_else(|| Stop::new(format!("no {} in {}", kind.ending, folder.display())))
}

fn found(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.map(|entry| entry.path()).filter(|path| path.to_string_lossy().ends_with(ending)).collect()
}

/// The package with what it asks for and nothing else of ours; then, as a separate layer, the
/// screen and the driver that look at it.
fn installed(package: &Path) -> Result<CleanRoot, Stop> {
    let clean = CleanRoot::make(&target_dir()?.join("dist-root"))?;
    clean.bring(package, "/tmp/sanbao-desk.deb")?;
    clean.run("apt-get -q update && apt-get -q install -y --no-install-recommends /tmp/sanbao-desk.deb")?;
    clean.run("ldd /usr/bin/sanbao-desk | { ! grep 'not found'; } && sanbao-desk --version")?;
    clean.run("apt-get -q install -y --no-install-recommends xvfb xauth dbus webkit2gtk-driver fonts-noto-cjk")?;
    Ok(clean)
}

fn prove(clean: &CleanRoot) -> Result<(), Stop> {
    cmd::run(cargo().arg("build").args(ALL).args(["--bin", "open-window"]))?;
    clean.bring(&program("open-window")?, "/tmp/open-window")?;
    clean.run(
        "cd /tmp && TAURI_WEBVIEW_AUTOMATION=true NO_AT_BRIDGE=1 LIBGL_ALWAYS_SOFTWARE=1 \
         xvfb-run -a -s '-screen 0 1366x768x24' dbus-run-session -- \
         /tmp/open-window --app /usr/bin/sanbao-desk --data /tmp/desk --out /tmp/out",
    )?;
    let picture = root().join("artefacts/installed.png");
    clean.fetch("/tmp/out/installed.png", &picture)?;
    println!("      picture: {}", picture.display());
    Ok(())
}
