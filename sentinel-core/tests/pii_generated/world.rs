//! Numbers that are the same everywhere, and those of states outside Europe.

use sha2::{Digest, Sha256};
use sha3::Keccak256;

use crate::{
    Kind, kind, kind_checked_at,
    make::{Make, complement, luhn, modulo_97, sum, verhoeff},
};

const CAPITALS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const BITCOIN: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const RIPPLE: &[u8; 58] = b"rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";

pub(crate) const KINDS: [Kind; 20] = [
    kind("CREDIT_CARD", "card ", |make| luhn(&make.headed(&["4539", "5412", "6011", "3530", "6221"], 11))),
    kind("CREDIT_CARD", "card ", |make| {
        let card = luhn(&make.headed(&["4716", "5105", "2720"], 11));
        format!("{} {} {} {}", &card[..4], &card[4..8], &card[8..12], &card[12..])
    }),
    kind("CREDIT_CARD", "card ", |make| luhn(&make.headed(&["34", "37"], 12))),
    kind("CREDIT_CARD_NAMED", "card number: ", |make| luhn(&make.headed(&["501800", "675964"], 5))),
    kind("IBAN", "refund to ", |make| iban("DE", &make.headed(&["1", "5"], 17))),
    kind("IBAN", "refund to ", |make| iban("GB", &("NWBK".to_owned() + &make.digits(14)))),
    kind("IBAN", "refund to ", |make| iban("FR", &("20041".to_owned() + &make.digits(18)))),
    kind("IBAN", "refund to ", |make| {
        let account = iban("NL", &("INGB".to_owned() + &make.digits(10)));
        account.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group)).collect::<Vec<_>>().join(" ")
    }),
    kind("IBAN_LOWER_CASE", "iban=", |make| iban("ES", &make.digits(20)).to_lowercase()),
    kind("IMEI", "IMEI: ", |make| luhn(&make.headed(&["35", "86"], 12))),
    kind_checked_at(9, "VIN", "VIN: ", |make| {
        let (head, tail) = (make.from("ABCDEFGHJKLMNPRSTUVWXYZ", 8), make.digits(8));
        let value = |character: char| match character {
            'J'..='R' => character as u32 - 'J' as u32 + 1,
            'S'..='Z' => character as u32 - 'S' as u32 + 2,
            'A'..='H' => character as u32 - 'A' as u32 + 1,
            digit => digit.to_digit(10).unwrap(),
        };
        let weights = [8, 7, 6, 5, 4, 3, 2, 10, 9, 8, 7, 6, 5, 4, 3, 2];
        let sum: u32 =
            head.chars().chain(tail.chars()).zip(weights).map(|(character, weight)| value(character) * weight).sum();
        format!("{head}{}{tail}", char::from(b"0123456789X"[sum as usize % 11]))
    }),
    kind("BITCOIN_ADDRESS", "send to ", |make| base58(BITCOIN, 0, make)),
    kind("BITCOIN_ADDRESS", "send to ", |make| base58(BITCOIN, 5, make)),
    kind("LITECOIN_DOGECOIN_ADDRESS", "litecoin: ", |make| base58(BITCOIN, 48, make)),
    kind("XRP_ADDRESS", "xrp address ", |make| base58(RIPPLE, 0, make)),
    kind("BECH32_ADDRESS", "send to ", |make| bech32("bc", 0, 32, 1, make)),
    kind("BECH32_ADDRESS", "send to ", |make| bech32("bc", 1, 52, 0x2bc8_30a3, make)),
    kind_checked_at(8, "ETHEREUM_ADDRESS", "send to ", |make| {
        loop {
            let address = ethereum(make);
            // The character that will be changed, and another, must be letters in two cases.
            let at = address.len() - 8;
            let rest = [&address[2..at], &address[at + 1..]].concat();
            let mixed = rest.bytes().any(|byte| byte.is_ascii_uppercase())
                && rest.bytes().any(|byte| byte.is_ascii_lowercase());
            if mixed {
                break address;
            }
        }
    }),
    kind("PASSPORT_MRZ_LINE", "mrz ", |make| lower_line(make)),
    kind("PASSPORT_MRZ", "", |make| format!("{:<<44}\n{}", "P<UTOMUSTERMANN<<ERIKA", lower_line(make))),
];

