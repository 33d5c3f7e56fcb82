use std::process::Stdio;

use super::*;
use gallra_store::DATABASE;
use gallra_store::register::KEYS;
use gallra_testkit::sqlite_cli;

/// A copy of the data or of the key store, as an administrator makes it.
pub(super) fn back_up(place: &Place, side: Side, to: &std::path::Path) {
    match &place.database {
        None => {
            sqlite_cli(&place.folder().join(file(side)), &format!(".backup '{}'", to.display()));
        }
        Some(database) => {
            let mut dump = database.admin_command("pg_dump");
            let which =
                if side == Side::Data { "--exclude-schema=gallra_keys" } else { "--schema=gallra_keys" };
            let output = dump.args(["--clean", "--if-exists", which]).output().unwrap();
            assert!(output.status.success(), "{output:?}");
            std::fs::write(to, output.stdout).unwrap();
        }
    }
}

pub(super) fn restore(place: &Place, side: Side, from: &std::path::Path) {
    match &place.database {
        None => {
            for end in ["-wal", "-shm"] {
                let _ = std::fs::remove_file(place.folder().join(format!("{}{end}", file(side))));
            }
            std::fs::copy(from, place.folder().join(file(side))).unwrap();
        }
        Some(database) => {
            let mut psql = database.admin_command("psql");
            let from = Stdio::from(std::fs::File::open(from).unwrap());
            let output = psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1"]).stdin(from).output().unwrap();
            assert!(output.status.success(), "{output:?}");
        }
    }
}

pub(super) fn file(side: Side) -> &'static str {
    if side == Side::Data { DATABASE } else { KEYS }
}

pub(crate) async fn a_key_store_that_came_back_forgets_again(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let forgotten = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let kept = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let copy = place.folder().with_extension("copy");
    back_up(place, Side::Keys, &copy);
    register.forget(&acting(), forgotten).await.unwrap();
    let later = register.create_party(&acting(), &new_customer(named("Efter kopian"))).await.unwrap();
    drop(register);
    store.close().await;
    restore(place, Side::Keys, &copy);

    let store = place.open().await;
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let swept = register.sweep().await.unwrap();
    assert_eq!((swept.keys, swept.unreadable), (1, 1), "forgotten again; and what came later has no key");
    assert_eq!(name_of(&read(&register, kept).await), "Anna Exempel");
    assert_eq!(read(&register, later).await.person, Held::Unreadable);
    let new = register.create_party(&acting(), &new_customer(named("Ny"))).await.unwrap();
    assert!(new > later, "its number is not given out again");
    assert_eq!(name_of(&read(&register, new).await), "Ny");
}

pub(crate) async fn who_was_forgotten_stays_so_after_a_restore(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let forgotten = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let entry = register.create_entry(&acting(), &note(forgotten, "Ringde")).await.unwrap();
    let secret = register.create_entry(&acting(), &credential(forgotten)).await.unwrap();
    let agreement = agreed(&register, &contract(forgotten, AgreementKind::Dpa, None), today()).await.unwrap();
    let other = Person { name: "Bo Prov".into(), ..anna() };
    let other = register.create_party(&acting(), &new_customer(other)).await.unwrap();
    let copy = place.folder().with_extension("copy");
    back_up(place, Side::Data, &copy);
    register.forget(&acting(), forgotten).await.unwrap();
    drop(register);
    store.close().await;
    restore(place, Side::Data, &copy);

    let count = format!("SELECT count(*) FROM party WHERE id = {}", forgotten.0);
    assert_eq!(place.number(Side::Data, &count).await, 1, "the row came back");
    let store = place.open().await;
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    assert_eq!(read(&register, forgotten).await.person, Held::Unreadable);
    assert_eq!(register.entry(&acting(), entry).await.unwrap().unwrap().content, Held::Unreadable);
    assert!(register.show_credential(&acting(), secret).await.is_err());
    let read_back = register.agreement(&acting(), agreement).await.unwrap().unwrap();
    assert_eq!(read_back.acceptance, Held::Unreadable);
    assert_eq!(name_of(&read(&register, other).await), "Bo Prov");
    let found = register.find(&acting(), &anna().identifiers[0]).await.unwrap();
    assert_eq!(found.iter().map(|party| party.id).collect::<Vec<_>>(), [other]);
    assert_eq!(register.sweep().await.unwrap().unreadable, 1);

    // And what came back can go, and no number comes back with it.
    let new = register.create_party(&acting(), &new_customer(named("Ny"))).await.unwrap();
    assert!(new.0 > agreement.0);
    assert_eq!(register.forget(&acting(), forgotten).await.unwrap().parties, 1);
    assert_eq!(register.sweep().await.unwrap().unreadable, 0);
}
