//! From a thread that waits for a disk to the sink, a few pieces at a time.

use std::io::{self, Read};

use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::{Datum, ReadError, Sink};
use crate::error::ConnectError;
use crate::records::beside;

/// How much of a file is in one piece, in bytes.
pub(crate) const PIECE: usize = 64 * 1024;
/// Pieces that wait for the sink.
const WAITING: usize = 8;

/// What comes out of a system.
pub(crate) enum Out {
    Record(Vec<Datum>, Vec<bool>),
    Piece(Vec<u8>),
    End(bool),
}

/// The thread's end. Once the sink has had enough, nothing more is taken.
pub(crate) struct Feed(Sender<Out>);

/// Nobody takes any more.
pub(crate) struct Enough;

impl Feed {
    pub(crate) fn put(&self, out: Out) -> Result<(), Enough> {
        self.0.blocking_send(out).map_err(|_| Enough)
    }

    pub(crate) fn record(&self, (values, marks): (Vec<Datum>, Vec<bool>)) -> Result<(), Enough> {
        self.put(Out::Record(values, marks))
    }

    /// A file's content, or that it cannot be read.
    pub(crate) fn content(&self, file: io::Result<impl Read>) -> Result<(), Enough> {
        let Ok(mut file) = file else { return self.put(Out::End(false)) };
        loop {
            let mut piece = vec![0; PIECE];
            match file.read(&mut piece) {
                Ok(0) => return self.put(Out::End(true)),
                Ok(read) => {
                    piece.truncate(read);
                    self.put(Out::Piece(piece))?;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return self.put(Out::End(false)),
            }
        }
    }
}

/// Runs what reads beside the runtime's threads, and hands the sink what it finds.
pub(crate) async fn pump(
    place: &str,
    question: usize,
    sink: &mut dyn Sink,
    read: impl FnOnce(&Feed) -> Result<(), ConnectError> + Send + 'static,
) -> Result<(), ReadError> {
    let (sender, mut receiver) = channel(WAITING);
    let work = beside(place, move || read(&Feed(sender)));
    let take = take(&mut receiver, question, sink);
    let (worked, taken) = tokio::join!(work, take);
    taken.map_err(ReadError::Sink)?;
    worked.map_err(|error| ReadError::System(question, error))
}

async fn take(receiver: &mut Receiver<Out>, question: usize, sink: &mut dyn Sink) -> io::Result<()> {
    let mut taken = Ok(());
    while let Some(out) = receiver.recv().await {
        taken = match out {
            Out::Record(values, marks) => sink.record(question, values, marks),
            Out::Piece(piece) => sink.content(&piece),
            Out::End(whole) => sink.content_ends(whole),
        };
        if taken.is_err() {
            receiver.close();
            break;
        }
    }
    taken
}
