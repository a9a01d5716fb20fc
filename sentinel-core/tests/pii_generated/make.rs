//! Makes numbers from a seed, and gives them their check digits.

/// A small generator of random numbers: the same seed, the same numbers.
pub(crate) struct Make {
    state: u64,
}

impl Make {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1 }
    }

    /// From 0 to `limit` - 1.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 11) as usize % limit
    }

    pub(crate) fn one_of<'t>(&mut self, choices: &[&'t str]) -> &'t str {
        choices[self.below(choices.len())]
    }

    /// Digits at random, not all of them the same.
    pub(crate) fn digits(&mut self, count: usize) -> String {
        self.from("0123456789", count)
    }

    /// Characters of `alphabet` at random.
    pub(crate) fn from(&mut self, alphabet: &str, count: usize) -> String {
        (0..count).map(|_| char::from(alphabet.as_bytes()[self.below(alphabet.len())])).collect()
    }

    /// A first part of its own, and digits.
    pub(crate) fn headed(&mut self, heads: &[&str], count: usize) -> String {
        format!("{}{}", self.one_of(heads), self.digits(count))
    }

    /// Year, month and day of a birth between 1955 and 1999.
    pub(crate) fn birth(&mut self) -> (usize, usize, usize) {
        (1955 + self.below(45), 1 + self.below(12), 1 + self.below(28))
    }

    pub(crate) fn yymmdd(&mut self) -> String {
        let (year, month, day) = self.birth();
        format!("{:02}{month:02}{day:02}", year % 100)
    }

    pub(crate) fn ddmmyy(&mut self) -> String {
        let (year, month, day) = self.birth();
        format!("{day:02}{month:02}{:02}", year % 100)
    }

    /// A body, and the check digit that `check` makes of its weighted sum; bodies for which there is none are thrown
    /// away.
    pub(crate) fn checked(&mut self, body: fn(&mut Self) -> String, weights: &[u32], check: fn(u32) -> u32) -> String {
        loop {
            let body = body(self);
            let digit = check(sum(&body, weights));
            if digit < 10 {
                return format!("{body}{digit}");
            }
        }
    }
}

/// Each digit times the weight at its place; letters count from 10.
pub(crate) fn sum(body: &str, weights: &[u32]) -> u32 {
    body.chars().zip(weights).map(|(character, weight)| character.to_digit(36).unwrap() * weight).sum()
}

/// What is missing to a multiple of `modulus`.
pub(crate) fn complement(sum: u32, modulus: u32) -> u32 {
    (modulus - sum % modulus) % modulus
}

/// With Luhn's check digit, from his table of doubled digits.
pub(crate) fn luhn(body: &str) -> String {
    const DOUBLED: [u32; 10] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
    let digits = body.chars().rev().map(|digit| digit.to_digit(10).unwrap());
    let sum: u32 =
        digits.enumerate().map(|(at, digit)| if at % 2 == 0 { DOUBLED[digit as usize] } else { digit }).sum();
    format!("{body}{}", complement(sum, 10))
}

/// Verhoeff's check digit, from the tables of his paper.
pub(crate) fn verhoeff(body: &str) -> char {
    const TIMES: [&str; 10] = [
        "0123456789",
        "1234067895",
        "2340178956",
        "3401289567",
        "4012395678",
        "5987604321",
        "6598710432",
        "7659821043",
        "8765932104",
        "9876543210",
    ];
    const PERMUTED: [&str; 8] = [
        "0123456789",
        "1576283094",
        "5803796142",
        "8916043527",
        "9453126870",
        "4286573901",
        "2793806415",
        "7046913258",
    ];
    let look = |table: &str, at: usize| table.as_bytes()[at] - b'0';
    let folded = body.bytes().rev().enumerate().fold(0, |sum, (at, digit)| {
        let permuted = look(PERMUTED[(at + 1) % 8], usize::from(digit - b'0'));
        look(TIMES[sum], usize::from(permuted)).into()
    });
    // The inverse in the group.
    char::from(b"0432156789"[folded])
}

/// The check digit of ISO 7064 MOD 11,10.
pub(crate) fn iso_11_10(body: &str) -> String {
    let product = body.chars().fold(10, |product, digit| {
        let sum = (product + digit.to_digit(10).unwrap()) % 10;
        2 * if sum == 0 { 10 } else { sum } % 11
    });
    format!("{body}{}", (11 - product) % 10)
}

/// The number modulo 97, digit by digit; letters count from 10 and take two places.
pub(crate) fn modulo_97(text: &str) -> u32 {
    let spelled: String = text.chars().map(|character| character.to_digit(36).unwrap().to_string()).collect();
    spelled.chars().fold(0, |rest, digit| (rest * 10 + digit.to_digit(10).unwrap()) % 97)
}
