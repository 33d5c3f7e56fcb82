//! A proxy before a store that adds to every deletion the wish to get around governance: as far as a client can see, a store
//! that takes locks, shows them, and lets locked versions go.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// Starts one before `host` (`127.0.0.1:PORT`), for as long as the process lives. Tells its own host and port.
pub(crate) fn before(host: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let own = listener.local_addr().expect("bound").to_string();
    thread::spawn(move || {
        while let Ok((client, _)) = listener.accept() {
            let Ok(store) = TcpStream::connect(&host) else { return };
            thread::spawn(move || forward(client, store));
        }
    });
    own
}

fn forward(client: TcpStream, mut store: TcpStream) -> io::Result<()> {
    let (mut answers, mut to_client) = (store.try_clone()?, client.try_clone()?);
    thread::spawn(move || io::copy(&mut answers, &mut to_client));
    let mut client = BufReader::new(client);
    loop {
        let (mut head, mut body) = (String::new(), 0);
        while !head.ends_with("\r\n\r\n") {
            let begin = head.len();
            if client.read_line(&mut head)? == 0 {
                return Ok(());
            }
            if let Some(length) = head[begin..].to_ascii_lowercase().strip_prefix("content-length:") {
                body = length.trim().parse().map_err(io::Error::other)?;
            }
        }
        let first = head.lines().next().unwrap_or_default();
        if first.starts_with("DELETE ") || first.starts_with("POST ") && first.contains("?delete=") {
            head.insert_str(head.len() - 2, "x-amz-bypass-governance-retention: true\r\n");
        }
        let mut bytes = vec![0; body];
        client.read_exact(&mut bytes)?;
        store.write_all(&[head.as_bytes(), &bytes].concat())?;
    }
}
