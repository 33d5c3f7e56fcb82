//! Policies to begin with: the examples, as `gallra init` writes them.

/// The kinds of company that there is a policy for, with a few words on each, English and Swedish.
pub const KINDS: &[(&str, &str, &str)] = &[
    ("web-agency", "a web agency that builds and runs sites", "en webbyrå som bygger och driver webbplatser"),
    (
        "chat-service",
        "a service that is processor for its customers",
        "en tjänst som är biträde åt sina kunder",
    ),
    ("hosting-company", "a hosting company", "ett driftföretag"),
    ("backup-provider", "a backup and cloud provider", "en leverantör av säkerhetskopiering och moln"),
    ("web-host", "a web host", "ett webbhotell"),
    ("empty", "the least that a policy needs", "det minsta som en policy behöver"),
];

macro_rules! example {
    ($kind:literal: $($file:literal)*) => {
        &[$((concat!($file, ".yaml"), include_str!(concat!("../../../examples/", $kind, "/", $file, ".yaml")))),*]
    };
}

/// The files of a kind, as (path, text); none for a kind that is not in [`KINDS`].
pub fn files(kind: &str) -> &'static [(&'static str, &'static str)] {
    match kind {
        "web-agency" => example!("web-agency": "activities" "data" "organisation" "recipients" "systems"),
        "chat-service" => example!("chat-service": "activities" "data" "organisation" "recipients" "systems"),
        "hosting-company" => {
            example!("hosting-company": "activities" "data" "organisation" "recipients" "systems")
        }
        "backup-provider" => {
            example!("backup-provider": "activities" "data" "organisation" "recipients" "systems")
        }
        "web-host" => example!("web-host": "activities" "data" "organisation" "recipients" "systems"),
        "empty" => example!("empty": "organisation"),
        _ => &[],
    }
}
