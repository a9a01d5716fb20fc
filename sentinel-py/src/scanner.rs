//! The class `Scanner`.

use std::path::PathBuf;

use pyo3::prelude::*;
use sentinel_core::{Error, ErrorKind, Patterns, Result, Scanner as Core};
use sentinel_store::TreeOptions;

use crate::{
    baseline,
    error::{detached, scanning},
    json::{self, PathLists},
    options::{GivenLimits, Options, Paths, Values, documents},
    policy::{self, Policy},
    profile, request, results,
    stream::Stream,
    text::Text,
    tree::TreeScan,
    vault::Vault,
};

/// Compiled, immutable rules: finds secrets and replaces them.
///
/// A scanner does no I/O, keeps no text, and is shared freely between threads; other Python threads
/// run while it scans a text of more than 2048 bytes. `rules` names one file or several in the format of `patterns.yaml`; a rule
/// with the name of an earlier one replaces it. `builtin=False` leaves the built-in rules out,
/// `pii=True` adds those for personal data.
///
/// `known` maps names to secrets that the host holds (its keys, its passwords, at least 8 bytes each): exactly these
/// are found wherever they stand, raw or encoded, under their names. `known_env=True` adds what is secret in the
/// environment of the process; `known_names()` says which names were taken.
///
/// Texts over `max_input_bytes` (64 MiB), that decode to more than `max_decoded_bytes` (four times the text and 1 MiB),
/// become longer than `max_output_bytes` (256 MiB) when they are redacted, or take longer than `max_time` seconds
/// (without a limit) are withheld. `policy` says what stands for what is found.
///
/// `rule_budget` is how many seconds a rule may take for each MiB of text, on average over all that was scanned:
/// `slow_rules()` says which take more. With `disable_slow_rules=True` they turn themselves off, and what they would have
/// found is passed through: who writes the texts can bring that about. `max_time` withholds the text instead.
///
/// >>> from sentinel import Scanner
/// >>> Scanner(pii=True).redact("card 4012 8888 8888 1881").text
/// 'card [REDACTED:CREDIT_CARD]'
///
/// >>> scanner = Scanner(known={"db.password": "tiger" + "-lily-42"})
/// >>> scanner.redact("login tiger" + "-lily-42 refused").text
/// 'login [REDACTED:DB_PASSWORD] refused'
///
/// Raises InvalidInputError for a known value that is too short, too long, blank or a placeholder; it names the name.
/// Raises NotFoundError or StorageError for a file that cannot be read, InvalidPatternsError for one
/// that is no rule document, and InvalidRuleError for a rule that cannot be used.
///
/// `paths` says which places in JSON documents and objects are masked, or kept, by their path:
/// `paths={"redact": ["$.user.*.token", "**.secret"], "keep": ["$.fixtures"]}`.
#[pyclass(frozen, module = "sentinel")]
pub(crate) struct Scanner(pub(crate) Core);