pub(crate) const COUNTRIES: [Kind; 35] = [
    kind("US_NPI", "NPI: ", |make| {
        let body = make.headed(&["1", "2"], 8);
        format!("{body}{}", &luhn(&format!("80840{body}"))[14..])
    }),
    kind("US_BANK_ROUTING", "routing number: ", |make| {
        make.checked(|make| make.headed(&["02", "12", "31"], 6), &[3, 7, 1, 3, 7, 1, 3, 7], |sum| complement(sum, 10))
    }),
    kind("US_DEA_NUMBER", "DEA number ", |make| {
        let body = make.headed(&["1", "4"], 5);
        let check = (sum(&body, &[1, 0, 1, 0, 1, 0]) + 2 * sum(&body, &[0, 1, 0, 1, 0, 1])) % 10;
        format!("{}{}{body}{check}", make.from("ABFM", 1), make.from(CAPITALS, 1))
    }),
    kind("CA_SIN", "SIN: ", |make| luhn(&make.headed(&["1", "5"], 7))),
    kind("BR_CPF", "cliente ", |make| {
        let number = cpf(make);
        format!("{}.{}.{}-{}", &number[..3], &number[3..6], &number[6..9], &number[9..])
    }),
    kind("BR_CPF_NAMED", "CPF: ", cpf),
    kind("BR_CNPJ", "CNPJ: ", |make| {
        let body = make.headed(&["1", "4"], 7) + "0001";
        let body = format!("{body}{}", eleven_less(sum(&body, &[5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])));
        format!("{body}{}", eleven_less(sum(&body, &[6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])))
    }),
    kind("AR_CUIT", "CUIT: ", |make| {
        make.checked(
            |make| make.headed(&["20", "27", "30"], 8),
            &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2],
            |sum| complement(sum, 11).min(9),
        )
    }),
    kind("CL_RUT", "RUT: ", |make| {
        let body = make.headed(&["1", "2"], 7);
        let check = complement(sum(&body, &[3, 2, 7, 6, 5, 4, 3, 2]), 11) as usize;
        format!("{body}-{}", &"0123456789K"[check..=check])
    }),
    kind("MX_CURP", "CURP: ", |make| {
        let body = format!("GOMA{}MDF{}0", make.yymmdd(), make.from("BCDFGLMNRS", 3));
        let order = "0123456789ABCDEFGHIJKLMN_OPQRSTUVWXYZ";
        let sum: usize =
            body.chars().zip((2..=18).rev()).map(|(character, weight)| order.find(character).unwrap() * weight).sum();
        format!("{body}{}", (10 - sum % 10) % 10)
    }),
    kind("CO_NIT", "NIT: ", |make| {
        make.checked(
            |make| make.headed(&["8", "9"], 8),
            &[41, 37, 29, 23, 19, 17, 13, 7, 3],
            |sum| match sum % 11 {
                rest @ (0 | 1) => rest,
                rest => 11 - rest,
            },
        )
    }),
    kind("PE_RUC", "RUC: ", |make| {
        make.checked(|make| make.headed(&["10", "20"], 8), &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2], |sum| (11 - sum % 11) % 10)
    }),
    kind("EC_CEDULA", "cédula ", |make| luhn(&make.headed(&["171", "090"], 6))),
    kind("UY_CI", "cédula ", |make| {
        make.checked(|make| make.headed(&["1", "4"], 6), &[2, 9, 8, 7, 6, 3, 4], |sum| complement(sum, 10))
    }),
    kind("DO_CEDULA", "cédula ", |make| luhn(&make.headed(&["001", "402"], 7))),
    kind("IN_AADHAAR", "Aadhaar: ", |make| {
        let body = make.headed(&["2", "7"], 10);
        format!("{body}{}", verhoeff(&body))
    }),
    kind("IN_GSTIN", "GSTIN: ", |make| {
        let body = format!(
            "27{}P{}{}{}1Z",
            make.from(CAPITALS, 3),
            make.from(CAPITALS, 1),
            make.digits(4),
            make.from(CAPITALS, 1)
        );
        let products =
            body.chars().enumerate().map(|(at, character)| character.to_digit(36).unwrap() * (1 + at as u32 % 2));
        let check = complement(products.map(|product| product / 36 + product % 36).sum(), 36);
        format!("{body}{}", char::from_digit(check, 36).unwrap().to_ascii_uppercase())
    }),
    kind("SG_NRIC", "NRIC: ", |make| {
        let body = make.digits(7);
        let at = sum(&body, &[2, 7, 6, 5, 4, 3, 2]) as usize % 11;
        format!("S{body}{}", &"JZIHGFEDCBA"[at..=at])
    }),
    kind("JP_MY_NUMBER", "マイナンバー ", |make| {
        make.checked(|make| make.headed(&["1", "5"], 10), &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], eleven_less)
    }),
    kind("CN_RESIDENT_ID", "身份证 ", |make| {
        let (year, month, day) = make.birth();
        let body = format!("310115{year}{month:02}{day:02}{}", make.digits(3));
        // Powers of two, from the right, modulo 11.
        let sum = body.chars().fold(0, |sum, digit| (sum * 2 + digit.to_digit(10).unwrap()) % 11) * 2 % 11;
        let check = (12 - sum) as usize % 11;
        format!("{body}{}", &"0123456789X"[check..=check])
    }),
    kind_checked_at(2, "HK_ID", "HKID ", |make| {
        let (letter, body) = (make.from(CAPITALS, 1), make.digits(6));
        let check = complement(324 + sum(&letter, &[8]) + sum(&body, &[7, 6, 5, 4, 3, 2]), 11);
        format!("{letter}{body}({})", char::from_digit(check, 16).unwrap().to_ascii_uppercase())
    }),
    kind("TW_ID", "身分證字號 ", |make| {
        let (letter, value) = [("A", 10), ("F", 15), ("H", 17), ("N", 22)][make.below(4)];
        let body = make.headed(&["1", "2"], 7);
        let sum = value / 10 + value % 10 * 9 + sum(&body, &[8, 7, 6, 5, 4, 3, 2, 1]);
        format!("{letter}{body}{}", complement(sum, 10))
    }),
    kind("TH_ID", "เลขประจำตัวประชาชน ", |make| {
        make.checked(
            |make| make.headed(&["1", "3"], 11),
            &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2],
            |sum| (11 - sum % 11) % 10,
        )
    }),
    kind("AE_EMIRATES_ID", "Emirates ID ", |make| {
        let card = luhn(&make.headed(&["7841985", "7842001"], 7));
        format!("{}-{}-{}-{}", &card[..3], &card[3..7], &card[7..14], &card[14..])
    }),
    kind("SA_NATIONAL_ID", "iqama ", |make| luhn(&make.headed(&["1", "2"], 8))),
    kind("AU_TFN", "TFN: ", |make| {
        // The last weight is 10, which is -1 modulo 11.
        make.checked(|make| make.headed(&["1", "4"], 7), &[1, 4, 3, 7, 5, 8, 6, 9], |sum| sum % 11)
    }),
    kind("AU_ABN", "ABN: ", |make| {
        let body = make.digits(9);
        let rest = sum(&body, &[3, 5, 7, 9, 11, 13, 15, 17, 19]) % 89;
        // Weights 10 and 1 of the two leading digits, of which one is taken from the first.
        let head = (0..90).find(|head| (head + rest).is_multiple_of(89)).unwrap();
        format!("{}{body}", head + 10)
    }),
    kind("AU_ACN", "ACN: ", |make| {
        make.checked(|make| make.headed(&["0", "1"], 7), &[8, 7, 6, 5, 4, 3, 2, 1], |sum| complement(sum, 10))
    }),
    kind_checked_at(2, "AU_MEDICARE", "Medicare number: ", |make| {
        make.checked(|make| make.headed(&["2", "5"], 7), &[1, 3, 7, 9, 1, 3, 7, 9], |sum| sum % 10) + "1"
    }),
    kind("NZ_IRD", "IRD number: ", |make| {
        loop {
            let body = format!("{:08}", 1_000_000 + make.below(12_000_000));
            let first = complement(sum(&body, &[3, 2, 7, 6, 5, 4, 3, 2]), 11);
            let second = complement(sum(&body, &[7, 4, 3, 2, 5, 2, 7, 6]), 11);
            let check = if first < 10 { first } else { second };
            if check < 10 {
                break format!("{body}{check}").trim_start_matches('0').to_owned();
            }
        }
    }),
    kind("NZ_NHI", "NHI: ", |make| {
        const PLACES: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ";
        loop {
            let (letters, body) = (make.from(PLACES, 3), make.digits(3));
            let named: u32 = letters
                .chars()
                .zip([7, 6, 5])
                .map(|(letter, weight)| (PLACES.find(letter).unwrap() as u32 + 1) * weight)
                .sum();
            let rest = (named + sum(&body, &[4, 3, 2])) % 11;
            if rest > 0 {
                break format!("{letters}{body}{}", (11 - rest) % 10);
            }
        }
    }),
    kind("ZA_ID", "South African ID: ", |make| luhn(&format!("{}{}08", make.yymmdd(), make.digits(4)))),
    kind("EU_VAT_NUMBER", "VAT number: ", |make| {
        "PT".to_owned() + &make.checked(|make| make.headed(&["5"], 7), &[9, 8, 7, 6, 5, 4, 3, 2], eleven_less)
    }),
    kind("EU_VAT_NUMBER", "TVA intracommunautaire : ", |make| {
        let siren = luhn(&make.headed(&["4", "7"], 7));
        format!("FR{:02}{siren}", (12 + 3 * modulo_97(&siren)) % 97)
    }),
    kind("EU_VAT_NUMBER", "BTW nummer ", |make| {
        "BE".to_owned()
            + &{
                let body = make.headed(&["04", "07"], 6);
                format!("{body}{:02}", 97 - modulo_97(&body))
            }
    }),
];

