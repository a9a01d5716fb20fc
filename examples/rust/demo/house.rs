//! House tokens for a log that comes without labels: some to report, others to find.

/// Made-up tokens of one family, and the lines that hold them.
pub(crate) fn samples() -> Vec<String> {
    const REGIONS: [&str; 4] = ["euw", "use", "aps", "sae"];
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move || {
        // SplitMix64 (Steele, Lea, Flood 2014).
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) as usize
    };
    (0..20)
        .map(|index| {
            let body: String = (0..28).map(|_| char::from(ALPHABET[next() % ALPHABET.len()])).collect();
            format!("hsk_{}_{body}", REGIONS[index % REGIONS.len()])
        })
        .collect()
}
