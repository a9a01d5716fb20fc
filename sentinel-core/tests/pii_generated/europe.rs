//! Numbers of European states.

use crate::{
    Kind, kind, kind_checked_at,
    make::{Make, complement, iso_11_10, luhn, modulo_97, sum, verhoeff},
};

const LETTERS: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ";

pub(crate) const KINDS: [Kind; 33] = [
    kind("DE_TAX_ID", "Steuer-ID: ", |make| {
        // Nine different digits, one of them twice.
        let mut pool: Vec<char> = "1234567890".chars().collect();
        (1..10).rev().for_each(|at| pool.swap(at, make.below(at + 1)));
        pool[9] = pool[make.below(9)];
        if pool[0] == '0' {
            pool.swap(0, 1);
        }
        if pool[0] == '0' {
            pool.swap(0, 2);
        }
        iso_11_10(&pool.iter().collect::<String>())
    }),
    kind("DE_ID_CARD", "Personalausweis ", |make| {
        let serial = format!("L{}", make.from("CFGHJKLMNPRTVWXYZ0123456789", 8));
        format!("{serial}{}", sum(&serial, &[7, 3, 1, 7, 3, 1, 7, 3, 1]) % 10)
    }),
    kind("DE_PENSION_NUMBER", "Rentenversicherungsnummer: ", |make| {
        let (head, letter, serial) = (format!("65{}", make.ddmmyy()), make.below(26), make.digits(2));
        let spelled = format!("{head}{:02}{serial}", letter + 1);
        let check = cross_sums(&spelled, &[2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) % 10;
        format!("{head}{}{serial}{check}", char::from(b'A' + letter as u8))
    }),
    kind("DE_HEALTH_INSURANCE", "KVNR ", |make| {
        let (letter, body) = (make.below(26), make.digits(8));
        let check = cross_sums(&format!("{:02}{body}", letter + 1), &[1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) % 10;
        format!("{}{body}{check}", char::from(b'A' + letter as u8))
    }),
    kind("FR_NIR", "numéro de sécurité sociale : ", |make| {
        let (year, month, _) = make.birth();
        let body = format!("{}{:02}{month:02}75{}", make.one_of(&["1", "2"]), year % 100, make.digits(6));
        format!("{body}{:02}", 97 - modulo_97(&body))
    }),
    kind("FR_SIRET", "SIRET ", |make| luhn(&format!("{}0{}", luhn(&make.headed(&["4", "7"], 7)), make.digits(3)))),
    kind("ES_DNI", "DNI: ", |make| {
        let body = make.digits(8);
        format!("{body}{}", dni_letter(&body))
    }),
    kind("ES_DNI", "NIE ", |make| {
        let (first, body) = (make.below(3), make.digits(7));
        format!("{}{body}{}", ["X", "Y", "Z"][first], dni_letter(&format!("{first}{body}")))
    }),
    kind("ES_CIF", "CIF: ", |make| {
        let body = make.digits(7);
        format!("{}{body}{}", make.one_of(&["A", "B"]), complement(cross_sums(&body, &[2, 1, 2, 1, 2, 1, 2]), 10))
    }),
    kind("ES_SOCIAL_SECURITY", "seguridad social ", |make| {
        let body = format!("28{}", make.headed(&["1", "2"], 7));
        format!("{body}{:02}", modulo_97(&body))
    }),
    kind("IT_FISCAL_CODE", "codice fiscale: ", |make| {
        const ODD: [u32; 26] =
            [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
        let (year, month, day) = make.birth();
        let name = make.from("BCDFGLMNPRSTV", 6);
        let body = format!("{name}{:02}{}{day:02}F{}", year % 100, &"ABCDEHLMPRST"[month - 1..month], make.digits(3));
        let place = |byte: u8| if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' };
        let value =
            |at: usize, byte| if at.is_multiple_of(2) { ODD[usize::from(place(byte))] } else { place(byte).into() };
        let sum: u32 = body.bytes().enumerate().map(|(at, byte)| value(at, byte)).sum();
        format!("{body}{}", char::from(b'A' + (sum % 26) as u8))
    }),
    kind("IT_VAT_NUMBER", "partita IVA ", |make| luhn(&make.headed(&["01", "02"], 8))),
    kind("NL_BSN", "BSN: ", |make| {
        make.checked(|make| make.headed(&["1", "2"], 7), &[9, 8, 7, 6, 5, 4, 3, 2], |sum| sum % 11)
    }),
    kind("BE_NATIONAL_NUMBER", "rijksregisternummer ", |make| {
        let body = format!("{}{}", make.yymmdd(), make.digits(3));
        format!("{body}{:02}", 97 - modulo_97(&body))
    }),
    kind("LU_NATIONAL_NUMBER", "matricule ", |make| {
        let (year, month, day) = make.birth();
        let body = format!("{year}{month:02}{day:02}{}", make.digits(3));
        format!("{}{}", luhn(&body), verhoeff(&body))
    }),
    kind_checked_at(7, "AT_SVNR", "SVNR: ", |make| {
        loop {
            let (serial, day) = (make.headed(&["1", "4"], 2), make.ddmmyy());
            let check = sum(&format!("{serial}{day}"), &[3, 7, 9, 5, 8, 4, 2, 1, 6]) % 11;
            if check < 10 {
                break format!("{serial}{check}{day}");
            }
        }
    }),
    kind("PT_NIF", "NIF: ", |make| {
        make.checked(
            |make| make.headed(&["1", "2"], 7),
            &[9, 8, 7, 6, 5, 4, 3, 2],
            |sum| match sum % 11 {
                0 | 1 => 0,
                rest => 11 - rest,
            },
        )
    }),
    kind("PL_PESEL", "PESEL: ", |make| {
        make.checked(|make| make.yymmdd() + &make.digits(4), &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3], |sum| complement(sum, 10))
    }),
    kind("PL_NIP", "NIP ", |make| {
        make.checked(|make| make.headed(&["5", "7"], 8), &[6, 5, 7, 2, 3, 4, 5, 6, 7], |sum| sum % 11)
    }),
    kind("PL_REGON", "REGON ", |make| {
        make.checked(|make| make.headed(&["0", "3"], 7), &[8, 9, 2, 3, 4, 5, 6, 7], |sum| sum % 11 % 10)
    }),
    kind_checked_at(6, "PL_ID_CARD", "dowód osobisty ", |make| {
        let (letters, body) = (make.from(LETTERS, 3), make.digits(5));
        format!("{letters}{}{body}", sum(&format!("{letters}{body}"), &[7, 3, 1, 7, 3, 1, 7, 3]) % 10)
    }),
    kind("CZ_SK_BIRTH_NUMBER", "rodné číslo: ", |make| {
        loop {
            let body = format!("{}{}", make.yymmdd(), make.digits(3));
            let rest = body.parse::<u32>().unwrap() % 11;
            if rest < 10 {
                break format!("{}/{}{rest}", &body[..6], &body[6..]);
            }
        }
    }),
    kind("RO_CNP", "CNP ", |make| {
        let body = |make: &mut Make| format!("2{}40{}", make.yymmdd(), make.digits(3));
        make.checked(body, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9], |sum| if sum % 11 == 10 { 1 } else { sum % 11 })
    }),
    kind("BG_EGN", "ЕГН: ", |make| {
        make.checked(|make| make.yymmdd() + &make.digits(3), &[2, 4, 8, 5, 10, 9, 7, 3, 6], |sum| sum % 11 % 10)
    }),
    kind("HU_TAX_ID", "adóazonosító jel: ", |make| {
        make.checked(|make| make.headed(&["8"], 8), &[1, 2, 3, 4, 5, 6, 7, 8, 9], |sum| sum % 11)
    }),
    kind("HU_TAJ", "TAJ szám: ", |make| {
        make.checked(|make| make.headed(&["0", "1"], 7), &[3, 7, 3, 7, 3, 7, 3, 7], |sum| sum % 10)
    }),
    kind("GR_AFM", "ΑΦΜ ", |make| {
        make.checked(|make| make.headed(&["0", "1"], 7), &[256, 128, 64, 32, 16, 8, 4, 2], |sum| sum % 11 % 10)
    }),
    kind("GR_AMKA", "AMKA: ", |make| luhn(&(make.ddmmyy() + &make.digits(4)))),
    kind("HR_OIB", "OIB: ", |make| iso_11_10(&make.digits(10))),
    kind("SE_PERSONNUMMER", "personnummer ", |make| luhn(&(make.yymmdd() + &make.digits(3)))),
    kind("FI_HETU", "henkilötunnus ", |make| {
        let (day, serial) = (make.ddmmyy(), format!("{:03}", 2 + make.below(897)));
        let whole: usize = format!("{day}{serial}").parse().unwrap();
        format!("{day}-{serial}{}", &"0123456789ABCDEFHJKLMNPRSTUVWXY"[whole % 31..=whole % 31])
    }),
    kind("EE_LT_PERSONAL_CODE", "isikukood: ", |make| {
        let body = format!("4{}{}", make.yymmdd(), make.digits(3));
        let first = sum(&body, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
        let second = sum(&body, &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10;
        format!("{body}{}", if first < 10 { first } else { second })
    }),
    kind("LV_PERSONAL_CODE", "personas kods: ", |make| {
        let body = |make: &mut Make| format!("{}1{}", make.ddmmyy(), make.digits(3));
        make.checked(body, &[10, 5, 8, 4, 2, 1, 6, 3, 7, 9], |sum| (1 + sum) % 11)
    }),
];

pub(crate) const BEYOND_THE_UNION: [Kind; 14] = [
    kind("UK_NHS", "NHS number: ", |make| {
        make.checked(|make| make.headed(&["4", "6"], 8), &[10, 9, 8, 7, 6, 5, 4, 3, 2], |sum| complement(sum, 11))
    }),
    kind_checked_at(10, "UK_UTR", "UTR: ", |make| {
        let body = make.digits(9);
        let at = sum(&body, &[6, 7, 8, 9, 10, 5, 4, 3, 2]) as usize % 11;
        format!("{}{body}", &"21987654321"[at..=at])
    }),
    kind("IE_PPS", "PPSN: ", |make| {
        let body = make.digits(7);
        let at = sum(&body, &[8, 7, 6, 5, 4, 3, 2]) as usize % 23;
        format!("{body}{}", &"WABCDEFGHIJKLMNOPQRSTUV"[at..=at])
    }),
    kind("SI_EMSO", "JMBG: ", |make| {
        let body = |make: &mut Make| {
            let (year, month, day) = make.birth();
            format!("{day:02}{month:02}{:03}71{}", year % 1000, make.digits(3))
        };
        make.checked(body, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], |sum| complement(sum, 11))
    }),
    kind("CH_AHV", "AHV ", |make| {
        make.checked(|make| make.headed(&["756"], 9), &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3], |sum| complement(sum, 10))
    }),
    kind("NO_FNR", "fødselsnummer: ", |make| {
        loop {
            let body = format!("{}{:03}", make.ddmmyy(), make.below(500));
            let first = complement(sum(&body, &[3, 7, 6, 1, 8, 9, 4, 5, 2]), 11);
            let body = format!("{body}{first}");
            let second = complement(sum(&body, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]), 11);
            if first < 10 && second < 10 {
                break format!("{body}{second}");
            }
        }
    }),
    kind_checked_at(2, "IS_KENNITALA", "kennitala ", |make| {
        make.checked(
            |make| format!("{}3{}", make.ddmmyy(), make.digits(1)),
            &[3, 2, 7, 6, 5, 4, 3, 2],
            |sum| complement(sum, 11),
        ) + "9"
    }),
    kind("TR_IDENTITY_NUMBER", "TC kimlik no: ", |make| {
        let body = make.headed(&["1", "5"], 8);
        let odd = sum(&body, &[1, 0, 1, 0, 1, 0, 1, 0, 1]);
        let even = sum(&body, &[0, 1, 0, 1, 0, 1, 0, 1, 0]);
        let body = format!("{body}{}", (100 + 7 * odd - even) % 10);
        format!("{body}{}", sum(&body, &[1; 10]) % 10)
    }),
    kind("IL_IDENTITY_NUMBER", "תעודת זהות ", |make| luhn(&make.headed(&["0", "3"], 7))),
    kind("RU_INN", "ИНН ", |make| {
        let body = make.headed(&["77", "50"], 8);
        let body = format!("{body}{}", sum(&body, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10);
        format!("{body}{}", sum(&body, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10)
    }),
    kind("RU_SNILS", "СНИЛС ", |make| {
        let body = make.headed(&["1"], 8);
        format!("{body}{:02}", sum(&body, &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100)
    }),
    kind("UA_RNOKPP", "РНОКПП ", |make| {
        let body = make.headed(&["2", "3"], 8);
        let (minus, plus) = (sum(&body, &[1]), sum(&body, &[0, 5, 7, 9, 4, 6, 10, 5, 7]));
        format!("{body}{}", (plus + 11 - minus) % 11 % 10)
    }),
    kind("KZ_IIN", "ИИН ", |make| {
        loop {
            let body = format!("{}4{}", make.yymmdd(), make.digits(4));
            let first = sum(&body, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11;
            let second = sum(&body, &[3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11;
            let check = if first < 10 { first } else { second };
            if check < 10 {
                break format!("{body}{check}");
            }
        }
    }),
    kind("EU_VAT_NUMBER", "VAT number: ", |make| "DE".to_owned() + &iso_11_10(&make.headed(&["1", "2"], 7))),
];

fn dni_letter(number: &str) -> &'static str {
    let at = number.parse::<usize>().unwrap() % 23;
    &"TRWAGMYFPDXBNJZSQVHLCKE"[at..=at]
}

/// As a weighted sum, with the cross sum of each product.
fn cross_sums(body: &str, weights: &[u32]) -> u32 {
    body.chars()
        .zip(weights)
        .map(|(digit, weight)| digit.to_digit(10).unwrap() * weight)
        .map(|product| product / 10 + product % 10)
        .sum()
}