#[pymethods]
impl Scanner {
    #[new]
    #[pyo3(signature = (rules=None, *, builtin=true, pii=false, known=None, known_env=false, max_input_bytes=None,
        max_decoded_bytes=None, max_output_bytes=None, max_time=None, rule_budget=None, disable_slow_rules=false,
        policy=None, paths=None))]
    #[expect(clippy::too_many_arguments, reason = "keywords in Python")]
    fn new(
        py: Python<'_>,
        rules: Option<Paths>,
        builtin: bool,
        pii: bool,
        known: Option<Values>,
        known_env: bool,
        max_input_bytes: Option<usize>,
        max_decoded_bytes: Option<usize>,
        max_output_bytes: Option<usize>,
        max_time: Option<f64>,
        rule_budget: Option<f64>,
        disable_slow_rules: bool,
        policy: Option<PyRef<'_, Policy>>,
        paths: Option<PathLists>,
    ) -> PyResult<Self> {
        let policy = policy.map(|policy| policy.0.clone()).unwrap_or_default();
        let limits = GivenLimits { max_input_bytes, max_decoded_bytes, max_output_bytes, max_time };
        let options =
            Options { builtin, pii, known, known_env, limits, rule_budget, disable_slow_rules, policy, paths };
        detached(py, "build scanner", || options.build(documents(rules)?)).map(Self)
    }

    /// A scanner with the rules in `text`, a document in the format of `patterns.yaml`.
    ///
    /// Raises InvalidPatternsError or InvalidRuleError when the rules are wrong.
    #[staticmethod]
    #[pyo3(signature = (text, *, builtin=true, pii=false, known=None, known_env=false, max_input_bytes=None,
        max_decoded_bytes=None, max_output_bytes=None, max_time=None, rule_budget=None, disable_slow_rules=false,
        policy=None, paths=None))]
    #[expect(clippy::too_many_arguments, reason = "keywords in Python")]
    fn from_yaml(
        py: Python<'_>,
        text: Text,
        builtin: bool,
        pii: bool,
        known: Option<Values>,
        known_env: bool,
        max_input_bytes: Option<usize>,
        max_decoded_bytes: Option<usize>,
        max_output_bytes: Option<usize>,
        max_time: Option<f64>,
        rule_budget: Option<f64>,
        disable_slow_rules: bool,
        policy: Option<PyRef<'_, Policy>>,
        paths: Option<PathLists>,
    ) -> PyResult<Self> {
        let policy = policy.map(|policy| policy.0.clone()).unwrap_or_default();
        let limits = GivenLimits { max_input_bytes, max_decoded_bytes, max_output_bytes, max_time };
        let options =
            Options { builtin, pii, known, known_env, limits, rule_budget, disable_slow_rules, policy, paths };
        detached(py, "build scanner", || options.build(vec![Patterns::parse(text.words()?)?])).map(Self)
    }

    /// Every finding in `text`, in order of position; none overlaps another.
    ///
    /// Offsets and columns count code points of a str and bytes of bytes. A lone surrogate is read as
    /// U+FFFD. Raises LimitExceededError when the text is too large.
    pub(crate) fn scan<'py>(&self, py: Python<'py>, text: Text) -> PyResult<Bound<'py, PyAny>> {
        let bytes = text.bytes();
        let found = scanning(py, "scan", bytes.len(), || Ok(text.locate(self.0.scan(bytes)?)))?;
        Ok(results::findings(py, &found)?.into_any())
    }

    /// The text with every finding replaced as the policy says, by `[REDACTED:TYPE]` without one, as the type that was
    /// given.
    ///
    /// Anything else than a text is walked: dicts and other mappings, lists, tuples, sets, dataclasses, named tuples,
    /// pydantic models, classes of attrs and namespaces. The result is a redacted copy; what was given stays as it was. Keys and values are scanned, and
    /// fields with names like `password` are masked whatever they hold, as in `redact_json`. Of an object of another
    /// kind its `str` is scanned, and stands for it if anything is found. Places of findings are those in the JSON text
    /// of the object. Keys and values that are bytes are read as text. A memoryview is read as bytes: it stays where
    /// nothing is found, and else bytes stand for it. Other buffers (arrays, io.BytesIO, mmap) stay as they are: what
    /// they hold does not stand in their `str`. A part that stands at several places counts at each of them towards the
    /// limits.
    ///
    /// >>> from sentinel import Scanner
    /// >>> Scanner().redact({"user": 7, "password": "horse"}).text
    /// {'user': 7, 'password': '[REDACTED:PASSWORD]'}
    ///
    /// Where scanning fails the text is a fixed marker, and `error` says why: no part of the input
    /// is passed through.
    pub(crate) fn redact<'py>(slf: &Bound<'py, Self>, text: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let (py, core) = (slf.py(), &slf.get().0);
        let Ok(text) = text.extract::<Text>() else {
            return py.import("sentinel._objects")?.call_method1("redact", (slf, text));
        };
        let (redacted, found) = redacting(py, "redact", core, &text, || {
            let mut redacted = core.redact_bytes_cow(text.bytes());
            let found = text.locate(std::mem::take(&mut redacted.findings));
            Ok((redacted, found))
        })?;
        results::redacted(py, &text, &redacted, &found)
    }

    /// The text with every finding replaced by a token of the vault: `vault.restore` gives it back, byte by byte.
    ///
    /// Where scanning fails, or the vault is full, the text is a fixed marker, and `error` says why.
    fn tokenize<'py>(&self, py: Python<'py>, text: Text, vault: &Bound<'_, Vault>) -> PyResult<Bound<'py, PyAny>> {
        let vault = vault.get().0.clone();
        let (tokenized, found) = detached(py, "tokenize", || {
            let mut tokenized = self.0.tokenize_bytes(text.bytes(), &vault);
            let found = text.locate(std::mem::take(&mut tokenized.findings));
            Ok((tokenized, found))
        })?;
        results::redacted(py, &text, &tokenized, &found)
    }

    /// A JSON document with every finding replaced, and the values of fields with names like `password`,
    /// `Authorization` or `card_number` masked whatever they look like: JSON again, and the same away from what was
    /// replaced. `paths` of the scanner mask, or keep, places of your own.
    ///
    /// >>> from sentinel import Scanner
    /// >>> Scanner().redact_json('{"user": 7, "password": "horse"}').text
    /// '{"user": 7, "password": "[REDACTED:PASSWORD]"}'
    ///
    /// A text that is no JSON is withheld: it is then the JSON string `"[REDACTED:ERROR]"`, and `error` says where.
    fn redact_json<'py>(&self, py: Python<'py>, text: Text) -> PyResult<Bound<'py, PyAny>> {
        json::redact(py, &self.0, text)
    }

    /// The text, read as what the host knows it to be: "url", "headers", "command", "environment", "sql" or
    /// "traceback". What its names say is secret is masked as a whole, whatever it looks like, and all else is redacted
    /// as by `redact`. The result is of the same shape, and names stay.
    ///
    /// >>> from sentinel import Scanner
    /// >>> Scanner().redact_as("url", "https://ann:horse@example.org/?page=2&api_key=v").text
    /// 'https://ann:[REDACTED:PASSWORD]@example.org/?page=2&api_key=[REDACTED:API_KEY]'
    ///
    /// Raises InvalidInputError, which names the field, for another shape. Where scanning fails the text is a fixed
    /// marker, and `error` says why.
    fn redact_as<'py>(&self, py: Python<'py>, shape: &str, text: Text) -> PyResult<Bound<'py, PyAny>> {
        let (redacted, found) = detached(py, "redact as", || {
            let mut redacted = self.0.redact_bytes_as(shape.parse()?, text.bytes());
            let found = text.locate(std::mem::take(&mut redacted.findings));
            Ok((redacted, found))
        })?;
        results::redacted(py, &text, &redacted, &found)
    }

    /// Which leaves of a document are replaced. Only the package's own modules call it.
    fn _redact_leaves<'py>(&self, py: Python<'py>, text: Text) -> PyResult<Bound<'py, PyAny>> {
        json::redact_leaves(py, &self.0, text)
    }

    /// The limits of documents: nodes, depth, bytes and seconds. Only the package's own modules call it.
    fn _limits(&self) -> (usize, usize, usize, Option<f64>) {
        let limits = self.0.limits();
        let seconds = limits.max_time.map(|time| time.as_secs_f64());
        (limits.max_nodes, limits.max_depth, limits.max_input_bytes, seconds)
    }

    /// The result of an object that cannot be walked. Only the package's own modules call it.
    fn _withheld<'py>(&self, py: Python<'py>, code: &str) -> PyResult<Bound<'py, PyAny>> {
        json::withheld(py, &self.0, code)
    }

    /// Scans files and folders: an iterator over a FileReport for each file, in order of path.
    ///
    /// `.gitignore` (inside a repository), `.ignore` and `.sentinelignore` files are obeyed, the last
    /// before the others; `.git` is left out, other hidden files are not; symbolic links are not
    /// followed. A path that is named itself is scanned in any case. `max_bytes` is the largest file
    /// that is scanned: 16 MiB below a folder unless it is given. Files are scanned on `threads`
    /// threads, as many as the machine runs at once unless it is given.
    ///
    /// `exclude` leaves out what its patterns name, in the syntax of `.gitignore`, relative to each folder. A finding on
    /// a line with the word `sentinel:allow`, outside of it, is left out unless `allow_markers=False`; names of rules
    /// after the word allow those alone. `baseline` and `key_file` name the files of `create_baseline`: what that holds
    /// is left out. What is left out is counted as `suppressed`.
    ///
    /// `progress` is called with a TreeProgress about ten times a second, on the thread that iterates.
    /// A file that cannot be read is no exception: its report says so.
    #[pyo3(signature = (
        path, *, gitignore=true, ignore=true, sentinelignore=true, hidden=true, follow_links=false,
        max_bytes=None, threads=None, exclude=Vec::new(), allow_markers=true, baseline=None, key_file=None,
        progress=None
    ))]
    #[expect(clippy::too_many_arguments, reason = "each is a keyword in Python")]
    fn scan_tree(
        &self,
        py: Python<'_>,
        path: Paths,
        gitignore: bool,
        ignore: bool,
        sentinelignore: bool,
        hidden: bool,
        follow_links: bool,
        max_bytes: Option<u64>,
        threads: Option<usize>,
        exclude: Vec<String>,
        allow_markers: bool,
        baseline: Option<PathBuf>,
        key_file: Option<PathBuf>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<TreeScan> {
        let mut options = TreeOptions::new().gitignore(gitignore).ignore(ignore).sentinelignore(sentinelignore);
        options = options.hidden(hidden).follow_links(follow_links).threads(threads.unwrap_or_default());
        if let Some(bytes) = max_bytes {
            options = options.max_bytes(bytes);
        }
        detached(py, "scan tree", || {
            let mut options = options.exclude(exclude)?.allow_markers(allow_markers);
            match (baseline, key_file) {
                (Some(file), Some(key_file)) => options = options.baseline(baseline::read(&file, &key_file)?),
                (None, None) => {}
                _ => return Err(missing_half()),
            }
            TreeScan::start(&self.0, path.all(), options, progress)
        })
    }

    /// Writes a baseline: keyed fingerprints of all that is found now, without a value, so that `scan_tree` can leave
    /// it out. The key in `key_file` is made if there is none; keep it away from the baseline. Returns a TreeSummary.
    ///
    /// >>> import pathlib, sentinel, tempfile
    /// >>> with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as ours:
    /// ...     _ = pathlib.Path(folder, ".env").write_text("key=AKIA" + "QYLPMN5HHHFPZAM2")
    /// ...     files = {"baseline": ours + "/baseline.json", "key_file": ours + "/key"}
    /// ...     scanner = sentinel.Scanner()
    /// ...     made = scanner.create_baseline(folder, **files)
    /// ...     with scanner.scan_tree(folder, **files) as tree:
    /// ...         made.findings, sum(len(file.findings) for file in tree), tree.summary.suppressed
    /// (1, 0, 1)
    ///
    /// Raises StorageError for a file that cannot be written.
    #[pyo3(signature = (path, *, baseline, key_file, ignore=true, exclude=Vec::new(), max_bytes=None, threads=None))]
    #[expect(clippy::too_many_arguments, reason = "each is a keyword in Python")]
    fn create_baseline<'py>(
        &self,
        py: Python<'py>,
        path: Paths,
        baseline: PathBuf,
        key_file: PathBuf,
        ignore: bool,
        exclude: Vec<String>,
        max_bytes: Option<u64>,
        threads: Option<usize>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = detached(py, "create baseline", || tree_options(ignore, exclude, max_bytes, threads))?;
        baseline::create(py, &self.0, path.all(), &options, (&baseline, &key_file))
    }

    /// Compares a baseline with what is found now: a BaselineAudit.
    ///
    /// Raises InvalidInputError for a file that is no baseline or was made under another key.
    #[pyo3(signature = (path, *, baseline, key_file, ignore=true, exclude=Vec::new(), max_bytes=None, threads=None))]
    #[expect(clippy::too_many_arguments, reason = "each is a keyword in Python")]
    fn audit_baseline<'py>(
        &self,
        py: Python<'py>,
        path: Paths,
        baseline: PathBuf,
        key_file: PathBuf,
        ignore: bool,
        exclude: Vec<String>,
        max_bytes: Option<u64>,
        threads: Option<usize>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = detached(py, "audit baseline", || tree_options(ignore, exclude, max_bytes, threads))?;
        baseline::audit(py, &self.0, path.all(), &options, (&baseline, &key_file))
    }

    /// A stream with these rules: redacts a text that comes piece by piece. `format` says what the text is
    /// made of: "text", "lines", "jsonl" (JSON documents in lines) or "sse" (server-sent events, those of
    /// language models among them).
    ///
    /// Raises UnsupportedError when no bound is known for what one of the rules looks at, and
    /// InvalidInputError for another format.
    #[pyo3(signature = (format = "text"))]
    fn stream(&self, py: Python<'_>, format: &str) -> PyResult<Stream> {
        detached(py, "stream", || self.0.feed(format.parse()?)).map(Stream::new)
    }

    /// Iterates over the redacted text of pieces that an iterable gives: str, or bytes.
    ///
    /// >>> from sentinel import Scanner
    /// >>> "".join(Scanner().stream_iter(["key=AKIA", "QYLPMN5H", "HHFPZAM2 user=7"]))
    /// 'key=[REDACTED:AWS_ACCESS_KEY] user=7'
    #[pyo3(signature = (pieces, format = "text"))]
    fn stream_iter<'py>(
        &self,
        py: Python<'py>,
        pieces: &Bound<'py, PyAny>,
        format: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let stream = self.stream(py, format)?;
        py.import("sentinel._streams")?.call_method1("stream_iter", (stream, pieces))
    }

    /// As `stream_iter`, for pieces that come from an asynchronous iterable: `async for text in
    /// scanner.astream(pieces)`.
    #[pyo3(signature = (pieces, format = "text"))]
    fn astream<'py>(&self, py: Python<'py>, pieces: &Bound<'py, PyAny>, format: &str) -> PyResult<Bound<'py, PyAny>> {
        let stream = self.stream(py, format)?;
        py.import("sentinel._streams")?.call_method1("astream", (stream, pieces))
    }

    /// What scanning `text` costs, rule by rule: a Profile. Rules that were turned off run here too.
    ///
    /// >>> from sentinel import Scanner
    /// >>> scanner = Scanner.from_yaml("patterns: {HOUSE: {regex: 'house_[a-z]{8}'}}", builtin=False)
    /// >>> [(cost.rule, cost.matches) for cost in scanner.profile("house_abcdefgh house_hgfedcba").rules]
    /// [('HOUSE', 2)]
    ///
    /// Raises LimitExceededError when the text is too large.
    fn profile<'py>(&self, py: Python<'py>, text: Text) -> PyResult<Bound<'py, PyAny>> {
        profile::of(py, &self.0, &text)
    }

    /// The rules that cost more than `rule_budget` in all that this scanner has scanned, and those that are off because
    /// they did: a list of SlowRule. Empty without a budget, and before a MiB was scanned.
    fn slow_rules<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        profile::slow_rules(py, &self.0)
    }

    /// The rules in force, by name.
    fn rules<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let rules = detached(py, "read rules", || request::rules(&self.0))?.to_string();
        py.import("sentinel._records")?.call_method1("rules_of_json", (rules,))
    }

    /// The names of the known values, as findings have them.
    fn known_names(&self) -> Vec<String> {
        self.0.known().names().into_iter().map(str::to_owned).collect()
    }

    /// Identifies the rules: 16 hexadecimal digits, equal for equal rules.
    #[getter]
    fn digest(&self) -> &str {
        self.0.digest()
    }

    /// How many texts were withheld, by this scanner, because of an error or a limit.
    #[getter]
    fn withheld(&self) -> u64 {
        self.0.withheld()
    }

    /// What this scanner and its streams have done since it was built, as numbers: Counters.
    #[getter]
    fn counters<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        policy::counters(py, &self.0)
    }

    fn __repr__(&self) -> String {
        format!("<sentinel.Scanner of {} rules, digest {}>", self.0.rules().count(), self.0.digest())
    }
}

/// Calls `call`, which redacts a text.
pub(crate) fn redacting<T: Send>(
    py: Python<'_>,
    operation: &'static str,
    scanner: &Core,
    text: &Text,
    call: impl FnOnce() -> Result<T> + Send,
) -> PyResult<T> {
    // A vault may wait for its store.
    if scanner.asks_host() { detached(py, operation, call) } else { scanning(py, operation, text.bytes().len(), call) }
}

fn tree_options(
    ignore: bool,
    exclude: Vec<String>,
    max_bytes: Option<u64>,
    threads: Option<usize>,
) -> Result<TreeOptions> {
    let options = TreeOptions::new().gitignore(ignore).ignore(ignore).sentinelignore(ignore);
    let options = options.threads(threads.unwrap_or_default()).exclude(exclude)?;
    Ok(max_bytes.into_iter().fold(options, TreeOptions::max_bytes))
}

fn missing_half() -> Error {
    let error = Error::new(ErrorKind::InvalidInput, "scan tree", "a baseline needs its key, and a key a baseline");
    error.with("field", "baseline").with("needs", "key_file")
}