fn cpf(make: &mut Make) -> String {
    let body = make.digits(9);
    let body = format!("{body}{}", eleven_less(sum(&body, &[10, 9, 8, 7, 6, 5, 4, 3, 2])));
    format!("{body}{}", eleven_less(sum(&body, &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2])))
}

/// 11 less the sum modulo 11, and 0 where that has two digits.
fn eleven_less(sum: u32) -> u32 {
    match sum % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    }
}

fn iban(country: &str, account: &str) -> String {
    let check = 98 - modulo_97(&format!("{account}{country}00"));
    format!("{country}{check:02}{account}")
}

/// The lower line of a passport, with its four check digits.
fn lower_line(make: &mut Make) -> String {
    const WEIGHTS: [u32; 3] = [7, 3, 1];
    let check = |field: &str| {
        let values = field.chars().map(|character| character.to_digit(36).unwrap_or(0));
        values.zip(WEIGHTS.into_iter().cycle()).map(|(value, weight)| value * weight).sum::<u32>() % 10
    };
    let (number, born, expiry) = (make.from("CFGHJKLMNPRTVWXYZ0123456789", 9), make.yymmdd(), "320715");
    let number = format!("{number}{}", check(&number));
    let born = format!("{born}{}", check(&born));
    let end = format!("{expiry}{}{}0", check(expiry), "<".repeat(14));
    format!("{number}UTO{born}F{end}{}", check(&format!("{number}{born}{end}")))
}

