use super::made_of;
use crate::Rng;

const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Lines of 76 characters of base64 that decode to noise, as in mail and certificates.
pub fn base64_noise(bytes: usize) -> Vec<u8> {
    let mut rng = Rng::new(4);
    made_of(bytes, |text| text.push_str(&rng.text(BASE64, 76)))
}
