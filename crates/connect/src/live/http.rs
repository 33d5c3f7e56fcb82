//! What a port for plain http does: nothing, leading to https, or more than that.

use gallra_rules::live::{Opening, PortState, Target, Unanswered};
use tokio::net::TcpStream;
use url::{Host, Url};

use super::talk::{Reached, Talk, reach};
use super::{Limits, State};

/// Steps from one plain http address of the site to another that are followed.
const HOPS: usize = 3;

/// Asks for the first page, and follows where it leads as long as that is plain http at the same site.
pub(super) async fn ask(stream: TcpStream, target: &Target, limits: &Limits) -> State {
    let Some(mut at) = first_page(target) else { return Err(Unanswered::Unclear) };
    let mut stream = stream;
    for _ in 0..HOPS {
        let Some(location) = page(stream, &at).await? else { return Ok(PortState::Open(Opening::Pages)) };
        let Ok(next) = at.join(&location) else { return Ok(PortState::Open(Opening::Elsewhere)) };
        if !same_site(&at, &next) {
            return Ok(PortState::Open(Opening::Elsewhere));
        }
        match next.scheme() {
            "https" => return Ok(PortState::Redirects),
            "http" => {}
            _ => return Ok(PortState::Open(Opening::Elsewhere)),
        }
        let (Some(host), Some(port)) = (host(&next), next.port_or_known_default()) else {
            return Ok(PortState::Open(Opening::Elsewhere));
        };
        stream = match reach(&host, port, limits).await {
            Reached::Open(stream) => stream,
            Reached::Closed => return Err(Unanswered::Refused),
            Reached::Not(why) => return Err(why),
        };
        at = next;
    }
    Ok(PortState::Open(Opening::Elsewhere))
}

fn first_page(target: &Target) -> Option<Url> {
    let host = if target.host.contains(':') { format!("[{}]", target.host) } else { target.host.clone() };
    Url::parse(&format!("http://{host}:{}/", target.port)).ok()
}

fn host(url: &Url) -> Option<String> {
    match url.host()? {
        Host::Domain(name) => Some(name.to_owned()),
        Host::Ipv4(ip) => Some(ip.to_string()),
        Host::Ipv6(ip) => Some(ip.to_string()),
    }
}

/// The same host, with or without `www.`
fn same_site(one: &Url, other: &Url) -> bool {
    let bare = |url: &Url| host(url).map(|name| name.strip_prefix("www.").unwrap_or(&name).to_owned());
    bare(one).is_some_and(|name| bare(other) == Some(name))
}

/// Where one page leads; `None` if it is an answer of another kind.
async fn page(stream: TcpStream, at: &Url) -> Result<Option<String>, Unanswered> {
    let name = at.host_str().unwrap_or_default();
    let name = at.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"));
    let path = at.query().map_or_else(|| at.path().to_owned(), |query| format!("{}?{query}", at.path()));
    let mut talk = Talk::on(stream);
    talk.say(&format!("GET {path} HTTP/1.1\r\nHost: {name}\r\nUser-Agent: gallra\r\nConnection: close\r\n"))
        .await?;
    let first = talk.raw().await?;
    let status = first.strip_prefix("HTTP/1.").and_then(|rest| rest.get(2..5)?.parse::<u16>().ok());
    let status = status.ok_or(Unanswered::Unclear)?;
    if !matches!(status, 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    for _ in 0..100 {
        let line = talk.raw().await?;
        if line.is_empty() {
            return Ok(None);
        }
        if let Some((key, value)) = line.split_once(':')
            && key.eq_ignore_ascii_case("location")
        {
            return Ok(Some(value.trim().to_owned()));
        }
    }
    Err(Unanswered::Unclear)
}
