//! A document in a file, written whole or not at all, and by one process at a time.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use sentinel_core::{Error, ErrorKind, Patterns, PatternsStore, Result};

/// Keeps the document in a file. A reader sees the old text or the new, never a part: a write goes
/// to a new file, which is synchronised and then takes the old one's name. A lock on `<file>.lock`
/// keeps other processes from writing meanwhile.
#[derive(Debug)]
pub struct FilePatterns {
    path: PathBuf,
}

impl FilePatterns {
    /// The document at `path`, which need not exist yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    fn failed(&self, operation: &'static str, error: io::Error) -> Error {
        Error::new(ErrorKind::Storage, operation, error.kind().to_string()).with("file", self.path.display())
    }

    fn lock(&self) -> io::Result<File> {
        let mut name: OsString = self.path.clone().into_os_string();
        name.push(".lock");
        let file = File::options().create(true).truncate(false).write(true).open(name)?;
        file.lock()?;
        Ok(file)
    }

    fn replace(&self, text: &str) -> io::Result<()> {
        let folder = match self.path.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        let mut new = tempfile::NamedTempFile::new_in(folder)?;
        new.write_all(text.as_bytes())?;
        if let Ok(old) = fs::metadata(&self.path) {
            new.as_file().set_permissions(old.permissions())?;
        }
        new.as_file().sync_all()?;
        new.persist(&self.path).map_err(|error| error.error)?;
        // The name is durable only when the folder is.
        File::open(folder)?.sync_all()
    }
}

impl PatternsStore for FilePatterns {
    fn place(&self) -> String {
        self.path.display().to_string()
    }

    fn read(&self) -> Result<String> {
        let read = || -> io::Result<Vec<u8>> {
            let mut bytes = Vec::new();
            // A device may go on for ever; what is longer than a document may be is refused when it is parsed.
            File::open(&self.path)?.take(Patterns::MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        match read() {
            Ok(bytes) => String::from_utf8(bytes).map_err(|_| {
                Error::new(ErrorKind::InvalidPatterns, "read patterns", "not UTF-8").with("file", self.path.display())
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
            Err(error) => Err(self.failed("read patterns", error)),
        }
    }

    fn update(&self, edit: &mut dyn FnMut(&str) -> Result<String>) -> Result<()> {
        let _lock = self.lock().map_err(|error| self.failed("write patterns", error))?;
        let text = edit(&self.read()?)?;
        self.replace(&text).map_err(|error| self.failed("write patterns", error))
    }
}
