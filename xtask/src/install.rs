//! Installs what a command needs, and nothing more.
//!
//! Debian and Ubuntu: packages are looked up first, and apt runs only when one is missing.
//! Elsewhere nothing is installed behind a person's back: we check and say what to install.

use std::process::Command;

use crate::place::on_path;
use crate::{Stop, cmd, node};

/// What a command is about to do on this machine.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Compile the window program.
    Shell,
    /// Open a window where there is no screen, and drive it.
    Window,
    /// Open workbooks, read PDFs, type Chinese in a browser, run the program at another day and head office on PostgreSQL.
    Tests,
    /// Make a clean root and install the package there.
    Dist,
}

/// A Debian package, and programs whose presence makes it unnecessary.
struct Package {
    name: &'static str,
    or_programs: &'static [&'static str],
}

const fn package(name: &'static str) -> Package {
    Package { name, or_programs: &[] }
}

const SHELL: &[Package] =
    &[package("build-essential"), package("pkg-config"), package("file"), package("libwebkit2gtk-4.1-dev")];

const WINDOW: &[Package] = &[
    package("webkit2gtk-driver"),
    package("xvfb"),
    package("xauth"),
    Package { name: "dbus", or_programs: &["dbus-run-session"] },
    package("fonts-noto-cjk"),
];

const TESTS: &[Package] = &[
    package("perl"), // OpenSSL, for an encrypted store, is built from source
    package("libreoffice-calc"),
    package("poppler-utils"),
    package("python3"),
    package("python3-openpyxl"),
    package("python3-venv"),
    package("faketime"),
    package("postgresql"),
    Package { name: "chromium", or_programs: &["chromium", "google-chrome", "chromium-browser"] },
];

const DIST: &[Package] = &[package("debootstrap"), package("fakeroot"), package("perl")];

fn packages(need: Need) -> &'static [Package] {
    match need {
        Need::Shell => SHELL,
        Need::Window => WINDOW,
        Need::Tests => TESTS,
        Need::Dist => DIST,
    }
}

/// Makes sure that everything for `needs` is here.
pub fn ensure(needs: &[Need]) -> Result<(), Stop> {
    node::ensure()?;
    if cfg!(target_os = "linux") {
        linux(needs)
    } else if cfg!(target_os = "macos") {
        macos()
    } else {
        windows()
    }
}

fn linux(needs: &[Need]) -> Result<(), Stop> {
    let wanted = needs.iter().flat_map(|need| packages(*need));
    if !on_path("apt-get") || !on_path("dpkg-query") {
        return other_linux(needs);
    }
    let missing: Vec<&str> = wanted.filter(|p| !present(p)).map(|p| p.name).collect();
    if missing.is_empty() {
        println!("      everything is here");
        return Ok(());
    }
    println!("      installing {}", missing.join(" "));
    cmd::hushed(apt()?.args(["-q", "update"]), |_| {})?;
    let mut done = 0;
    let mut install = apt()?;
    // Without a pseudo-terminal dpkg writes plain lines.
    install.args(["-q", "-o", "Dpkg::Use-Pty=0", "install", "-y", "--no-install-recommends"]).args(missing);
    cmd::hushed(&mut install, |line| {
        if line.contains(" newly installed") {
            println!("      {line}");
        }
        done += usize::from(line.starts_with("Setting up "));
        if line.starts_with("Setting up ") && done % 50 == 0 {
            println!("      {done} packages are in place");
        }
    })
}

fn present(package: &Package) -> bool {
    if package.or_programs.iter().any(|program| on_path(program)) {
        return true;
    }
    let asked = Command::new("dpkg-query").args(["-W", "-f=${Status}", package.name]).output();
    asked.is_ok_and(|told| String::from_utf8_lossy(&told.stdout).starts_with("install ok installed"))
}

/// apt-get as root: directly, or through sudo, or a sentence that says what root must do.
fn apt() -> Result<Command, Stop> {
    let mut command = if is_root() {
        Command::new("apt-get")
    } else if on_path("sudo") {
        let mut sudo = Command::new("sudo");
        sudo.args(["--preserve-env=DEBIAN_FRONTEND", "apt-get"]);
        sudo
    } else {
        return Err(Stop::new(
            "Packages are missing, and this is neither root nor a machine with sudo. Ask root to install the packages named above with apt-get, then run the command again.",
        ));
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}

fn is_root() -> bool {
    cmd::text(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

fn other_linux(needs: &[Need]) -> Result<(), Stop> {
    let have = cmd::quietly(Command::new("pkg-config").args(["--exists", "webkit2gtk-4.1"]));
    if have || !needs.contains(&Need::Shell) {
        return Ok(());
    }
    Err(Stop::new(
        "This Linux has no apt-get. Install WebKitGTK 4.1 with its development files, a C compiler and pkg-config (Fedora: webkit2gtk4.1-devel gcc pkgconf; Arch: webkit2gtk-4.1 base-devel), then run the command again.",
    ))
}

fn macos() -> Result<(), Stop> {
    if cmd::quietly(Command::new("xcode-select").arg("-p")) {
        return Ok(());
    }
    Err(Stop::new(
        "The Xcode command line tools are missing. Run `xcode-select --install`, wait until it is done, then run the command again.",
    ))
}

fn windows() -> Result<(), Stop> {
    const CLIENT: &str = r"Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    let homes = [r"HKLM\SOFTWARE\WOW6432Node", r"HKLM\SOFTWARE", r"HKCU\Software"];
    let has = |home: &str| cmd::quietly(Command::new("reg").args(["query", &format!(r"{home}\{CLIENT}"), "/v", "pv"]));
    if homes.iter().any(|home| has(home)) {
        return Ok(());
    }
    Err(Stop::new(
        "Microsoft Edge WebView2 is missing. Install the \"Evergreen Standalone Installer\" from Microsoft's WebView2 page, then run the command again.",
    ))
}
