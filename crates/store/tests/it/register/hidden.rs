//! What lies on the disk.

use std::path::{Path, PathBuf};

use super::*;

/// Every file below a folder that can be read.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// In which files a text stands, in UTF-8 or UTF-16.
fn holding(files: &[PathBuf], texts: &[&str]) -> Vec<(String, PathBuf)> {
    let mut by_first_byte: Vec<Vec<(&str, Vec<u8>)>> = vec![Vec::new(); 256];
    for text in texts {
        // Without its last byte, a zero, for then it stands in text of the other byte order too.
        let mut wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(wide.pop(), Some(0));
        for form in [text.as_bytes().to_vec(), wide] {
            by_first_byte[usize::from(form[0])].push((text, form));
        }
    }
    let mut found = Vec::new();
    for path in files {
        let Ok(bytes) = std::fs::read(path) else { continue };
        for (at, byte) in bytes.iter().enumerate() {
            for (text, form) in &by_first_byte[usize::from(*byte)] {
                if bytes[at..].starts_with(form) {
                    found.push(((*text).to_owned(), path.clone()));
                }
            }
        }
    }
    found
}

pub(crate) async fn nothing_personal_lies_on_disk_in_plain_text(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let person = Person {
        name: "markör-namn-qz".into(),
        identifiers: vec![
            Identifier::email("markor-mejl-qz@exempel.se").unwrap(),
            Identifier::phone("070-174 06 94").unwrap(),
            Identifier::number("640823-3234", today()).unwrap(),
            Identifier::reference("MARKOR-KUND-QZ").unwrap(),
        ],
        address: Some("markör-adress-qz".into()),
        about: Some("markör-titel-qz".into()),
        keys: [("customer_no".to_owned(), ["markör-nyckel-qz".to_owned()].into())].into(),
    };
    let id = register.create_party(&acting(), &new_customer(person.clone())).await.unwrap();
    let again = register.create_party(&acting(), &new_customer(person.clone())).await.unwrap();
    let text = || "markör-text-qz".to_owned();
    for content in [
        Content::Note { text: text() },
        Content::Call { number: "46701740694".into(), text: text() },
        Content::Sms { number: "46701740694".into(), text: text() },
        Content::Credential {
            place: text(),
            user: "markör-konto-qz".into(),
            secret: "markör-lösen-qz".into(),
        },
        Content::Binder { place: "markör-pärm-qz".into(), label: text() },
        Content::Printed { place: text(), label: text() },
        Content::Quote { title: text(), text: text() },
        Content::PhonePlace { place: text(), label: text() },
        Content::CalendarPlace { place: text(), label: text() },
    ] {
        let new = NewEntry { content, activity: "plain_activity_qz".into(), ..note(again, "") };
        let said = Mark::Words(Topic::Sharing, "markör-mottagare-qz".into());
        let entry = register.create_marked(&acting(), &new, &[said]).await.unwrap();
        let said = Mark::Words(Topic::Objections, "markör-invändning-qz".into());
        register.mark(&acting(), &Of::Entry(entry), &said).await.unwrap();
    }
    let said = Mark::Words(Topic::Decisions, "markör-beslut-qz".into());
    register.mark(&acting(), &Of::Party(again), &said).await.unwrap();
    register.entries(&acting(), again, None, 100).await.unwrap();
    let agreement = register.draft(&acting(), &contract(again, AgreementKind::Dpa, None)).await.unwrap();
    register.offer(&acting(), agreement, today()).await.unwrap();
    let evidence =
        Acceptance { by: "markör-godkänd-qz".into(), address: "markör-ip-qz".into(), by_payment: false };
    let accepting = Accepting { on: today(), evidence, ..accepting(today()) };
    register.accept(&acting(), agreement, &accepting).await.unwrap();
    register.find(&acting(), &person.identifiers[0]).await.unwrap();
    register.merge(&acting(), id, again).await.unwrap();

    let markers = [
        "markör-namn-qz",
        "markor-mejl-qz",
        "46701740694",
        "196408233234",
        "640823-3234",
        "MARKOR-KUND-QZ",
        "markör-adress-qz",
        "markör-titel-qz",
        "markör-nyckel-qz",
        "markör-text-qz",
        "markör-konto-qz",
        "markör-lösen-qz",
        "markör-pärm-qz",
        "markör-godkänd-qz",
        "markör-ip-qz",
        "markör-mottagare-qz",
        "markör-invändning-qz",
        "markör-beslut-qz",
    ];
    let look = || {
        let mut all = files(&place.folder());
        if let Some(database) = &place.database {
            database.server().psql("CHECKPOINT");
            all.extend(files(&database.server().data_dir()));
            let log = database.server().log();
            assert!(!markers.iter().any(|marker| log.contains(marker)), "the server's log");
        }
        all
    };
    let all = look();
    assert!(
        !holding(&all, &["plain_activity_qz"]).is_empty(),
        "what is plain is found, so what is hidden would be"
    );
    if place.database.is_none() {
        for end in ["gallra.db-wal", "keys.db-wal"] {
            assert!(all.iter().any(|path| path.ends_with(end)), "{end} is looked at too");
        }
    }
    assert_eq!(holding(&all, &markers), []);
    store.close().await;
    assert_eq!(holding(&look(), &markers), []);
}
