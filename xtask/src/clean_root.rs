//! A system with nothing on it: debootstrap's smallest, of the same release as this machine.
//!
//! Only for `dist` on Debian and Ubuntu. It is a folder, not a container: enough to prove that the
//! package names everything it needs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::place::on_path;
use crate::{Stop, cmd};

/// Kernel folders the window system needs to see.
const MOUNTED: &[&str] = &["proc", "dev", "sys"];

/// The folder; what is mounted in it is unmounted when this is dropped.
pub struct CleanRoot {
    at: PathBuf,
    mounted: Vec<PathBuf>,
}

impl CleanRoot {
    /// Makes it anew.
    pub fn make(at: &Path) -> Result<Self, Stop> {
        let mut clean = Self { at: at.to_path_buf(), mounted: Vec::new() };
        clean.unmount_old();
        if at.exists() {
            cmd::run(as_root("rm")?.args(["-rf", "--one-file-system"]).arg(at))?;
        }
        let (release, parts) = release()?;
        let mut strap = as_root("debootstrap")?;
        strap.arg("--variant=minbase").arg(format!("--components={parts}")).arg(release).arg(at).arg(mirror()?);
        println!("      making a root of {}", cmd::shown(&strap));
        cmd::hushed(&mut strap, |_| {})?;
        clean.settle()?;
        Ok(clean)
    }

    /// Names are resolved and packages are trusted there as here; no service is started by installing.
    fn settle(&mut self) -> Result<(), Stop> {
        for file in ["etc/resolv.conf", "etc/hosts"] {
            if Path::new("/").join(file).exists() {
                cmd::run(as_root("cp")?.arg("-L").arg(format!("/{file}")).arg(self.at.join(file)))?;
            }
        }
        for conf in fs::read_dir("/etc/apt/apt.conf.d")?.filter_map(Result::ok) {
            let into = self.at.join("etc/apt/apt.conf.d").join(conf.file_name());
            if !into.exists() {
                cmd::run(as_root("cp")?.arg("-L").arg(conf.path()).arg(into))?;
            }
        }
        for name in MOUNTED {
            let into = self.at.join(name);
            cmd::run(as_root("mount")?.args(["--rbind", "--make-rslave"]).arg(format!("/{name}")).arg(&into))?;
            self.mounted.push(into);
        }
        Ok(())
    }

    /// Runs a line of shell in it, in a system's plain surroundings.
    pub fn run(&self, line: &str) -> Result<(), Stop> {
        let mut command = as_root("chroot")?;
        command.arg(&self.at).args(["/usr/bin/env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root"]);
        command.args(["LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"]);
        for name in ["http_proxy", "https_proxy"] {
            if let Ok(value) = std::env::var(name) {
                command.arg(format!("{name}={value}"));
            }
        }
        cmd::run(command.args(["sh", "-ec", line]))
    }

    /// Copies a file into it.
    pub fn bring(&self, from: &Path, to: &str) -> Result<(), Stop> {
        cmd::run(as_root("cp")?.arg(from).arg(self.inside(to)))
    }

    /// Copies a file out of it.
    pub fn fetch(&self, from: &str, to: &Path) -> Result<(), Stop> {
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(self.inside(from), to)?;
        Ok(())
    }

    fn inside(&self, path: &str) -> PathBuf {
        self.at.join(path.trim_start_matches('/'))
    }

    /// A run that was cut short left its mounts; removing through them would empty /dev.
    fn unmount_old(&mut self) {
        self.mounted = MOUNTED.iter().map(|name| self.at.join(name)).filter(|path| is_mounted(path)).collect();
        self.unmount();
    }

    fn unmount(&mut self) {
        while let Some(path) = self.mounted.pop() {
            // Lazily: whatever still looks in there keeps its view.
            let done = as_root("umount").is_ok_and(|mut umount| cmd::quietly(umount.args(["-R", "-l"]).arg(&path)));
            if !done {
                eprintln!("{} could not be unmounted; do it before you delete the folder.", path.display());
            }
        }
    }
}

impl Drop for CleanRoot {
    fn drop(&mut self) {
        self.unmount();
    }
}

fn is_mounted(path: &Path) -> bool {
    let table = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    table.lines().filter_map(|line| line.split(' ').nth(1)).any(|at| Path::new(at) == path)
}

/// This machine's release by name, and the parts of the archive WebKit lies in.
fn release() -> Result<(String, &'static str), Stop> {
    let told = fs::read_to_string("/etc/os-release")?;
    let value = |name: &str| {
        let line = told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        line.map(|value| value.trim_matches('"').to_string())
    };
    let name = value("VERSION_CODENAME").ok_or_else(|| Stop::new("/etc/os-release names no release"))?;
    let parts = if value("ID").as_deref() == Some("ubuntu") { "main,universe" } else { "main" };
    Ok((name, parts))
}

/// The archive this machine itself installs from; the security archive is another one.
fn mirror() -> Result<String, Stop> {
    let all = cmd::text(Command::new("apt-get").args(["indextargets", "--format", "$(REPO_URI)"]))?;
    let first = all.lines().find(|uri| uri.starts_with("http") && !uri.contains("security"));
    first.map(str::to_string).ok_or_else(|| Stop::new("apt names no archive; run `apt-get update` first"))
}

fn as_root(program: &str) -> Result<Command, Stop> {
    let root = cmd::text(Command::new("id").arg("-u")).is_ok_and(|id| id == "0");
    if root {
        return Ok(Command::new(program));
    }
    if !on_path("sudo") {
        return Err(Stop::new("`dist` makes a root to install into: be root, or install sudo."));
    }
    let mut sudo = Command::new("sudo");
    sudo.arg(program);
    Ok(sudo)
}
