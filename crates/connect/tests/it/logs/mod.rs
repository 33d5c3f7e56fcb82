//! Log files, as situations: what a step leaves is counted by reading the files, not by the connector.

mod active;
mod nginx;
mod rotated;
mod world;
