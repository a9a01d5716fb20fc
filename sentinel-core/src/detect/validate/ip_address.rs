//! Internet addresses.

use std::net::IpAddr;

use super::{Validator, Verdict};
use crate::Proof;

/// What parses as an IPv4 or IPv6 address and can be somebody's: not the unspecified address, the host itself, a
/// netmask, or a group.
pub(super) struct IpAddress;

impl Validator for IpAddress {
    fn check(&self, value: &[u8]) -> Verdict {
        let address = std::str::from_utf8(value).ok().and_then(|text| text.parse().ok());
        Verdict::proven_if(address.is_some_and(belongs_to_somebody), Proof::Structure)
    }
}

fn belongs_to_somebody(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !matches!(address.octets(), [0 | 127 | 224..=255, ..]),
        IpAddr::V6(address) => !address.is_unspecified() && !address.is_loopback() && !address.is_multicast(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_hosts_are_structure() {
        for host in ["85.12.33.4", "10.1.2.3", "2001:4860:4860::8888", "fe80::1ff:fe23:4567:890a"] {
            assert_eq!(IpAddress.check(host.as_bytes()), Verdict::Proven(Proof::Structure), "{host}");
        }
        for none in [
            "127.0.0.1",
            "0.0.0.0",
            "255.255.255.0",
            "239.1.2.3",
            "::1",
            "::",
            "ff02::1",
            "1.2.3",
            "256.1.1.1",
            "1:2:3",
        ] {
            assert_eq!(IpAddress.check(none.as_bytes()), Verdict::Refuted, "{none}");
        }
    }
}