/// An address of 20 random bytes.
fn base58(alphabet: &[u8; 58], version: u8, make: &mut Make) -> String {
    let mut bytes = vec![version];
    bytes.extend((0..20).map(|_| make.below(256) as u8));
    let checksum = Sha256::digest(Sha256::digest(&bytes));
    bytes.extend(&checksum[..4]);
    // Long division by 58, digit after digit from the right.
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let mut written = Vec::new();
    while bytes.iter().any(|byte| *byte != 0) {
        let mut rest = 0_u32;
        for byte in &mut bytes {
            let value = rest * 256 + u32::from(*byte);
            *byte = (value / 58) as u8;
            rest = value % 58;
        }
        written.push(alphabet[rest as usize]);
    }
    written.extend(std::iter::repeat_n(alphabet[0], zeros));
    written.reverse();
    String::from_utf8(written).unwrap()
}

/// The remainder by long division of polynomials over the field of 32 elements, as BIP 173 states it.
fn bech32(prefix: &str, version: u8, length: usize, constant: u32, make: &mut Make) -> String {
    const CHARACTERS: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let data: Vec<u8> = [version].into_iter().chain((0..length).map(|_| make.below(32) as u8)).collect();
    let mut values: Vec<u8> = prefix.bytes().map(|byte| byte >> 5).collect();
    values.push(0);
    values.extend(prefix.bytes().map(|byte| byte & 31));
    values.extend(&data);
    values.extend([0; 6]);
    let mut remainder = 1_u32;
    for value in values {
        let top = remainder >> 25;
        remainder = (remainder & 0x1ff_ffff) << 5 ^ u32::from(value);
        for (bit, generator) in GENERATOR.iter().enumerate() {
            if top >> bit & 1 == 1 {
                remainder ^= generator;
            }
        }
    }
    remainder ^= constant;
    let checksum = (0..6).map(|at| (remainder >> (5 * (5 - at)) & 31) as u8);
    let written: String =
        data.into_iter().chain(checksum).map(|value| char::from(CHARACTERS[usize::from(value)])).collect();
    format!("{prefix}1{written}")
}

fn ethereum(make: &mut Make) -> String {
    let address = make.from("0123456789abcdef", 32) + &make.from("abcdef", 8);
    let hash: String = Keccak256::digest(&address).iter().map(|byte| format!("{byte:02x}")).collect();
    let raised = address
        .chars()
        .zip(hash.chars())
        .map(|(character, hash)| if hash > '7' { character.to_ascii_uppercase() } else { character });
    format!("0x{}", raised.collect::<String>())
}
