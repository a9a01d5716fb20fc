//! The check digits of value added tax numbers of European Union members and the United Kingdom.

use super::{
    Validator, Verdict, checked, compact, cross_sum, decimal, es_cif, es_dni, gr_afm, ie_pps, luhn_holds, mod_11_10,
    number, two, weighted,
};

/// Two letters for the member and its number, which each member checks in its own way. Numbers of persons in Bulgaria
/// and Czechia carry no proof here. Source: European Commission, "VIES: structure of VAT numbers", and the members'
/// publications.
pub(super) struct EuVat;

impl Validator for EuVat {
    fn check(&self, value: &[u8]) -> Verdict {
        let whole: Vec<u8> = compact(value).collect();
        match whole.split_at_checked(2) {
            Some((member, number)) => check(member, number),
            None => Verdict::Refuted,
        }
    }
}

fn check(member: &[u8], tax: &[u8]) -> Verdict {
    if member == b"EL" || member == b"GR" {
        return gr_afm::GrAfm.check(tax);
    }
    let holds = match member {
        b"AT" => austria(tax),
        b"CY" => cyprus(tax),
        b"ES" => es_cif::holds(tax) || es_dni::holds(tax),
        b"IE" => ie_pps::holds(tax),
        b"NL" => return netherlands(tax),
        _ => match decimal(tax) {
            Some(digits) if digits.iter().any(|digit| *digit != 0) => match in_digits(member, &digits) {
                Some(holds) => holds,
                None => return Verdict::Plausible,
            },
            _ => false,
        },
    };
    Verdict::checksum_if(holds)
}

