//! Runs a program, feeds its standard input, and returns what it printed.

use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::thread;

/// Runs `command`, lets `feed` write its input, and returns its standard output without the last line ends.
///
/// Err is the program's name, exit status and standard error.
pub(crate) fn run_with(
    command: &mut Command,
    feed: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send,
) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(|e| {
            format!("cannot start {name}: {e}; run ./test once, it installs what the tests need")
        })?;
    let pipe = child.stdin.take().expect("stdin is piped");
    // Written from another thread: a program that prints much before it has read all would block both sides.
    let (fed, output) = thread::scope(|scope| {
        let writer = scope.spawn(move || {
            let mut buffered = io::BufWriter::with_capacity(1 << 16, pipe);
            feed(&mut buffered)?;
            buffered.flush()
        });
        let output = child.wait_with_output();
        (writer.join(), output)
    });
    let output = output.map_err(|e| format!("{name}: {e}"))?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("{name} ended with {}: {}", output.status, stderr.trim()));
    }
    fed.expect("the feeding closure does not panic").map_err(|e| format!("{name} stopped reading: {e}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim_end_matches('\n').to_owned())
}

/// Runs `command` with `input` as its standard input.
pub(crate) fn run(command: &mut Command, input: &str) -> Result<String, String> {
    run_with(command, |pipe| pipe.write_all(input.as_bytes()))
}

/// Percent-encodes what may not stand bare in a URL's user, password or database name.
pub(crate) fn url_encode(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}
