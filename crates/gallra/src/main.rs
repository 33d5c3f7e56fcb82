//! Gallra: keeps a company's privacy promises.
//!
//! The one binary. Its commands stand in [`cli`]; what they do stands in `gallra_app`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    // One crypto provider for every connection, chosen before the first is opened. A second call would only say that
    // one is installed already.
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    cli::main()
}
