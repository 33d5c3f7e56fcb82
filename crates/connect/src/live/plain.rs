//! What servers for mail, files and remote login let one do before TLS, by their own word.

use gallra_rules::live::{Opening, PortState, Protocol, Unanswered};
use tokio::net::TcpStream;

use super::talk::Talk;
use super::{State, weighed};

/// A name that nobody has (RFC 2606), where the protocol wants one.
const NOBODY: &str = "gallra.invalid";

pub(super) async fn ask(stream: TcpStream, protocol: Protocol) -> State {
    let mut talk = Talk::on(stream);
    match protocol {
        Protocol::Imap => imap(&mut talk).await,
        Protocol::Pop3 => pop3(&mut talk).await,
        Protocol::Submission => submission(&mut talk).await,
        Protocol::Ftp => ftp(&mut talk).await,
        Protocol::Telnet => telnet(&mut talk).await,
        Protocol::Http | Protocol::Https => Err(Unanswered::Unclear),
    }
}

/// RFC 9051 6.1.1, 6.2.3: a server that wants TLS first says `LOGINDISABLED` and offers no `AUTH=` that tells the password.
async fn imap(talk: &mut Talk) -> State {
    let greeting = talk.line().await?;
    if greeting.starts_with("* PREAUTH") {
        return Ok(PortState::Open(Opening::Login));
    }
    if !greeting.starts_with("* OK") {
        return Err(Unanswered::Unclear);
    }
    talk.say("a CAPABILITY").await?;
    let lines = talk.lines(|line| line.starts_with("A ")).await?;
    talk.leave("b LOGOUT").await;
    let capabilities = lines.iter().find_map(|line| line.strip_prefix("* CAPABILITY "));
    let words: Vec<&str> = capabilities.ok_or(Unanswered::Unclear)?.split(' ').collect();
    let has = |word: &str| words.contains(&word);
    let login = !has("LOGINDISABLED") || has("AUTH=PLAIN") || has("AUTH=LOGIN");
    Ok(weighed(login, has("STARTTLS")))
}

/// RFC 2449: a server that wants TLS first (RFC 2595) lists neither `USER` nor a `SASL` method that tells the password.
async fn pop3(talk: &mut Talk) -> State {
    if !talk.line().await?.starts_with("+OK") {
        return Err(Unanswered::Unclear);
    }
    talk.say("CAPA").await?;
    let lines = talk.lines(|line| line == "." || line.starts_with("-ERR")).await?;
    talk.leave("QUIT").await;
    if !lines.first().is_some_and(|line| line.starts_with("+OK")) {
        // It does not say what it can do. Finding out would take a user's name.
        return Err(Unanswered::Unclear);
    }
    let has = |word: &str| lines.iter().any(|line| line.split(' ').next() == Some(word));
    let sasl = lines.iter().find_map(|line| line.strip_prefix("SASL "));
    let clear = sasl.is_some_and(|methods| methods.split(' ').any(|one| matches!(one, "PLAIN" | "LOGIN")));
    Ok(weighed(has("USER") || clear, has("STLS")))
}

/// RFC 3207, RFC 4954 4: whoever wants TLS first offers `STARTTLS` and no `AUTH` before it.
async fn submission(talk: &mut Talk) -> State {
    if talk.reply().await?.0 != 220 {
        return Err(Unanswered::Unclear);
    }
    talk.say(&format!("EHLO {NOBODY}")).await?;
    let (number, lines) = talk.reply().await?;
    talk.leave("QUIT").await;
    if number != 250 {
        return Err(Unanswered::Unclear);
    }
    let has = |word: &str| lines.iter().any(|line| line.split([' ', '=']).next() == Some(word));
    Ok(weighed(has("AUTH"), has("STARTTLS")))
}

/// RFC 4217: whoever wants TLS first refuses `USER` until `AUTH TLS`. The name that is asked about is nobody's, and no
/// password follows.
async fn ftp(talk: &mut Talk) -> State {
    if talk.reply().await?.0 != 220 {
        return Err(Unanswered::Unclear);
    }
    talk.say("FEAT").await?;
    let (_, features) = talk.reply().await?;
    let offers = features.iter().any(|line| {
        line.strip_prefix("AUTH ").is_some_and(|kinds| kinds.split([' ', ';']).any(|kind| kind == "TLS"))
    });
    talk.say(&format!("USER {NOBODY}")).await?;
    let (number, said) = talk.reply().await?;
    talk.leave("QUIT").await;
    // A name may be refused for what it is, too: then nothing is known about other names.
    let for_tls = ["TLS", "SSL", "ENCRYPT", "CLEARTEXT", "PLAIN", "USE AUTH"];
    let wants_tls = matches!(number, 522 | 534)
        || number >= 400 && said.iter().any(|line| for_tls.iter().any(|word| line.contains(word)));
    match number {
        // 331: now the password; 230, 232: no password is needed.
        230 | 232 | 331 | 332 => Ok(weighed(true, offers)),
        _ if offers && wants_tls => Ok(PortState::Encrypts),
        _ if offers => Err(Unanswered::Unclear),
        _ => Ok(PortState::Open(Opening::NoTls)),
    }
}

/// Telnet has no TLS. Something else that encrypts may answer there: SSH says so at once (RFC 4253 4.2).
async fn telnet(talk: &mut Talk) -> State {
    let first = talk.first().await?;
    if first != b'S' {
        return Ok(PortState::Open(Opening::NoTls));
    }
    let line = talk.line().await?;
    Ok(if line.starts_with("SSH-") { PortState::Encrypts } else { PortState::Open(Opening::NoTls) })
}
