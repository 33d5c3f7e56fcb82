//! What every use case needs: a policy, the state, the keys and the clock.

use std::path::{Path, PathBuf};

use gallra_connect::{Connector, SecretError, Settings, read_secret};
use gallra_documents::pdf::Look;
use gallra_rules::check::{AddressFault, check_address};
use gallra_rules::names::SystemName;
use gallra_rules::policy::{Location, PolicySet, System, SystemKind};
use gallra_store::{DATABASE, Store};
use gallra_vault::Keyring;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use tokio::sync::OnceCell;

use crate::keys::Keys;
use crate::register::KeyPlace;
use crate::{AppError, Clock, evidence};

/// A policy with its state, opened.
#[derive(Debug)]
pub struct Context {
    /// The valid policy.
    pub policy: PolicySet,
    /// The folder it was read from; relative paths in it start here.
    pub policy_dir: PathBuf,
    /// The state.
    pub store: Store,
    /// The keys.
    pub keys: Keys,
    /// The clock.
    pub clock: Clock,
    /// How letters and answers look.
    pub look: Look,
    /// Whether letters are wanted on paper, beside text and page.
    pub paper: bool,
    /// Where the register's key-encryption key is.
    pub(crate) key: KeyPlace,
    /// It, once it was asked for.
    pub(crate) ring: OnceCell<Keyring>,
    /// The address of the state's database, if it is in PostgreSQL.
    pub(crate) database: Option<Address>,
}

/// An address that may hold a password. Cannot be printed.
#[derive(Clone)]
pub(crate) struct Address(pub(crate) String);

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address(…)")
    }
}

/// Where the state is: its folder, and the address of its database if that is elsewhere.
#[derive(Clone)]
pub struct StatePlace<'s> {
    /// The folder: keys, the published log, and the database if it is not elsewhere.
    pub folder: &'s Path,
    /// The address of a database in PostgreSQL. May hold a password.
    pub database: Option<&'s str>,
    /// Where the register's key-encryption key is.
    pub key: KeyPlace,
}

impl<'s, P: AsRef<Path>> From<&'s P> for StatePlace<'s> {
    fn from(folder: &'s P) -> Self {
        let folder = folder.as_ref();
        Self { folder, database: None, key: KeyPlace::beside(folder) }
    }
}

impl Context {
    /// Opens the state for a policy, making it and its keys on first use.
    ///
    /// # Errors
    /// The state's, the keys', and [`AppError::ClockSetBack`].
    pub async fn open<'s>(
        policy: PolicySet,
        policy_dir: &Path,
        state: impl Into<StatePlace<'s>>,
        clock: Clock,
    ) -> Result<Self, AppError> {
        let StatePlace { folder, database, key } = state.into();
        let store = match database {
            None => Store::open(folder).await?,
            Some(address) => Store::open_postgres(folder, address).await?,
        };
        if let Some(kind) = store.on_network() {
            tracing::warn!(
                kind,
                "the state lies on a network file system, where one machine alone may use it; PostgreSQL is for several"
            );
        }
        let keys = Keys::open(folder, &evidence::origin(&policy.organisation.name))?;
        let context = Self {
            policy,
            policy_dir: policy_dir.to_owned(),
            look: Look::default(),
            paper: false,
            store,
            keys,
            clock,
            key,
            ring: OnceCell::new(),
            database: database.map(|address| Address(address.to_owned())),
        };
        context.refuse_a_clock_set_back().await?;
        evidence::begin(&context).await?;
        Ok(context)
    }

    /// The moment now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The organisation's time zone. The checker has made sure that it exists.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.policy.organisation.time_zone).unwrap_or(TimeZone::UTC)
    }

    /// Today in the organisation's zone.
    pub fn today(&self) -> Date {
        self.now().to_zoned(self.zone()).date()
    }

    /// Connects to a system of the policy.
    ///
    /// # Errors
    /// [`AppError::Connect`].
    pub async fn connect(&self, name: &SystemName) -> Result<Connector, AppError> {
        let Some(system) = self.policy.systems.get(name) else {
            return Err(AppError::NoSuchSystem(name.clone()));
        };
        let settings = Settings {
            policy_dir: self.policy_dir.clone(),
            time_zone: self.zone(),
            guard_share_percent: self.policy.guard.share_percent,
            own_state: self.database.is_none().then(|| self.store.folder().join(DATABASE)),
        };
        let secrets = |location: &Location| read_secret(&self.policy_dir, location);
        if system.kind == SystemKind::Register {
            // The store has opened it already.
            let own = self.own_state(system)?;
            return Ok(Connector::open(name, &own, &settings, &secrets).await?);
        }
        refuse_plain_text(name, system, &secrets)?;
        Ok(Connector::open(name, system, &settings, &secrets).await?)
    }

    /// A clock that was set back would date evidence before what it follows, and move every cutoff.
    async fn refuse_a_clock_set_back(&self) -> Result<(), AppError> {
        let now = self.now();
        match self.store.latest_moment().await? {
            Some(latest) if now < latest => Err(AppError::ClockSetBack { now, latest }),
            _ => Ok(()),
        }
    }
}

/// The checker cannot see an address behind `env:` or `file:`, so what it refuses in the policy is refused here
/// (GDPR Art. 32). An address that cannot be had is the connector's to report.
fn refuse_plain_text(
    name: &SystemName,
    system: &System,
    secrets: &dyn Fn(&Location) -> Result<String, SecretError>,
) -> Result<(), AppError> {
    let address = system.url.as_ref().and_then(|location| secrets(location).ok());
    match address.map(|address| check_address(system.kind, &address)) {
        Some(faults) if faults.contains(&AddressFault::PlainText) => Err(AppError::PlainText(name.clone())),
        _ => Ok(()),
    }
}
