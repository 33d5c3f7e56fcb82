//! Addresses of people in a line, and their networks: written with as many letters as the address had, so that a line
//! keeps its length and can be changed where it stands.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use gallra_rules::predicate::Replacement;
use gallra_rules::predicate::eval::Value;

/// An address as its column's value. A host's name is text; a row of dashes is no address.
pub(super) fn value(text: &str) -> Value {
    if text.is_empty() || text.bytes().all(|byte| byte == b'-') {
        return Value::Null;
    }
    match parse(text) {
        Some(address) => Value::Text(address.to_string()),
        None => Value::Text(text.to_owned()),
    }
}

/// An address, also one that [`network`] has written: `192.0.2.000`.
fn parse(text: &str) -> Option<IpAddr> {
    if let Ok(address) = text.parse() {
        return Some(address);
    }
    let mut octets = [0; 4];
    let mut parts = text.split('.');
    for octet in &mut octets {
        let part = parts.next().filter(|part| (1..=3).contains(&part.len()))?;
        *octet = part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())??;
    }
    parts.next().is_none().then_some(IpAddr::V4(Ipv4Addr::from(octets)))
}

pub(super) fn is_address(text: &str) -> bool {
    parse(text).is_some()
}

/// What a replacement makes of an address, of the same length.
pub(super) fn replaced(text: &str, by: &Replacement) -> String {
    let nothing = "-".repeat(text.len());
    match (by, parse(text)) {
        (Replacement::Network, Some(IpAddr::V4(v4))) => {
            let [a, b, c, _] = v4.octets();
            let beginning = format!("{a}.{b}.{c}.");
            match text.len().checked_sub(beginning.len()) {
                Some(digits @ 1..=3) => beginning + &"0".repeat(digits),
                _ => nothing,
            }
        }
        (Replacement::Network, Some(IpAddr::V6(v6))) => {
            let [a, b, c, ..] = v6.segments();
            let network = Ipv6Addr::from([a, b, c, 0, 0, 0, 0, 0]).to_string();
            padded(network, text.len()).or_else(|| written_out([a, b, c], text.len())).unwrap_or(nothing)
        }
        // What is not understood is not kept.
        _ => nothing,
    }
}

/// A network that ends in `::`, with up to four groups of zeros behind it.
fn padded(mut network: String, length: usize) -> Option<String> {
    let mut left = length.checked_sub(network.len())?;
    for group in 0..4 {
        if left == 0 {
            break;
        }
        if group > 0 {
            network.push(':');
            left -= 1;
        }
        // A colon needs a digit behind it: leave two letters, or none.
        let take = if left == 5 { 3 } else { left.min(4) };
        network.push_str(&"0".repeat(take));
        left -= take;
    }
    (left == 0).then_some(network)
}

/// All eight groups, with as many zeros before them as the length asks for.
fn written_out(network: [u16; 3], length: usize) -> Option<String> {
    let [a, b, c] = network;
    let mut groups = [a, b, c, 0, 0, 0, 0, 0].map(|group| format!("{group:x}"));
    let short: usize = groups.iter().map(String::len).sum::<usize>() + 7;
    let mut left = length.checked_sub(short)?;
    for group in groups.iter_mut().rev() {
        let zeros = left.min(4 - group.len());
        group.insert_str(0, &"0".repeat(zeros));
        left -= zeros;
    }
    (left == 0).then(|| groups.join(":"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_has_the_length_of_its_address_and_stays_what_it_is() {
        let addresses = [
            "192.0.2.7",
            "192.0.2.77",
            "192.0.2.177",
            "2001:db8::1",
            "2001:db8:1:2:3:4:5:6",
            "::1",
            "fe80::1:2",
            "2001:0db8:0001:0002:0003:0004:0005:0006",
            "2001:db8:1::5",
            "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff",
            "::ffff:192.0.2.1",
        ];
        for address in addresses {
            let network = replaced(address, &Replacement::Network);
            assert_eq!(network.len(), address.len(), "{address} → {network}");
            assert!(is_address(&network), "{address} → {network}");
            assert_eq!(replaced(&network, &Replacement::Network), network);
            let Value::Text(text) = value(&network) else { panic!("{network} is an address") };
            let (kept, gone) = (text.parse::<IpAddr>().unwrap(), address.parse::<IpAddr>().unwrap());
            match (kept, gone) {
                (IpAddr::V4(kept), IpAddr::V4(gone)) => {
                    assert_eq!(kept.octets()[..3], gone.octets()[..3]);
                    assert_eq!(kept.octets()[3], 0);
                }
                (IpAddr::V6(kept), IpAddr::V6(gone)) => {
                    assert_eq!(kept.segments()[..3], gone.segments()[..3]);
                    assert_eq!(kept.segments()[3..], [0; 5]);
                }
                _ => panic!("{address} → {network}"),
            }
        }
        assert_eq!(replaced("host.example", &Replacement::Network), "------------");
        assert_eq!(value("------------"), Value::Null);
    }
}
