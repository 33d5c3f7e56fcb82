//! Least rights.
