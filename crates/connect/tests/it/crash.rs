//! Servers that die and connections that break between `prepared` and the commit.
