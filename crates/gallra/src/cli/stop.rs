//! Ctrl-C (and SIGTERM, which services get): the first finishes the batch at hand, the second ends at once.
//!
//! Ending at once is safe, too: it is what a crash does, and the same command goes on.

use super::exit::Exit;
use super::text::{Texts, t};
use super::ui::complain;

/// Calls `stop` at the first signal and ends the process at the second.
pub(crate) fn finish_the_batch(texts: Texts, stop: impl Fn() + Send + 'static) {
    tokio::spawn(async move {
        signal().await;
        stop();
        complain(&t!(texts, "stop-first"));
        signal().await;
        complain(&t!(texts, "stop-second"));
        std::process::exit(Exit::Stopped.code().into());
    });
}

/// Waits for Ctrl-C or SIGTERM.
pub(crate) async fn signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let (Ok(mut interrupt), Ok(mut terminate)) =
            (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
        {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        // Without signals there is nothing to wait for: Ctrl-C then ends the process as the system does.
        std::future::pending::<()>().await;
    }
}
