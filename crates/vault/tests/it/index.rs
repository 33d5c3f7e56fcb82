//! Blind indexes: what finds, and what does not.

use gallra_vault::{Token, VaultError};

use crate::support::{ADDRESS, flips, ring};

#[test]
fn a_value_is_found_again_with_the_tenants_index_after_a_restart() {
    let ring = ring();
    let (index, wrapped) = ring.new_index("tenant-1").unwrap();
    let stored = *index.token("email", ADDRESS).unwrap().as_bytes();
    let reopened = ring.open_index("tenant-1", &wrapped).unwrap();
    assert_eq!(reopened.token("email", ADDRESS).unwrap(), Token::from_bytes(&stored).unwrap());
    assert_ne!(reopened.token("email", b"anna@example.com").unwrap(), Token::from_bytes(&stored).unwrap());
}

#[test]
fn equal_values_of_two_tenants_or_two_fields_give_different_tokens() {
    let ring = ring();
    let (one, _) = ring.new_index("tenant-1").unwrap();
    let (two, _) = ring.new_index("tenant-2").unwrap();
    let token = one.token("email", ADDRESS).unwrap();
    assert_ne!(token, two.token("email", ADDRESS).unwrap());
    assert_ne!(token, one.token("billing_email", ADDRESS).unwrap());
    // A field's name and a value do not run into each other.
    assert_ne!(one.token("a", b"bc").unwrap(), one.token("ab", b"c").unwrap());
}

#[test]
fn a_token_is_equal_only_to_itself_and_16_bytes_long() {
    let (index, _) = ring().new_index("tenant-1").unwrap();
    let token = index.token("email", ADDRESS).unwrap();
    for (_, flipped) in flips(token.as_bytes()) {
        assert_ne!(Token::from_bytes(&flipped).unwrap(), token);
    }
    for bytes in [&token.as_bytes()[..15], &[0; 17]] {
        assert_eq!(Token::from_bytes(bytes), Err(VaultError::WrongLength { what: "token" }));
    }
}
