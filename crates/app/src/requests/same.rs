//! Whether two requests are about the same person, and which of them comes first.

use std::collections::BTreeSet;

use gallra_rules::request::Kind;
use gallra_rules::spelling::{self, Looked};
use gallra_store::register::{RequestNumber, Scope};
use jiff::civil::Date;

use super::about::About;
use super::error::RequestError;
use super::{Handler, Loaded};
use crate::subject::{Given, GivenKind};
use crate::{AppError, Context};

/// An identifier in its normal form; `None` for a name, which may be many people's.
pub(super) fn normal(given: &Given, today: Date) -> Result<Option<(String, String)>, RequestError> {
    let (kind, word) = match &given.kind {
        GivenKind::Email => (spelling::Kind::Email, "e-mail address"),
        GivenKind::Phone => (spelling::Kind::Phone, "telephone number"),
        GivenKind::Number => (spelling::Kind::Number, "identity number"),
        GivenKind::Subject(_) => (spelling::Kind::Reference, "number"),
        GivenKind::Name => return Ok(None),
    };
    let looked = Looked::read(kind, &given.text, today);
    let looked = looked.map_err(|_| RequestError::Misread { kind: word })?;
    Ok(Some((format!("{:?}", given.kind), looked.expose().to_lowercase())))
}

fn normals(about: &About, today: Date) -> BTreeSet<(String, String)> {
    about.given.iter().filter_map(|given| normal(given, today).ok().flatten()).collect()
}

/// By what was given, or by the records that were found.
pub(super) fn is_same_person(one: &About, other: &About, today: Date) -> bool {
    let given = !normals(one, today).is_disjoint(&normals(other, today));
    given
        || one.person.records.iter().any(|(dataset, theirs)| {
            let others = other.person.records.get(dataset);
            others.into_iter().flatten().any(|other| {
                theirs.iter().any(|it| it.column == other.column && !it.keys.is_disjoint(&other.keys))
            })
        })
}

/// The open requests of the same person, by number.
pub(super) async fn of_the_same(
    context: &Context,
    handler: &Handler,
    scope: Scope,
    about: &About,
) -> Result<Vec<(RequestNumber, Kind, About)>, AppError> {
    let today = context.today();
    let register = context.register_for(scope).await?;
    let mut found = Vec::new();
    for stored in register.requests::<About>(&handler.acting, true).await? {
        let Some(sealed) = stored.held.open() else { continue };
        let sealed = sealed.into_exposed();
        if is_same_person(about, &sealed.content, today) {
            found.push((stored.number, stored.kind, sealed.content));
        }
    }
    Ok(found)
}

/// Refuses to erase while the same person's request for what would be gone then is open: access, portability, restriction
/// (Art. 18(1)(b)), and a look by a human at a decision.
pub(super) async fn nothing_waits(
    context: &Context,
    handler: &Handler,
    loaded: &Loaded,
) -> Result<(), AppError> {
    if loaded.kind() != Kind::Erase {
        return Ok(());
    }
    let open = of_the_same(context, handler, loaded.scope, &loaded.about).await?;
    let before =
        open.into_iter().find(|(number, kind, _)| *number != loaded.number && comes_before_erasure(*kind));
    match before {
        Some((other, ..)) => Err(RequestError::Waits { number: loaded.number, other }.into()),
        None => Ok(()),
    }
}

/// Whether a request of this kind needs what an erasure takes.
pub(super) const fn comes_before_erasure(kind: Kind) -> bool {
    matches!(kind, Kind::Access | Kind::Port | Kind::Restrict | Kind::Human)
}
