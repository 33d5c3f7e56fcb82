//! Names of files in a package: none leads out of it, hides something, or means something to a shell or a file system.

/// So long may the part be that comes from a system, in bytes: file systems allow 255 for all of it.
const LONGEST: usize = 100;

/// The last part of a name as somebody wrote it, as it may stand in an archive.
pub(super) fn safe(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let mut kept = String::new();
    for letter in last.chars() {
        let letter = if plain(letter) { letter } else { '_' };
        if kept.len() + letter.len_utf8() > LONGEST {
            break;
        }
        kept.push(letter);
    }
    // A dot in front hides a file, one at the end is dropped by some systems.
    let kept = kept.trim_matches('.');
    if kept.is_empty() { "file".to_owned() } else { kept.to_owned() }
}

/// What bytes are, by how they begin: the ending of a file's name.
pub(super) fn ending(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => "jpg",
        [0x89, b'P', b'N', b'G', ..] => "png",
        [b'G', b'I', b'F', b'8', ..] => "gif",
        [b'%', b'P', b'D', b'F', ..] => "pdf",
        [b'P', b'K', 3, 4, ..] => "zip",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "webp",
        _ => "bin",
    }
}
