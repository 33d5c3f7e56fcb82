//! What leaves the house for one recipient: sealed as the age format has it (<https://age-encryption.org/v1>), so that the
//! recipient opens it with a program of their own (`age`, `rage`) and needs nothing of ours.
//!
//! A passphrase goes through scrypt; a key is an X25519 one (`age1…`). The format seals pieces of 64 KiB, so a parcel of any
//! size takes little memory, and one that was cut or changed does not open.

use std::fmt;
use std::io::{self, BufRead, Read, Write};
use std::iter;

use age::secrecy::SecretString;
use age::stream::StreamWriter;
use age::{Decryptor, Encryptor, scrypt, x25519};

/// What a guess of the passphrase costs: 2^17 rounds of scrypt with blocks of 1 KiB, 128 MiB of memory, as OWASP
/// recommends. Without it `age` would measure this machine's speed, and a fast one would shut slow ones out.
const WORK: u8 = 17;
/// A passphrase that somebody chose has at least so many characters (NIST SP 800-63B-4, 3.1.1.2, for a single factor).
pub const SHORTEST_PASSPHRASE: usize = 15;

/// Who can open a parcel.
#[derive(Clone)]
pub struct Recipient(Kind);

#[derive(Clone)]
enum Kind {
    Passphrase(SecretString),
    Key(x25519::Recipient),
}

/// The text names nobody that a parcel can be sealed for. It does not stand in the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRecipient {
    /// Too short.
    #[error("a passphrase has at least {SHORTEST_PASSPHRASE} characters")]
    TooShort,
    /// None of X25519.
    #[error("it is no age recipient; one begins with `age1` and is shown by `age-keygen -y`")]
    NoKey,
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::Passphrase(_) => "Recipient(passphrase)",
            Kind::Key(_) => "Recipient(key)",
        })
    }
}

impl Recipient {
    /// Whoever knows the passphrase; white space around it does not count.
    ///
    /// # Errors
    /// [`NoRecipient::TooShort`].
    pub fn passphrase(text: &str) -> Result<Self, NoRecipient> {
        let text = text.trim();
        if text.chars().count() < SHORTEST_PASSPHRASE {
            return Err(NoRecipient::TooShort);
        }
        Ok(Self(Kind::Passphrase(SecretString::from(text.to_owned()))))
    }

    /// Whoever has the secret half of this key.
    ///
    /// # Errors
    /// [`NoRecipient::NoKey`].
    pub fn key(text: &str) -> Result<Self, NoRecipient> {
        Ok(Self(Kind::Key(text.trim().parse().map_err(|_| NoRecipient::NoKey)?)))
    }
}

/// A parcel that is being written. Without [`Parcel::finish`] it does not open.
pub struct Parcel<W: Write>(StreamWriter<W>);

impl<W: Write> fmt::Debug for Parcel<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parcel(…)")
    }
}

impl<W: Write> Parcel<W> {
    /// Begins one: what is written goes into `out`, sealed.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn seal(recipient: &Recipient, out: W) -> io::Result<Self> {
        let passphrase;
        let recipient: &dyn age::Recipient = match &recipient.0 {
            Kind::Key(key) => key,
            Kind::Passphrase(words) => {
                let mut made = scrypt::Recipient::new(words.clone());
                made.set_work_factor(WORK);
                passphrase = made;
                &passphrase
            }
        };
        sealed(recipient, out)
    }

    /// Ends it.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish()
    }
}

fn sealed<W: Write>(recipient: &dyn age::Recipient, out: W) -> io::Result<Parcel<W>> {
    let encryptor = Encryptor::with_recipients(iter::once(recipient)).map_err(io::Error::other)?;
    encryptor.wrap_output(out).map(Parcel)
}

impl<W: Write> Write for Parcel<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A key for what lies on a disk for the time of one piece of work: it is nowhere but in memory.
pub struct Passing(x25519::Identity);

impl fmt::Debug for Passing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passing(…)")
    }
}

impl Default for Passing {
    fn default() -> Self {
        Self::new()
    }
}

impl Passing {
    /// A new key.
    pub fn new() -> Self {
        Self(x25519::Identity::generate())
    }

    /// Seals what is written.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn seal<W: Write>(&self, out: W) -> io::Result<Parcel<W>> {
        sealed(&self.0.to_public(), out)
    }

    /// Opens what this key has sealed.
    ///
    /// # Errors
    /// Those of `sealed`; [`io::ErrorKind::InvalidData`] if it is nothing of this key's, or was changed.
    pub fn open<R: BufRead>(&self, sealed: R) -> io::Result<impl Read + use<R>> {
        let bad = |_| io::Error::from(io::ErrorKind::InvalidData);
        let key: &dyn age::Identity = &self.0;
        Decryptor::new_buffered(sealed).map_err(bad)?.decrypt(iter::once(key)).map_err(bad)
    }
}
