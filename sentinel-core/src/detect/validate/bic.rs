//! Bank identifier codes.

use super::{Validator, Verdict};
use crate::Proof;

/// Four letters for the bank, the code of a country, and a place that is not a test's; then, perhaps, a branch. Source:
/// ISO 9362.
pub(super) struct Bic;

impl Validator for Bic {
    fn check(&self, value: &[u8]) -> Verdict {
        let country = value.get(4..6).and_then(|code| std::str::from_utf8(code).ok());
        let given = country.is_some_and(|code| COUNTRIES.split(' ').any(|known| known == code));
        Verdict::proven_if(matches!(value.len(), 8 | 11) && given, Proof::Structure)
    }
}

/// ISO 3166-1, and `XK`, which SWIFT uses for Kosovo.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA \
    CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO \
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM \
    JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO \
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT \
    PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TL TM TN \
    TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_holds_its_country() {
        for code in ["DEUTDEFF", "COBADEFFXXX", "BNPAFRPP", "CHASUS33"] {
            assert_eq!(Bic.check(code.as_bytes()), Verdict::Proven(Proof::Structure), "{code}");
        }
        for none in ["", "DEUTXXFF", "DEUTDEF", "DEUTDEFF5", "PASSWORD"] {
            assert_eq!(Bic.check(none.as_bytes()), Verdict::Refuted, "{none}");
        }
        assert_eq!(COUNTRIES.split(' ').filter(|code| code.len() == 2).count(), COUNTRIES.split(' ').count());
    }
}
