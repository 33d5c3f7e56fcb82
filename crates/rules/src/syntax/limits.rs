//! How much a policy may be. A real one of a large company is a few hundred kilobytes.

/// Bytes in one file.
pub const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;
/// Bytes in all files together.
pub const MAX_TOTAL_BYTES: u64 = 64 * 1024 * 1024;
/// Policy files in a folder.
pub const MAX_FILES: usize = 10_000;
/// Folders within folders.
pub const MAX_FOLDER_DEPTH: usize = 32;
/// Collections within collections.
pub(crate) const MAX_DEPTH: u32 = 64;
/// Nodes that aliases may add to one file.
pub(crate) const MAX_ALIASED_NODES: u32 = 10_000;
