//! From a passphrase to a secret: Argon2id, version 0x13 (RFC 9106).

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use crate::cipher::Secret;
use crate::{KekFault, VaultError, WorkFault};

/// Bytes of salt, as RFC 9106, 3.1, recommends.
pub(crate) const SALT: usize = 16;

/// How much work a guess of the passphrase costs.
///
/// Bounds: at least 19 MiB, 2 passes, 1 lane (OWASP's minimum for Argon2id); at most 1 GiB, 16 passes, 16 lanes, and
/// 4 GiB of memory over all passes, so that a file that somebody edited cannot stop the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Default for Work {
    /// 64 MiB, 3 passes, 4 lanes: the second recommended option of RFC 9106, section 4. A quarter of a second to one, by how busy the core is.
    fn default() -> Self {
        Self { memory_kib: 64 * 1024, passes: 3, lanes: 4 }
    }
}

impl Work {
    /// Memory in KiB, passes over it, lanes.
    ///
    /// # Errors
    /// [`VaultError::Work`] outside the bounds.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, VaultError> {
        Self::bounded(memory_kib, passes, lanes).map_err(VaultError::Work)
    }

    fn bounded(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, WorkFault> {
        if memory_kib < 19 * 1024 || passes < 2 || lanes < 1 {
            return Err(WorkFault::TooWeak);
        }
        let total = u64::from(memory_kib) * u64::from(passes);
        if memory_kib > 1 << 20 || passes > 16 || lanes > 16 || total > 4 << 20 {
            return Err(WorkFault::TooHeavy);
        }
        Ok(Self { memory_kib, passes, lanes })
    }

    /// Reads `m=…`, `t=…`, `p=…`, written exactly as [`fmt::Display`] writes them.
    pub(crate) fn parse([memory, passes, lanes]: [&str; 3]) -> Result<Self, KekFault> {
        let number = |word: &str, name: &str| -> Result<u32, KekFault> {
            let digits = word.strip_prefix(name).ok_or(KekFault::NotAKek)?;
            if digits.is_empty() || digits.bytes().any(|byte| !byte.is_ascii_digit()) {
                return Err(KekFault::NotAKek);
            }
            // Digits alone that do not fit are a number that is too large.
            digits.parse().map_err(|_| KekFault::Work(WorkFault::TooHeavy))
        };
        let (memory, passes, lanes) = (number(memory, "m=")?, number(passes, "t=")?, number(lanes, "p=")?);
        Self::bounded(memory, passes, lanes).map_err(KekFault::Work)
    }
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "m={} t={} p={}", self.memory_kib, self.passes, self.lanes)
    }
}

pub(crate) fn derive(passphrase: &str, salt: &[u8; SALT], work: Work) -> Result<Secret, VaultError> {
    let params = Params::new(work.memory_kib, work.passes, work.lanes, Some(32));
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.map_err(|_| VaultError::Provider)?);
    let mut secret = Zeroizing::new([0; 32]);
    argon2
        .hash_password_into(passphrase.as_bytes(), salt, secret.as_mut_slice())
        .map_err(|_| VaultError::Provider)?;
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 9106, 5.3. Its secret and associated data are not used above, so this is the library's own way in.
    #[test]
    fn the_published_vector_of_argon2id() {
        let mut params = argon2::ParamsBuilder::new();
        params.m_cost(32).t_cost(3).p_cost(4).data(argon2::AssociatedData::new(&[4; 12]).unwrap());
        let params = params.build().unwrap();
        let argon2 = Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params).unwrap();
        let mut tag = [0; 32];
        argon2.hash_password_into(&[1; 32], &[2; 16], &mut tag).unwrap();
        assert_eq!(hex::encode(tag), "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    #[test]
    fn work_outside_the_bounds_is_refused_without_doing_it() {
        assert_eq!(Work::bounded(19 * 1024 - 1, 2, 1), Err(WorkFault::TooWeak));
        assert_eq!(Work::bounded(19 * 1024, 1, 1), Err(WorkFault::TooWeak));
        assert_eq!(Work::bounded(19 * 1024, 2, 0), Err(WorkFault::TooWeak));
        assert_eq!(Work::bounded((1 << 20) + 1, 2, 1), Err(WorkFault::TooHeavy));
        assert_eq!(Work::bounded(19 * 1024, 17, 1), Err(WorkFault::TooHeavy));
        assert_eq!(Work::bounded(19 * 1024, 2, 17), Err(WorkFault::TooHeavy));
        assert_eq!(Work::bounded(1 << 20, 5, 1), Err(WorkFault::TooHeavy));
        assert!(Work::bounded(1 << 20, 4, 16).is_ok());
        assert!(Work::bounded(19 * 1024, 2, 1).is_ok());
    }
}
