//! Opening systems.
