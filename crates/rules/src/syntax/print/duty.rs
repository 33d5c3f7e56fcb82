//! Duties as they are written.

use super::{Fields, Yaml, localised, plain, shape, text};
use crate::policy::{Again, Concerns, Duty, OfRecipients};

pub(super) fn duty(from: &Duty) -> Yaml {
    let mut fields = Fields::default();
    fields.put("what", localised(&from.what));
    fields.put("by", text(&from.by));
    match from.again {
        Again::Every(period) => fields.put("every", plain(&period)),
        Again::Certificate => fields.put("certification", plain("true")),
    }
    match &from.concerns {
        Concerns::Organisation => {}
        Concerns::Roles(roles) => fields.names("for", roles),
        Concerns::Recipients(OfRecipients::Processors) => fields.put("of", plain(shape::ALL_RECIPIENTS)),
        Concerns::Recipients(OfRecipients::Named(names)) => fields.names("of", names),
        Concerns::System(system) => fields.put("in", text(system)),
    }
    fields.done()
}
