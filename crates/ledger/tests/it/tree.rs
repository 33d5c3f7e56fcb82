//! RFC 6962's test tree, and an independent implementation as oracle.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use gallra_ledger::{
    Frontier, Hash, VerifyCode, prove_consistency, prove_inclusion, tree_root, verify_consistency,
    verify_inclusion,
};
use proptest::prelude::*;
use sha2::Sha256;

use crate::support::{assert_code, plain_leaves};

/// The eight leaves of the RFC 6962 reference implementation's test tree.
const LEAVES: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
/// Its roots at sizes 0 to 8.
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn hash(text: &str) -> Hash {
    Hash::from_hex(text).unwrap()
}

fn rfc_leaves() -> Vec<Hash> {
    LEAVES.iter().map(|leaf| Hash::leaf(&hex::decode(leaf).unwrap())).collect()
}

#[test]
fn the_rfc_tree_has_its_published_roots() {
    let leaves = rfc_leaves();
    let mut frontier = Frontier::new();
    assert_eq!(frontier.root(), hash(ROOTS[0]));
    for (size, leaf) in (1..).zip(&leaves) {
        frontier.append(*leaf);
        assert_eq!(frontier.root(), hash(ROOTS[size]), "size {size}");
        assert_eq!(tree_root(&mut leaves.as_slice(), size as u64).unwrap(), hash(ROOTS[size]));
    }
}