/// Members whose numbers are digits alone; none where a number of that length carries no proof.
fn in_digits(member: &[u8], d: &[u32]) -> Option<bool> {
    Some(match (member, d.len()) {
        (b"BE", 10) => d[0] < 2 && 97 - number(&d[..8]) % 97 == number(&d[8..]),
        (b"BG", 9) => bulgaria(d) == d[8],
        (b"BG", 10) | (b"CZ", 9 | 10) => return None,
        (b"CZ", 8) => d[0] < 9 && (11 - weighted(d, &[8, 7, 6, 5, 4, 3, 2]) % 11) % 10 == d[7],
        (b"DE", 9) | (b"HR", 11) => d[0] + d[1] > 0 && mod_11_10(d),
        (b"DK", 8) => d[0] > 0 && weighted(d, &[2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11),
        (b"EE", 9) => weighted(d, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10),
        (b"FI", 8) => weighted(d, &[7, 9, 10, 5, 8, 4, 2, 1]).is_multiple_of(11),
        (b"FR", 11) => luhn_holds(&d[2..]) && (12 + 3 * (number(&d[2..]) % 97)) % 97 == number(&d[..2]),
        (b"GB" | b"XI", 9 | 12) => {
            let sum = weighted(d, &[8, 7, 6, 5, 4, 3, 2]) + two(&d[7..]);
            sum.is_multiple_of(97) || (sum + 55).is_multiple_of(97)
        }
        (b"HU", 8) => weighted(d, &[9, 7, 3, 1, 9, 7, 3, 1]).is_multiple_of(10),
        (b"IT", 11) => luhn_holds(d),
        (b"LT", 9) => lithuania(&d[..8], [1, 2, 3, 4, 5, 6, 7, 8], [3, 4, 5, 6, 7, 8, 9, 1]) == d[8],
        (b"LT", 12) => {
            lithuania(&d[..11], [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2], [3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4]) == d[11]
        }
        (b"LU", 8) => number(&d[..6]) % 89 == number(&d[6..]),
        (b"LV", 11) => d[0] > 3 && weighted(d, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3,
        (b"MT", 8) => weighted(d, &[3, 4, 6, 7, 8, 9, 10, 1]).is_multiple_of(37),
        (b"PL", 10) => weighted(d, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == d[9],
        (b"PT", 9) => (11 - weighted(d, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10 == d[8],
        (b"RO", 2..=10) => romania(d),
        (b"SE", 12) => luhn_holds(&d[..10]) && d[10..] == [0, 1],
        (b"SI", 8) => d[0] > 0 && 11 - weighted(d, &[8, 7, 6, 5, 4, 3, 2]) % 11 == if d[7] == 0 { 10 } else { d[7] },
        (b"SK", 10) => number(d).is_multiple_of(11),
        _ => false,
    })
}

fn austria(tax: &[u8]) -> bool {
    let digits = tax.strip_prefix(b"U").and_then(decimal).filter(|digits| digits.len() == 8);
    digits.is_some_and(|digits| {
        let odd: u32 = digits[..7].iter().step_by(2).sum();
        let even: u32 = digits[1..7].iter().step_by(2).map(|digit| cross_sum(digit * 2)).sum();
        (odd + even + 4 + digits[7]).is_multiple_of(10)
    })
}

fn cyprus(tax: &[u8]) -> bool {
    const ODD: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let Some((letter, body)) = tax.split_last() else { return false };
    let Some(digits) = decimal(body).filter(|digits| digits.len() == 8) else { return false };
    let odd: u32 = digits.iter().step_by(2).map(|digit| ODD[*digit as usize]).sum();
    let even: u32 = digits[1..].iter().step_by(2).sum();
    u32::from(*letter) == (odd + even) % 26 + u32::from(b'A')
}

/// Nine digits checked as a citizen's number, `B`, and two digits; or, for persons, all of it in base 36 modulo 97.
fn netherlands(tax: &[u8]) -> Verdict {
    let Some((body, serial)) = tax.split_at_checked(9) else { return Verdict::Refuted };
    if serial.len() != 3 || serial[0] != b'B' || !serial[1..].iter().all(u8::is_ascii_digit) {
        return Verdict::Refuted;
    }
    let sum = |digits: &[u32; 9]| weighted(digits, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 == digits[8];
    let spelled = [b"NL".as_slice(), tax].concat();
    let remainder = spelled
        .iter()
        .filter_map(|byte| char::from(*byte).to_digit(36))
        .fold(0, |sum, value| if value < 10 { (sum * 10 + value) % 97 } else { (sum * 100 + value) % 97 });
    match checked(body, sum) {
        Verdict::Refuted => Verdict::checksum_if(remainder == 1 && decimal(body).is_some()),
        proven => proven,
    }
}

fn bulgaria(digits: &[u32]) -> u32 {
    match weighted(&digits[..8], &[1, 2, 3, 4, 5, 6, 7, 8]) % 11 {
        10 => weighted(&digits[..8], &[3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10,
        check => check,
    }
}

fn lithuania<const N: usize>(body: &[u32], first: [u32; N], second: [u32; N]) -> u32 {
    match weighted(body, &first) % 11 {
        10 => weighted(body, &second) % 11 % 10,
        check => check,
    }
}

/// Weights end at the last digit before the check digit.
fn romania(digits: &[u32]) -> bool {
    const WEIGHTS: [u32; 9] = [7, 5, 3, 2, 1, 7, 5, 3, 2];
    let body = &digits[..digits.len() - 1];
    digits[0] > 0 && weighted(body, &WEIGHTS[9 - body.len()..]) * 10 % 11 % 10 == digits[body.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::validate::proving::assert_guards_place;

    /// One number of every member, made by its rule, in two halves; and the place of its check digit from the end.
    const SAMPLES: [(&str, &str, usize); 27] = [
        ("ATU135", "85627", 1),
        ("BE0776", "091951", 1),
        ("BG1750", "74752", 1),
        ("CY1025", "9033P", 2),
        ("CZ4664", "3273", 1),
        ("DE1116", "93500", 1),
        ("DK1358", "5628", 1),
        ("EE1002", "07415", 1),
        ("EL0942", "59216", 1),
        ("ESA588", "18501", 1),
        ("FI2077", "4740", 1),
        ("FR4030", "3265045", 1),
        ("GB9808", "60883", 1),
        ("HR3339", "2005961", 1),
        ("HU1289", "2312", 1),
        ("IE1234", "567T", 2),
        ("IT0074", "3110157", 1),
        ("LT1195", "11515", 1),
        ("LU1502", "7442", 1),
        ("LV4000", "3521600", 1),
        ("MT1167", "9112", 1),
        ("NL0044", "95445B01", 4),
        ("PL8567", "346215", 1),
        ("PT5019", "64843", 1),
        ("RO1854", "7290", 1),
        ("SI5022", "3054", 1),
        ("SK2022", "749619", 1),
    ];

    #[test]
    fn every_member_refuses_every_other_check_digit() {
        for (start, end, from_end) in SAMPLES {
            let whole = [start, end].concat();
            assert_guards_place(&EuVat, &whole, whole.len() - from_end);
        }
        assert_guards_place(&EuVat, concat!("SE1234", "56789701"), 11);
    }
}
