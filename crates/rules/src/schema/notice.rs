//! What a public notice tells besides, only for the schema.

#![allow(dead_code, reason = "these types describe; they are never made")]

use schemars::JsonSchema;

use super::types::Text;

/// What a public notice tells that follows from nothing else.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Notice {
    /// Where the data is from: `person`, or a text (Art. 14(2)(f)).
    source: Option<Text>,
    /// Decisions without a person: `none`, or the logic, what it means and its consequences (Art. 22).
    automated_decisions: Option<Text>,
    /// Who else is controller, who of you does what, and whom people turn to (Art. 26(2)); for `role: joint_controller`.
    joint_controllers: Option<Text>,
}
