//! Starting other programs: let them talk, read what they say, or listen line by line.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

use crate::Stop;

/// Lets the program talk to the person and stops when it fails.
pub fn run(command: &mut Command) -> Result<(), Stop> {
    if succeeds(command)? { Ok(()) } else { Err(failed(command)) }
}

/// Lets the program talk to the person and says whether it succeeded.
pub fn succeeds(command: &mut Command) -> Result<bool, Stop> {
    Ok(command.stdin(Stdio::null()).status().map_err(|e| not_started(command, &e))?.success())
}

/// What the program prints, trimmed. Its complaints go to the person.
pub fn text(command: &mut Command) -> Result<String, Stop> {
    let output =
        command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().map_err(|e| not_started(command, &e))?;
    if !output.status.success() {
        return Err(Stop::new(format!("{}\n{}", failed(command), String::from_utf8_lossy(&output.stdout).trim())));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_string())
}

/// Does the program start and succeed, unseen? For questions like "is it installed".
pub fn quietly(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Hands each line to `hear` and shows none; when the program fails, its last lines are shown.
pub fn hushed(command: &mut Command, mut hear: impl FnMut(&str)) -> Result<(), Stop> {
    let mut last = VecDeque::new();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(|e| not_started(command, &e))?;
    let Some(out) = child.stdout.take() else { return Err(failed(command)) };
    let good = listen(child, out, |line| {
        hear(line);
        last.push_back(line.to_string());
        if last.len() > 40 {
            last.pop_front();
        }
        Ok(())
    })?;
    if good {
        return Ok(());
    }
    last.iter().for_each(|line| println!("{line}"));
    Err(failed(command))
}

/// Shows every line the program prints, complaints included, and hands each to `hear`; says whether it succeeded.
pub fn tee(command: &mut Command, mut hear: impl FnMut(&str)) -> Result<bool, Stop> {
    let mut shown = std::io::stdout().lock();
    let (lines, end) = std::io::pipe()?;
    command.stderr(end.try_clone()?).stdout(end);
    let child = command.stdin(Stdio::null()).spawn();
    // The command holds the pipe's other end too: with it the lines would never stop.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let child = child.map_err(|e| not_started(command, &e))?;
    listen(child, lines, |line| {
        hear(line);
        writeln!(shown, "{line}")
    })
}

fn listen(mut child: Child, out: impl Read, mut hear: impl FnMut(&str) -> std::io::Result<()>) -> Result<bool, Stop> {
    for line in BufReader::new(out).split(b'\n') {
        hear(&String::from_utf8_lossy(&line?))?;
    }
    Ok(child.wait()?.success())
}

/// The command as a person would type it.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

fn failed(command: &Command) -> Stop {
    Stop::new(format!("`{}` did not succeed; its last lines above say why.", shown(command)))
}

fn not_started(command: &Command, error: &std::io::Error) -> Stop {
    Stop::new(format!("`{}` could not be started: {error}", shown(command)))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn complaints_are_heard_too() {
        let mut heard = Vec::new();
        let mut command = Command::new("sh");
        command.args(["-c", "echo said; echo a complaint 1>&2; exit 3"]);
        let good = tee(&mut command, |line| heard.push(line.to_string())).expect("sh runs");
        heard.sort();
        assert_eq!((good, heard), (false, vec!["a complaint".to_string(), "said".to_string()]));
    }
}
