//! Log files, as situations: what a step leaves is counted by reading the files, not by the connector.

mod active;
mod content;
mod nginx;
mod rotated;
mod surroundings;
pub(crate) mod world;
