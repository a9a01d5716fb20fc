//! Internet addresses that can be reached from anywhere.

use std::net::IpAddr;

use super::{Validator, Verdict, ip_address::IpAddress};

/// As [`IpAddress`], without those of private networks (RFC 1918, RFC 4193, RFC 6598) and of one link, which name
/// nobody outside them.
pub(super) struct PublicIp;

impl Validator for PublicIp {
    fn check(&self, value: &[u8]) -> Verdict {
        let address: Option<IpAddr> = std::str::from_utf8(value).ok().and_then(|text| text.parse().ok());
        if address.is_none_or(is_private) { Verdict::Refuted } else { IpAddress.check(value) }
    }
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            address.is_private() || address.is_link_local() || matches!(address.octets(), [100, 64..=127, ..])
        }
        IpAddr::V6(address) => address.is_unique_local() || address.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Proof;

    #[test]
    fn private_addresses_are_refused() {
        for public in ["85.12.33.4", "100.63.0.1", "172.32.0.1", "2a02:26f0::1"] {
            assert_eq!(PublicIp.check(public.as_bytes()), Verdict::Proven(Proof::Structure), "{public}");
        }
        for private in [
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "169.254.1.1",
            "fe80::1",
            "fd00::1",
            "127.0.0.1",
            "x",
        ] {
            assert_eq!(PublicIp.check(private.as_bytes()), Verdict::Refuted, "{private}");
        }
    }
}