#[test]
fn the_rfc_tree_has_its_published_proofs() {
    let leaves = rfc_leaves();
    let inclusion = |index, size| prove_inclusion(&mut leaves.as_slice(), index, size).unwrap();
    assert_eq!(inclusion(0, 1), []);
    assert_eq!(
        inclusion(0, 8),
        [
            hash("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
            hash("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
            hash("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"),
        ]
    );
    assert_eq!(
        inclusion(5, 8),
        [
            hash("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
            hash("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
            hash("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        ]
    );
    assert_eq!(inclusion(2, 3), [hash("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]);
    assert_eq!(
        inclusion(1, 5),
        [
            hash("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
            hash("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
            hash("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
        ]
    );
    let consistency = |old, new| prove_consistency(&mut leaves.as_slice(), old, new).unwrap();
    assert_eq!(consistency(1, 1), []);
    assert_eq!(
        consistency(6, 8),
        [
            hash("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
            hash("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
            hash("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        ]
    );
    assert_eq!(
        consistency(2, 5),
        [
            hash("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
            hash("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
        ]
    );
}

#[test]
fn a_proof_for_another_place_size_or_root_is_refused() {
    let leaves = rfc_leaves();
    let root = hash(ROOTS[8]);
    for index in 0..8 {
        let proof = prove_inclusion(&mut leaves.as_slice(), index, 8).unwrap();
        let leaf = leaves[usize::try_from(index).unwrap()];
        verify_inclusion(leaf, index, 8, &proof, root).unwrap();
        assert_code(verify_inclusion(leaf, index ^ 1, 8, &proof, root), VerifyCode::NotIncluded);
        assert_code(verify_inclusion(leaf, index, 8, &proof[1..], root), VerifyCode::NotIncluded);
        assert_code(
            verify_inclusion(leaf, index, 8, &[&proof[..], &[root]].concat(), root),
            VerifyCode::NotIncluded,
        );
        assert_code(verify_inclusion(leaf, index, 8, &proof, hash(ROOTS[7])), VerifyCode::NotIncluded);
        assert_code(
            verify_inclusion(leaf, index, 4, &proof, root),
            if index < 4 { VerifyCode::NotIncluded } else { VerifyCode::OutOfRange },
        );
        assert_code(verify_inclusion(leaf, u64::MAX, u64::MAX, &proof, root), VerifyCode::OutOfRange);
        assert_code(verify_inclusion(leaf, u64::MAX - 1, u64::MAX, &proof, root), VerifyCode::NotIncluded);
    }
    assert_code(prove_inclusion(&mut leaves.as_slice(), 8, 8), VerifyCode::OutOfRange);
    assert_code(prove_inclusion(&mut leaves.as_slice(), 9, 10), VerifyCode::OutOfRange);
    assert_code(prove_consistency(&mut leaves.as_slice(), 9, 8), VerifyCode::OutOfRange);
}

#[test]
fn a_rewritten_or_shortened_history_is_a_fork() {
    let leaves = rfc_leaves();
    for old in 1..8_u64 {
        let proof = prove_consistency(&mut leaves.as_slice(), old, 8).unwrap();
        let roots = |n: u64| hash(ROOTS[usize::try_from(n).unwrap()]);
        let (older, newer) = ((old, roots(old)), (8, roots(8)));
        verify_consistency(older, newer, &proof).unwrap();
        assert_code(verify_consistency((old, roots(0)), newer, &proof), VerifyCode::Forked);
        assert_code(verify_consistency(older, (8, roots(7)), &proof), VerifyCode::Forked);
        assert_code(verify_consistency(older, newer, &proof[1..]), VerifyCode::Forked);
        assert_code(verify_consistency(older, newer, &[]), VerifyCode::Forked);
        assert_code(
            verify_consistency(older, newer, &[&proof[..], &[roots(1)]].concat()),
            VerifyCode::Forked,
        );
        assert_code(verify_consistency(newer, older, &proof), VerifyCode::Shrunk);
        assert_code(verify_consistency(older, (old, roots(8)), &[]), VerifyCode::Forked);
        assert_code(verify_consistency(older, older, &proof), VerifyCode::Forked);
    }
    verify_consistency((0, hash(ROOTS[0])), (8, hash(ROOTS[8])), &[]).unwrap();
    assert_code(verify_consistency((0, hash(ROOTS[1])), (8, hash(ROOTS[8])), &[]), VerifyCode::Forked);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// The oracle knows nothing of tiles, frontiers or this code.
    #[test]
    fn roots_and_proofs_are_those_of_an_independent_implementation(
        (size, old, index) in (1_usize..700).prop_flat_map(|n| (Just(n), 1..=n, 0..n)),
    ) {
        let mut oracle = MemoryBackedTree::<Sha256, Vec<u8>>::new();
        let mut frontier = Frontier::new();
        let mut hashes = Vec::new();
        let mut old_root = Hash::empty_root();
        for leaf in plain_leaves(size) {
            let hash = Hash::leaf(&leaf);
            hashes.push(hash);
            frontier.append(hash);
            oracle.push(leaf);
            if hashes.len() == old {
                old_root = frontier.root();
            }
        }
        let root = frontier.root();
        let expected = oracle.root();
        prop_assert_eq!(root.as_bytes().as_slice(), expected.as_bytes().as_slice());

        let (size, old, index) = (size as u64, old as u64, index as u64);
        let path = prove_inclusion(&mut hashes.as_slice(), index, size).unwrap();
        let bytes = |proof: &[Hash]| proof.iter().flat_map(|hash| *hash.as_bytes()).collect::<Vec<u8>>();
        let position = usize::try_from(index).unwrap();
        let expected = oracle.prove_inclusion(position);
        prop_assert_eq!(bytes(&path), expected.as_bytes());
        verify_inclusion(hashes[position], index, size, &path, root).unwrap();

        let proof = prove_consistency(&mut hashes.as_slice(), old, size).unwrap();
        let expected = oracle.prove_consistency(usize::try_from(size - old).unwrap());
        prop_assert_eq!(bytes(&proof), expected.as_bytes());
        verify_consistency((old, old_root), (size, root), &proof).unwrap();
    }

    #[test]
    fn garbage_never_verifies_and_never_panics(
        index: u64, size: u64, old: u64, proof in proptest::collection::vec(any::<[u8; 32]>(), 0..70),
    ) {
        let proof: Vec<Hash> = proof.into_iter().map(Hash::from_bytes).collect();
        let (leaf, root) = (Hash::of(b"a"), Hash::of(b"b"));
        prop_assert!(verify_inclusion(leaf, index, size, &proof, root).is_err());
        prop_assert!(verify_consistency((old, leaf), (size, root), &proof).is_err());
    }
}
