//! The words in which evidence tells of residue. A word never changes its meaning.

macro_rules! codes {
    ($( $(#[$doc:meta])* $name:ident { $( $(#[$variant_doc:meta])* $variant:ident => $code:literal, )* } )*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $( $(#[$variant_doc])* $variant, )* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )* ];

            /// Its word.
            pub fn code(self) -> &'static str {
                match self { $( Self::$variant => $code, )* }
            }
        }
    )* };
}

codes! {
    /// Where a store keeps bytes.
    Place {
        /// The store as a whole.
        Storage => "storage",
        /// Pages of a table (PostgreSQL).
        Heap => "heap",
        /// Indexes (PostgreSQL).
        Indexes => "indexes",
        /// Large values beside the table (PostgreSQL).
        Toast => "toast",
        /// Old versions of rows that are not cleared away yet.
        DeadRows => "dead_rows",
        /// The write-ahead log (PostgreSQL).
        Wal => "wal",
        /// Where finished WAL segments are copied to.
        WalArchive => "wal_archive",
        /// Pages of tables and indexes (MariaDB, SQLite).
        Pages => "pages",
        /// Pages of the file that are in no use (SQLite).
        Freelist => "freelist",
        /// The rollback journal (SQLite).
        Journal => "journal",
        /// The write-ahead log (SQLite).
        WriteAheadLog => "write_ahead_log",
        /// The redo log (MariaDB).
        RedoLog => "redo_log",
        /// The undo log (MariaDB).
        Undo => "undo",
        /// The doublewrite buffer (MariaDB).
        Doublewrite => "doublewrite",
        /// The change buffer (MariaDB).
        ChangeBuffer => "change_buffer",
        /// The binary log (MariaDB).
        BinaryLog => "binary_log",
        /// Samples of values that the planner of queries keeps.
        Statistics => "statistics",
        /// Blocks of the disk that a file had (logs, folders).
        FileBlocks => "file_blocks",
        /// Other servers that follow this one.
        Replicas => "replicas",
    }

    /// Why a place is not cleared.
    Reason {
        /// Blocks that the file system has freed were not looked at.
        FreedBlocks => "freed_blocks",
        /// The disks of a service, which shows what it serves and no more.
        BehindService => "behind_service",
        /// Clearing was not asked for, and the store clears nothing by itself.
        NotRewritten => "not_rewritten",
        /// What was deleted was overwritten with zeros; copies from before were not looked for.
        OldCopiesNotSought => "old_copies_not_sought",
        /// A transaction that began before the disposal still sees the rows.
        OldTransaction => "old_transaction",
        /// A prepared transaction from before the disposal is neither committed nor rolled back.
        PreparedTransaction => "prepared_transaction",
        /// A replication slot holds it back.
        ReplicationSlot => "replication_slot",
        /// The server is set to wait with clearing old versions away.
        CleanupDeferred => "cleanup_deferred",
        /// The server clears old versions away later, and is behind.
        PurgeBehind => "purge_behind",
        /// Not cleared away yet.
        NotVacuumed => "not_vacuumed",
        /// The deletion stands in the log, and is not carried into the file yet.
        NotCheckpointed => "not_checkpointed",
        /// The log is written round, and has not come round yet.
        NotOverwritten => "not_overwritten",
        /// The server is set to keep old segments of its log.
        KeptByServer => "kept_by_server",
        /// More would have to be written than is reasonable.
        TooMuchToOverwrite => "too_much_to_overwrite",
        /// It holds whole old rows until it expires.
        KeptUntilExpiry => "kept_until_expiry",
        /// It never expires.
        KeptForEver => "kept_for_ever",
        /// Copies went elsewhere, and were not looked at there.
        CopiedElsewhere => "copied_elsewhere",
        /// Another server has a copy, and was not looked at.
        OtherServer => "other_server",
        /// Sampled values of rows.
        Samples => "samples",
        /// It lies in a file that is shared by all tables and is never rewritten.
        SharedFile => "shared_file",
        /// Freed places keep their bytes until they are used again.
        ReusedLater => "reused_later",
        /// Somebody still reads it.
        InUse => "in_use",
        /// Somebody else held the table.
        Locked => "locked",
        /// The server's time limit for statements was reached.
        TimedOut => "timed_out",
        /// The disk has no room for a second copy.
        DiskFull => "disk_full",
        /// The user asked to stop.
        Stopped => "stopped",
        /// Outside of the hours in which clearing may begin.
        OutsideWindow => "outside_window",
        /// The system does not answer.
        NotReached => "not_reached",
        /// The database refused for another reason.
        Refused => "refused",
        /// The role lacks a right that the server did not name.
        NotPermitted => "not_permitted",
        /// The role does not own the table.
        NeedsTableOwner => "needs_table_owner",
        /// The role does not own the database.
        NeedsDatabaseOwner => "needs_database_owner",
        /// The role is no member of `pg_checkpoint`, or may not run `pg_switch_wal()` or `pg_ls_waldir()`.
        NeedsCheckpoint => "needs_checkpoint",
        /// The role lacks `ALTER`, `CREATE` or `INSERT` on the table.
        NeedsAlter => "needs_alter",
        /// The role lacks `PROCESS`.
        NeedsProcess => "needs_process",
        /// The role may not read `mysql.column_stats`.
        NeedsColumnStats => "needs_column_stats",
    }

    /// What makes a trace go away by itself.
    Event {
        /// The table is next rewritten.
        Rewrite => "rewrite",
        /// The log's files are next used again.
        Reuse => "reuse",
        /// The log is next truncated, or the last connection closes.
        Truncation => "truncation",
        /// The log is next carried into the file.
        Checkpoint => "checkpoint",
        /// The samples are next taken.
        Analyze => "analyze",
    }
}
