//! The key file, and the keys that are derived from it.

use std::{
    fs::File,
    io::{self, Read, Write},
    path::Path,
};

use sentinel_core::{Error, ErrorKind, FingerprintKey, Result, VaultKey};
use zeroize::Zeroizing;

use super::{SealingKey, derive, random};

/// The keys of one deployment: all derived from one of 32 random bytes.
#[derive(Clone)]
pub struct KeyRing {
    root: Zeroizing<[u8; 32]>,
}

/// A key file is no longer than this, blanks included.
const LONGEST: usize = 256;

impl KeyRing {
    /// Keys from 32 random bytes.
    pub fn new(root: [u8; 32]) -> Self {
        Self { root: Zeroizing::new(root) }
    }

    /// New keys.
    ///
    /// # Errors
    ///
    /// `Internal` when the system gives no random bytes.
    pub fn generate() -> Result<Self> {
        random().map(Self::new)
    }

    /// The keys in a file of 64 hexadecimal digits.
    ///
    /// # Errors
    ///
    /// `Storage` when the file cannot be read; `NotFound` when there is none; `InvalidInput` when it
    /// holds something else.
    pub fn read(path: &Path) -> Result<Self> {
        let mut text = Zeroizing::new(Vec::with_capacity(LONGEST));
        let file = File::open(path).map_err(|error| failed(error, path))?;
        file.take(LONGEST as u64).read_to_end(&mut text).map_err(|error| failed(error, path))?;
        Self::parse(&text).map_err(|error| error.with("file", path.display()))
    }

    /// The keys that 64 hexadecimal digits give; blanks around them do not count.
    ///
    /// # Errors
    ///
    /// `InvalidInput` for anything else.
    pub fn parse(digits: &[u8]) -> Result<Self> {
        let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
        let pairs = digits.trim_ascii().chunks(2);
        let root: Option<Vec<u8>> = pairs.map(|pair| Some(digit(pair[0])? << 4 | digit(*pair.get(1)?)?)).collect();
        root.and_then(|root| <[u8; 32]>::try_from(Zeroizing::new(root).as_slice()).ok())
            .map(Self::new)
            .ok_or_else(|| Error::new(ErrorKind::InvalidInput, "read key", "expected 64 hexadecimal digits"))
    }

    /// New keys, in a new file that only its owner can read.
    ///
    /// # Errors
    ///
    /// `Storage` when the file cannot be made, or exists.
    pub fn create(path: &Path) -> Result<Self> {
        let ring = Self::generate()?;
        let digits: Zeroizing<String> = Zeroizing::new(ring.root.iter().map(|byte| format!("{byte:02x}")).collect());
        let write = || -> io::Result<()> {
            let mut options = File::options();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(path)?;
            file.write_all(digits.as_bytes())?;
            file.write_all(b"\n")?;
            file.sync_all()
        };
        write().map_err(|error| failed(error, path))?;
        Ok(ring)
    }

    /// The key that seals.
    pub fn sealing_key(&self) -> SealingKey {
        SealingKey::new(derive(&self.root, b"sentinel sealing v1"))
    }

    /// The key of fingerprints.
    pub fn fingerprint_key(&self) -> FingerprintKey {
        FingerprintKey::new(derive(&self.root, b"sentinel fingerprint v1"))
    }

    /// The key of tokens.
    pub fn vault_key(&self) -> VaultKey {
        VaultKey::new(derive(&self.root, b"sentinel vault v1"))
    }

    /// Tells keys apart without telling them: 16 hexadecimal digits.
    pub fn check_value(&self) -> String {
        derive(&self.root, b"sentinel key check v1")[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyRing")
    }
}

fn failed(error: io::Error, path: &Path) -> Error {
    let kind = if error.kind() == io::ErrorKind::NotFound { ErrorKind::NotFound } else { ErrorKind::Storage };
    Error::new(kind, "read key", error.kind().to_string()).with("file", path.display())
}
