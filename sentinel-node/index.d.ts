/// <reference lib="esnext.disposable" />

/** How bad a leak of it is, least first. */
export type Severity = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL'

/** What kind of thing a rule looks for. */
export type Category = 'secret' | 'pii' | 'risk'

/** The strongest reason to believe a finding, weakest first. */
export type Proof = 'context' | 'entropy' | 'structure' | 'checksum' | 'known'

/** What a value can be hidden in: escapes of JSON, URLs, HTML and Unicode; base64; hexadecimal digits; UTF-16; line breaks. */
export type Encoding = 'escape' | 'base64' | 'hex' | 'utf16' | 'wrap'

/** One secret or one piece of personal data in a text; never its value. */
export interface Finding {
  /** The rule that found it. */
  type: string
  category: Category
  severity: Severity
  /** How likely it is to be what the rule says, from 0 to 1. */
  confidence: number
  /** Offset of its first unit: UTF-16 units of a string, bytes of a `Uint8Array`. */
  start: number
  /** Offset just past its last unit. */
  end: number
  /** Line of its start, counted from 1. */
  line: number
  /** Column of its start, counted from 1 in the same unit. */
  column: number
  /** Its value as people may see it: `AKIA****XYZ`. */
  preview: string
  /** Keyed fingerprint of the value; `null` when the scanner has no key. */
  fingerprint: string | null
  proof: Proof
  /** The encodings that it was found in, outermost first; none for plain text. */
  encodings: Encoding[]
  /** Other parts of the same credential that were found near it. */
  components: Component[]
  /** Digest of the rule set that found it. */
  ruleset: string
}

/** Another part of a credential: the secret key that belongs to a key id. */
export interface Component {
  type: string
  start: number
  end: number
}

/** A redacted text or value, and what was replaced in it. */
export interface Redacted<T = string> {
  /** Text of the kind that was given, or a copy of the value; the marker where it was withheld. */
  text: T extends string ? string : T
  findings: Finding[]
  /** Why the text was withheld, if it was. */
  error: SentinelError | null
  /** What was replaced, in order. That a policy blocked the text is one replacement, and no error. */
  replacements: Replacement[]
}

/** What was done with a value. */
export type TreatmentKind =
  | 'mask' | 'placeholder' | 'pseudonym' | 'format' | 'tokenize' | 'remove' | 'block' | 'callback'

/** One stretch of a text that was replaced; never what stood there. */
export interface Replacement {
  /** The rule that found what stood there; of several that overlap, the first. */
  type: string
  treatment: TreatmentKind
  /** Where it lay in the text that was redacted, in the unit of findings. */
  input: { start: number; end: number }
  /** Where what stands for it lies in the redacted text. */
  output: { start: number; end: number }
}

/** What a scanner and its streams have done since it was built. The numbers only grow. */
export interface Counters {
  /** Texts and streams that were to be scanned or redacted. */
  calls: number
  /** Their bytes, as UTF-8. */
  bytes: number
  found: number
  /** Stretches of text that were replaced. */
  redacted: number
  /** Texts and streams that the policy withheld. */
  blocked: number
  /** Those that were withheld because of a limit. */
  limited: number
  /** Those that were withheld because of an error. */
  failed: number
}

/** What scanning one text cost. */
export interface Profile {
  /** Size of the text, as UTF-8. */
  bytes: number
  /** Time for all of it: the rules', and that for finding their literals and looking through encodings. */
  nanoseconds: number
  /** The rules whose regex ran, dearest first. */
  rules: RuleCost[]
}

/** What one rule cost. */
export interface RuleCost {
  rule: string
  /** How often one of its literals stood in the text or a decoded view of it. None for a rule that has no literal. */
  candidates: number
  /** How often its regex was tried. */
  regex_runs: number
  /**
   * How many bytes the tries covered: lines or whole texts that were searched, and the matches of a rule that is tried
   * only where its literal stands.
   */
  searched_bytes: number
  /** How many matches were findings. */
  matches: number
  /** How many were not, by a boundary, a validator, the entropy or an exception. */
  refused: number
  /** The time that it took. */
  nanoseconds: number
}

/** A rule that costs more than its budget. */
export interface SlowRule {
  rule: string
  /** What it cost so far, for each MiB of text that the scanner has scanned. */
  nanoseconds_per_mib: number
  /** True when it was turned off: it finds nothing any more. */
  disabled: boolean
  /** How many searches were left out since. Whatever they would have found was passed through. */
  skipped: number
}

/** How a {@link Scanner} is made. */
export interface ScannerOptions {
  /** Files in the format of `patterns.yaml`; a rule replaces an earlier one of its name. */
  rules?: string | string[]
  /** The text of such a file. */
  yaml?: string
  /** Whether the built-in rules run. Default: yes. */
  builtin?: boolean
  /** Whether built-in rules for personal data run too. Default: no. */
  pii?: boolean
  /** Secrets that the host holds, by name; at least 8 bytes each. Found exactly, raw and encoded, under their names. */
  known?: Record<string, string>
  /** Whether what is secret in the environment of the process is known too. Default: no. */
  knownEnv?: boolean
  /** The largest input, in UTF-8 bytes. Default: 64 MiB. */
  maxInputBytes?: number
  /** How many bytes may be decoded in one pass over a text. Default: four times the text and 1 MiB. */
  maxDecodedBytes?: number
  /** How long a redacted text may be, and all that a stream gives, in bytes; past it the text is withheld. Default: 256 MiB. */
  maxOutputBytes?: number
  /** How long one call may take, in milliseconds; past it the text is withheld. Default: as long as it takes. */
  maxTime?: number
  /**
   * How many milliseconds a rule may take for each MiB of text, on average over all that was scanned:
   * {@link Scanner.slowRules} says which take more. Default: no rule has a budget.
   */
  ruleBudget?: number
  /**
   * Whether a rule that is over its budget turns itself off. What it would have found is then passed through, and who
   * writes the texts can bring that about; `maxTime` withholds the text instead. Default: no.
   */
  disableSlowRules?: boolean
  /**
   * What stands for what is found: YAML with `default`, `rules`, `severities` and `categories`, each treatment one of
   * `mask`, `placeholder`, `pseudonym`, `format`, `tokenize`, `remove`, `block` and `callback`. Default:
   * `[REDACTED:RULE]` for all.
   */
  policy?: string
  /**
   * Says what stands for a value that the policy treats with `callback`, from its rule, category, severity and preview.
   * It answers at once, on the thread that redacts, and may be called more than once for a value: it must give the same
   * each time. Where it throws, or gives anything but a string, all of the text is withheld.
   */
  callback?: (rule: string, category: Category, severity: Severity, preview: string) => string
  /** Gives tokens for the values that the policy treats with `tokenize`. */
  vault?: Vault
  /** Keys of pseudonyms by their ids: text of 32 bytes at least. The policy's `pseudonym_key` names the current one. */
  pseudonymKeys?: Record<string, string>
  /** Places in JSON documents and objects that are masked, or kept: `$.user.*.token`, `**.secret`, `items[0]`. */
  paths?: { redact?: string[]; keep?: string[] }
}

/** What of a tree is scanned, and how. Options but `maxBytes` are for what is found below a folder. */
export interface TreeOptions {
  /** Whether `.gitignore` files are obeyed inside a repository. Default: yes. */
  gitignore?: boolean
  /** Whether `.ignore` files are obeyed. Default: yes. */
  ignore?: boolean
  /** Whether `.sentinelignore` files are obeyed, before the others. Default: yes. */
  sentinelignore?: boolean
  /** Whether files and folders whose name starts with a dot are scanned. Default: yes. */
  hidden?: boolean
  /** Whether symbolic links are followed. Default: no, they are reported as skipped. */
  followLinks?: boolean
  /** The largest file that is scanned, in bytes; larger ones are reported as skipped. Default: 16 MiB below a folder. */
  maxBytes?: number
  /** How many threads scan, 1024 at most. Default: as many as the machine runs at once. */
  threads?: number
  /** Called about ten times a second, and once at the end. */
  onProgress?: (progress: TreeProgress) => void
  /** Ends the scan; the promise is then rejected with its reason. */
  signal?: AbortSignal
}

/** How far a scan is. */
export interface TreeProgress {
  /** Files that are done: scanned, skipped or failed. */
  files: number
  /** Bytes that were read. */
  bytes: number
  findings: number
}

/** All of a scan: a report for each file, in order of path, and what they come to. */
export interface TreeReport {
  files: FileReport[]
  summary: TreeSummary
}

/** One file, and what came of it: scanned, skipped or failed. */
export interface FileReport {
  /** The path that was named, and what follows below it. What in it is not Unicode reads U+FFFD. */
  path: string
  /** How many bytes of it were read. */
  bytes: number
  /** What was found, in order; offsets and columns count bytes. */
  findings: Finding[]
  /** Why it was not scanned, if it was not. */
  skipped: 'binary' | 'too_large' | 'symbolic_link' | 'link_loop' | 'special_file' | null
  /** Why it could not be read or scanned, if it could not. It names no file: `path` does. */
  error: SentinelError | null
  /** What it was decoded from, if it was: places are then those in the text as UTF-8, without its mark. */
  encoding: 'utf-16le' | 'utf-16be' | null
}

/** What a scan came to. */
export interface TreeSummary {
  scanned: number
  skipped: number
  failed: number
  /** Bytes that were read. */
  bytes: number
  findings: number
  /** True when the scan was ended before all was reported. */
  cancelled: boolean
}

/** How a {@link Sentinel} is opened. */
export interface OpenOptions {
  /** The file of rules. Default: `<name>.patterns.yaml` beside the database. */
  patterns?: string
  /** The file of the key, made for a new store. Default: `<name>.key` beside the database. */
  keyFile?: string
  /** Whether the built-in rules run. Default: yes. */
  builtin?: boolean
  /** Whether built-in rules for personal data run too. Default: no. */
  pii?: boolean
  /** Secrets that the host holds, by name; at least 8 bytes each. Found exactly, raw and encoded, under their names. */
  known?: Record<string, string>
  /** Whether what is secret in the environment of the process is known too. Default: no. */
  knownEnv?: boolean
  /** The largest record, in UTF-8 bytes. Default: 64 MiB. */
  maxInputBytes?: number
  /** How many bytes may be decoded in one pass over a text. Default: four times the text and 1 MiB. */
  maxDecodedBytes?: number
  /** How long a redacted record may be, in bytes; past it the record is withheld. Default: 256 MiB. */
  maxOutputBytes?: number
  /** How long one call may take, in milliseconds; past it the text is withheld. Default: as long as it takes. */
  maxTime?: number
  /** Revocations are sent below this URL: `https`, or `http` on the loopback interface. */
  webhookUrl?: string
  /** The secret that signs them, after the Standard Webhooks specification: `whsec_…`. */
  webhookSecret?: string
}

/** What is known about a record. */
export interface RecordOptions {
  /** What sent it: a service, an agent. */
  source?: string
  /** Whose it is, when several share a store. */
  tenant?: string
  /** `repository` and `workspace` stand in the payloads for GitHub and Slack. */
  attributes?: Record<string, string>
}

/** What `process` did with a record. */
export interface Outcome {
  /** The record as it may be passed on. */
  text: string
  findings: Finding[]
  /** The quarantined record, `log_…`, if anything was found or withheld. */
  entry: string | null
  /** The log entry, `hyperlog:…`, if anything was found or withheld. */
  log_reference: string | null
  /** How many credentials in it ask for a revocation. */
  revocations: number
  /** Why the record was withheld, if it was. */
  error: SentinelError | null
}

/** One report about one rule. */
export interface Feedback {
  /** The quarantined record that it is about: `log_…`. */
  alert_id?: string | null
  secret_type: string
  feedback_type: 'false_positive' | 'missed_secret' | 'uncertain'
  /** Words, a value, or a line that holds one. */
  evidence?: string | string[] | null
  suggested_regex_fix?: string | null
  submitted_by?: string | null
}

/** A proposed change of one rule. */
export interface Update {
  id: string
  regex_name: string
  action: 'add' | 'modify' | 'remove'
  /** None when only exceptions change. */
  new_regex?: string
  /** Lower bound of how often the change is right, from 0 to 1. */
  confidence: number
  status: 'pending human review' | 'approved' | 'rejected'
  submitted_by: string
  /** RFC 3339. */
  timestamp: string
  /** Exceptions to add to the rule. */
  exceptions?: Exceptions
  /** What the proposal rests on, without a value. */
  evidence?: Evidence
  reason?: string
}

/** What a rule does not report although it matches. */
export interface Exceptions {
  prefixes?: string[]
  values?: string[]
  regexes?: string[]
  fingerprints?: string[]
}

/** What a proposal rests on. */
export interface Evidence {
  reports: number
  /** How many different values. */
  samples: number
  /** How many of them the new regex matches. */
  matched: number
  previews?: string[]
  fingerprints?: string[]
}

/** Who decides, and why. */
export interface Decision {
  /** A person's name. */
  by: string
  reason?: string
}

/** What a person made of an entry. */
export type Status = 'PENDING' | 'REVIEWED' | 'FALSE_ALARM'

/** What a person made of an entry, who, and why. */
export interface Review extends Decision {
  status: Status
}

/** One row of the history of rules. */
export interface HistoryRow {
  regex_name: string
  old_regex: string | null
  new_regex: string | null
  action: 'add' | 'update' | 'remove'
  confidence: number
  status: 'approved' | 'pending' | 'rejected'
  submitted_by: string
  approved_by: string | null
  decision_reason: string | null
  /** RFC 3339. */
  timestamp: string
}

/** One quarantined record. */
export interface Entry {
  /** `log_…` */
  id: string
  /** RFC 3339. */
  timestamp: string
  tenant: string
  source: string
  /** Why it was quarantined, in words. */
  reason: string
  /** The record as people may see it. */
  log_line: string
  /** Which rules found something, in order, each once. */
  secret_types: string[]
  severity: Severity
  status: Status
  /** Keyed fingerprints of what was found. */
  fingerprints: string[]
}

/** Which entries to read. */
export interface EntryQuery {
  status?: Status
  secretType?: string
  offset?: number
  /** Default: 100. */
  limit?: number
}

/** One credential that must be revoked, and how far that has come. */
export interface RevocationEvent {
  /** Stable over all attempts: it is the `webhook-id`. */
  id: string
  /** The quarantined record: `log_…`. */
  entry: string
  provider: 'aws' | 'github' | 'slack' | 'generic'
  secret_type: string
  fingerprint: string
  /** What is sent: JSON. */
  payload: string
  state: 'requested' | 'retrying' | 'accepted' | 'failed' | 'dead_letter'
  attempts: number
  /** RFC 3339. */
  next_attempt: string
  /** Why the last attempt failed, if it did. */
  last_error: string | null
}

/** Which revocations to read. */
export interface EventQuery {
  /** Those after the event of this id. */
  after?: string
  /** Default: 100. */
  limit?: number
}

/** One entry of the log. */
export interface LogEntry {
  /** Counted from 1, without gaps. */
  sequence: number
  /** RFC 3339. */
  time: string
  /** `person:alice`, `machine:sentinel` */
  actor: string
  kind: string
  /** The facts, as canonical JSON. */
  body: string
  /** Hash of this entry alone. */
  leaf: string
  /** Hash of this entry and all before it. */
  chain: string
}

/** Which log entries to read. */
export interface LogQuery {
  /** The first that is read. Default: 1. */
  sequence?: number
  /** Default: 100. */
  limit?: number
}

/** A log whose chain holds. */
export interface Verification {
  entries: number
  /** Where it ends. Note it elsewhere: a cut-off end shows only against a noted head. */
  head: { sequence: number; chain: string }
}

/** One rule, as in `patterns.yaml`. */
export interface Rule {
  name: string
  description?: string
  regex: string
  severity: Severity
  confidence: number
  active: boolean
  category: Category
  locked?: boolean
  unicode?: boolean
  provider?: string
  validate?: string[]
  entropy?: number
  before?: string
  after?: string
  exceptions?: Exceptions
  components?: { rule: string; within_lines: number }[]
  redact?: { keep_prefix: number; keep_suffix: number }
  revoke?: string
  examples?: string[]
  counterexamples?: string[]
  references?: string[]
}

/** How much of a value its preview shows, in UTF-8 bytes. Default: nothing. */
export interface Keep {
  keepPrefix?: number
  keepSuffix?: number
}

/** A drafted regex and what it rests on. */
export interface Draft {
  regex: string
  /** How many different tokens it was drafted from. */
  samples: number
  /** How many of them it matches. */
  matched: number
  /** Lower bound of how often it finds a token that it was not drafted from. */
  confidence: number
}

/** What a check of one rule found. */
export interface Check {
  rule: string
  /** What is wrong with it: a rule with problems is not fit for use. */
  problems: string[]
  /** What is worth knowing about it. */
  notes: string[]
}

/** How a {@link Vault} is opened. */
export interface VaultOptions {
  /** 64 hexadecimal digits. */
  key?: string
  /** A file of them, made with a new store. Default: beside the store. */
  keyFile?: string
  /** How many values it may keep. Default: a million. A full vault gives no tokens. */
  capacity?: number
  /** How long a value is kept after it was last seen, in seconds. Default: a day. */
  retention?: number
  /** The same value has the same token within tenant and session, and another elsewhere. */
  tenant?: string
  session?: string
}

/** Where a text goes. */
export type Sink = 'file' | 'command' | 'database' | 'prompt'

/** Leave to put values back: it allows what it says and nothing else. */
export interface Grant {
  /** Who asks: `person:NAME` or `machine:NAME`. */
  by: string
  sink: Sink
  /** What for, in words. */
  purpose: string
  /** Up to when: RFC 3339. */
  until: string | Date
  /** Of which rules values may be put back; `'*'` for all of them. */
  rules: string[] | '*'
  /** Whose values: those of a vault of this tenant and session. */
  tenant?: string
  session?: string
}

/** A value that was put back. */
export interface RestoredToken {
  /** The rule that had found it. */
  type: string
  /** Where its token stood, in UTF-16 units of the text that was given. */
  start: number
  end: number
}

/** What a vault has done. */
export interface VaultCounts {
  /** Values for which a token was given. */
  tokenized: number
  /** Values that could not be kept. */
  failed: number
  /** Values that were put back. */
  restored: number
  /** Texts in which none was put back, because one could not be. */
  refused: number
}

/** What stands for a value; a `forged_token` is forged, damaged, or of another scope. */
export type TraceKind = 'placeholder' | 'mask' | 'pseudonym' | 'token' | 'forged_token'

/** What a guard does about it: lets it through, says so, puts the value back (of tokens alone), withholds the text. */
export type GuardAction = 'allow' | 'warn' | 'restore' | 'refuse'

/** Something in a text that stands for a value, and what was done about it. */
export interface Trace {
  kind: TraceKind
  action: GuardAction
  /** Where it stands, in UTF-16 units of the text that was given. */
  start: number
  end: number
  /** Counted from 1. */
  line: number
}

/** What a {@link guard} goes by. */
export interface GuardOptions {
  vault?: Vault
  grant?: Grant
  /** What differs from the default, by sink and kind. */
  policy?: { [sink in Sink]?: { [kind in TraceKind]?: GuardAction } }
}

/** What went wrong; the same words in every language. */
export type ErrorCode =
  | 'invalid_input'
  | 'invalid_rule'
  | 'invalid_patterns'
  | 'limit_exceeded'
  | 'not_found'
  | 'conflict'
  | 'storage'
  | 'network'
  | 'tampered'
  | 'unsupported'
  | 'internal'
  | 'forbidden'

/** What every failing call throws or rejects with. It names fields, rules and files, never a scanned text. */
export declare class SentinelError extends Error {
  constructor(
    message: string,
    details: { code: ErrorCode; operation: string; context?: Record<string, string>; retryable?: boolean },
  )
  readonly name: 'SentinelError'
  readonly code: ErrorCode
  /** What failed. */
  readonly operation: string
  /** What it was about: `{ field: 'severity' }`, `{ file: 'patterns.yaml' }`. */
  readonly context: Record<string, string>
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean
}

/** What kind of text it is, where the host knows. */
export type Shape = 'url' | 'headers' | 'command' | 'environment' | 'sql' | 'traceback'

/**
 * What the text of a stream is made of: any text; lines; JSON documents in lines; server-sent events, those of language
 * models among them, whose answer is redacted as one text.
 */
export type StreamFormat = 'text' | 'lines' | 'jsonl' | 'sse'

export interface Scanner {
  /** A web stream that redacts what flows through it: strings, or `Uint8Array`s. */
  webTransform<T extends string | Uint8Array = Uint8Array>(format?: StreamFormat): TransformStream<T, T>
  /** A stream of `node:stream` that redacts what flows through it: it takes strings and bytes, and gives bytes. */
  // @ts-ignore: where there are no types of Node it has none.
  transform(format?: StreamFormat): import('node:stream').Transform
  /** The redacted text of pieces as they come. What is held back is dropped when it is ended early. */
  streamIter<T extends string | Uint8Array>(
    pieces: AsyncIterable<T> | Iterable<T>,
    format?: StreamFormat,
  ): AsyncGenerator<T extends string ? string : Uint8Array, void, undefined>
}

export interface Sentinel {
  /** As {@link Sentinel.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>
}

/** A text that the guard let through. Values may be back in it: it shows itself only when it is asked to. */
export declare class Guarded {
  /** The text in clear. Every call is a place to look at in a review. */
  expose(): string
  /** What of ours was in the text, in order; those to be warned of have the action `warn`. */
  get traces(): Trace[]
  /** How many tokens were restored. */
  get restored(): number
}

/** The log of all decisions of a {@link Sentinel}. */
export declare class Hyperlog {
  /** Entries in order, from the first and 100 at most unless `sequence` and `limit` say otherwise. */
  entries(query?: LogQuery): Promise<LogEntry[]>
  /**
   * Walks the whole log and says whether it is what was once written.
   *
   * @throws {SentinelError} `tampered`, with the sequence of the first entry that does not fit.
   */
  verify(): Promise<Verification>
}

/** The quarantined records of a {@link Sentinel}. */
export declare class Quarantine {
  /** Entries that fit, newest first; 100 at most unless `limit` says otherwise. */
  entries(query?: EntryQuery): Promise<Entry[]>
  /**
   * One entry.
   *
   * @throws {SentinelError} `not_found` when there is none of this id.
   */
  entry(id: string): Promise<Entry>
  /**
   * Notes what a person made of an entry. `REVIEWED` confirms that it was real: no change of
   * rules may miss it again.
   *
   * @throws {SentinelError} `not_found` when there is none of this id; `invalid_input` when `by`
   * or `status` is missing.
   */
  review(id: string, review: Review): Promise<void>
  /**
   * Opens the original of an entry: the record as it was given, with the secret in clear. That it
   * was opened, by whom and why, is logged first. Overwrite it (`fill(0)`) when done.
   *
   * @throws {SentinelError} `not_found` when there is none of this id; `invalid_input` when `by`
   * or `reason` is missing; `tampered` when the seal is broken.
   */
  open(id: string, decision: Decision): Promise<Uint8Array>
}

/** A text with its values back in it. It shows itself only when it is asked to. */
export declare class Restored {
  /** The text in clear. Every call is a place to look at in a review. */
  expose(): string
  /** What was put back, in order; places are those in the text that was given. */
  get tokens(): RestoredToken[]
}

/** The revocations of a {@link Sentinel}. */
export declare class Revocations {
  /** Events, oldest first; 100 at most unless `limit` says otherwise. */
  events(query?: EventQuery): Promise<RevocationEvent[]>
  /** How often the thread that delivers could not use the store; `null` when there is none. */
  get workerErrors(): number | null
}

/** The rules of a {@link Sentinel}. Only a named person decides. */
export declare class Rules {
  /** The rules in force, by name. */
  active(): Promise<Rule[]>
  /** The changes that wait for a decision. */
  pending(): Promise<Update[]>
  /**
   * Puts a waiting change into force.
   *
   * @throws {SentinelError} `not_found` when no such change waits; `invalid_input` when `by` is
   * missing; `conflict` when the rule is locked, or a confirmed secret would be missed;
   * `invalid_rule` when the changed rule does not compile or fails its own examples.
   */
  approve(id: string, decision: Decision): Promise<Update>
  /**
   * Discards a waiting change.
   *
   * @throws {SentinelError} `not_found` when no such change waits; `invalid_input` when `by` is
   * missing.
   */
  reject(id: string, decision: Decision): Promise<Update>
  /** Every change that was proposed or decided, oldest first. */
  history(): Promise<HistoryRow[]>
  /**
   * Reads the document of rules again, after somebody edited it by hand. When it is wrong, the
   * rules in force stay.
   *
   * @throws {SentinelError} `invalid_patterns` or `invalid_rule` when the document is wrong.
   */
  reload(): Promise<void>
}

/**
 * Compiled, immutable rules: finds secrets and replaces them. Does no I/O after it was made, keeps
 * no text, and answers at once.
 *
 * In a string a lone surrogate is read as U+FFFD, and stands so in a redacted text; offsets are not
 * changed by it.
 *
 * ```js
 * const scanner = new Scanner({ yaml: 'patterns: {HOUSE: {regex: "hsk_[a-z]{8}"}}' })
 * scanner.redact('t=hsk_abcdefgh').text // 't=[REDACTED:HOUSE]'
 * ```
 */
export declare class Scanner {
  /**
   * A JSON document with every finding replaced, and the values of fields with names like `password`,
   * `Authorization` or `card_number` masked whatever they look like: JSON again, and the same away from what was
   * replaced. `paths` of the scanner mask, or keep, places of your own.
   *
   * A text that is no JSON is withheld: it is then the JSON string `"[REDACTED:ERROR]"`, and `error` says where.
   */
  redactJson(text: string): Redacted<string>
  /**
   * What scanning the text costs, rule by rule. Rules that were turned off run here too.
   *
   * @throws {SentinelError} `limit_exceeded` when the text is larger, or dearer to scan, than the limits allow.
   */
  profile(text: string | Uint8Array): Profile
  /**
   * The rules that cost more than the `ruleBudget` in all that this scanner has scanned, and those that are off
   * because they did. Empty without a budget, and before a MiB was scanned.
   */
  slowRules(): SlowRule[]
  /**
   * Reads rule files and compiles the rules.
   *
   * @throws {SentinelError} `not_found` or `storage` when a file cannot be read,
   * `invalid_patterns` or `invalid_rule` when the rules are wrong, `invalid_input` when an
   * option is.
   */
  constructor(options?: ScannerOptions)
  /**
   * Every finding, in order of position; none overlaps another. Offsets and columns count UTF-16
   * units of a string, and bytes of a `Uint8Array`.
   *
   * @throws {SentinelError} `limit_exceeded` when the text is larger, or dearer to scan, than the
   * limits allow.
   */
  scan(text: string | Uint8Array): Finding[]
  /**
   * The text with every finding replaced as the policy says, by `[REDACTED:RULE]` without one; text of the kind that
   * was given: a string, a `Buffer`, a `Uint8Array`.
   * Where scanning fails, all of the text is withheld: it is then `[REDACTED:LIMIT]` or
   * `[REDACTED:ERROR]`, and `error` says why.
   *
   * Any other value is walked: objects, arrays, `Map`, `Set`, errors. The result is a redacted copy, and what was
   * given stays as it was. Keys and values are scanned, and fields with names like `password` are masked whatever they
   * hold, as in {@link Scanner.redactJson}. Binary data and dates are left alone, but keys of a `Map` that are bytes
   * are read as text. Places of findings are those in the JSON text of the value. A part that stands at several places
   * counts at each of them towards the limits; where one stands inside itself, the copy has `'[Circular]'`.
   *
   * A copy gives nothing of the original out, and can be logged:
   * - An instance keeps its class, not its private fields. Where it has a `toJSON`, the copy is of what that gives.
   * - Functions are left out of objects, and elsewhere are texts: `'[Function: name]'`.
   * - `Headers`, `URLSearchParams` and `FormData` are copied as such. A `URL` becomes a string, redacted as by
   *   {@link Scanner.redactAs}; objects that hold a string or a number become that.
   * - What has no copy is named: `'[Promise]'`, `'[WeakMap]'`, `'[Request]'`, `'[Blob]'`.
   */
  redact<T>(text: T): Redacted<T>
  /**
   * The text, read as what the host knows it to be. What its names say is secret is masked as a whole, whatever it
   * looks like, and all else is redacted as by {@link Scanner.redact}. The result is of the same shape, and names stay.
   *
   * ```js
   * scanner.redactAs('url', 'https://ann:horse@example.org/').text // 'https://ann:[REDACTED:PASSWORD]@example.org/'
   * ```
   *
   * @throws {SentinelError} `invalid_input`, which names the field, for another shape.
   */
  redactAs<T extends string | Uint8Array>(shape: Shape, text: T): Redacted<T>
  /**
   * The text with every finding replaced by a token of the vault: {@link Vault.restore} gives it back, byte by byte.
   * Where scanning fails, or the vault is full, all of the text is withheld, and `error` says why.
   */
  tokenize<T extends string | Uint8Array>(text: T, vault: Vault): Redacted<T>
  /**
   * A stream with these rules: redacts a text that comes piece by piece. `format` says what the text is made
   * of; default: `text`.
   *
   * @throws {SentinelError} `unsupported` when no bound is known for what one of the rules looks at,
   * `invalid_input` for another format.
   */
  stream(format?: StreamFormat): Stream
  /** Identifies the rules: 16 hexadecimal digits, equal for equal rules. */
  get digest(): string
  /** How many texts have been withheld. */
  get withheld(): number
  /** What this scanner and its streams have done since it was built. */
  get counters(): Counters
  /** The active rules, by name. */
  rules(): Rule[]
  /**
   * Scans files and folders on threads of its own; the event loop turns meanwhile. A file that
   * cannot be read is no rejection: its report says so.
   *
   * `.gitignore` (inside a repository), `.ignore` and `.sentinelignore` files are obeyed, the last
   * before the others; `.git` is left out, other hidden files are not; symbolic links are not
   * followed. A path that is named itself is scanned in any case.
   *
   * @throws {SentinelError} `invalid_input` when an option is wrong. When `signal` is aborted, its
   * reason is thrown; when `onProgress` throws, that is.
   */
  scanTree(path: string | string[], options?: TreeOptions): Promise<TreeReport>
}

/**
 * A scanner with rules that can change, a store, and the loop around them. Its calls run on
 * libuv's pool and never hold up the event loop.
 *
 * Every promise rejects with a {@link SentinelError}: besides what a method lists, `storage` when
 * the store cannot be read or written, and `conflict` when the sentinel is closed.
 */
export declare class Sentinel {
  /**
   * Redacts a record. If anything is found, the record is quarantined, revocations are asked for
   * and the log is written, all in one transaction that is durable when the promise resolves.
   *
   * A record that cannot be scanned is withheld and quarantined as a whole: the outcome's text is
   * a marker, and its `error` says why. When the promise rejects, nothing of the record may be
   * passed on.
   */
  process(text: string | Uint8Array, options?: RecordOptions): Promise<Outcome>
  /**
   * Takes a report and drafts a change of rules from it, which waits for somebody to decide.
   *
   * @throws {SentinelError} `invalid_input` when the report is not one, or no change can be
   * drafted from it (it is kept all the same); `conflict` when the rule is locked, or a confirmed
   * secret would be missed.
   */
  feedback(report: Feedback): Promise<Update>
  /**
   * The rules in force, as a scanner. It keeps these rules when they change later.
   *
   * @throws {SentinelError} `conflict` when the sentinel is closed.
   */
  scanner(): Scanner
  /** The rules: what is in force, what waits, what was decided. */
  get rules(): Rules
  /** The quarantined records. */
  get quarantine(): Quarantine
  /** The revocations. */
  get revocations(): Revocations
  /** The log of all decisions. */
  get hyperlog(): Hyperlog
  /**
   * Waits for the delivery under way, at most 15 s, stops the worker and closes the store. Calls
   * under way end as usual; later ones fail with `conflict`. Closing twice does nothing.
   */
  close(): Promise<void>
}

/**
 * Redacts a text that comes piece by piece: {@link Scanner.stream} gives one.
 *
 * What `push` and `finish` give, put together, is what {@link Scanner.redact} gives for the whole
 * text. What may still be part of a secret is held back. All pieces are strings, or all are
 * `Uint8Array`s. With the format `lines`, `jsonl` or `sse` it gives whole lines or server-sent events.
 *
 * {@link Scanner.transform} and {@link Scanner.webTransform} give streams of the platform,
 * {@link Scanner.streamIter} an iterator.
 */
export declare class Stream {
  /**
   * Takes the next piece, and gives redacted text that is final, of the same kind.
   *
   * @throws {SentinelError} `invalid_input` when the stream is finished, or the piece is of another
   * kind than those before.
   */
  push<T extends string | Uint8Array>(piece: T): T extends string ? string : Uint8Array
  /** Gives all that is final now. To be called where the text may rest, as after a prompt. */
  flush<T extends string | Uint8Array = string>(): T extends string ? string : Uint8Array
  /**
   * Ends the text, and gives what is left of it: a string, or a `Uint8Array` when the pieces were.
   * Called again, it gives nothing more.
   */
  finish<T extends string | Uint8Array = string>(): T extends string ? string : Uint8Array
  /**
   * What was found so far, or since `forget`, in order; places are those in the whole text. A finding may come
   * after its text.
   */
  get findings(): Finding[]
  /** What was replaced in the text that was given so far, or since `forget`, in order. */
  get replacements(): Replacement[]
  /** Drops `findings` and `replacements` as they are now: for a text that does not end, and would fill memory with them. */
  forget(): void
  /** Why the rest of the text is withheld, if it is. */
  get error(): SentinelError | null
  /** How many bytes are held back. */
  get held(): number
}

/**
 * Keeps values sealed, gives tokens for them, and gives them back to whom a {@link Grant} allows it. Its calls answer
 * at once; those of a vault in a file wait for the file.
 *
 * ```js
 * const vault = new Vault('memory://')
 * const { text } = new Scanner().tokenize(line, vault) // 'key=«sn:AWS_ACCESS_KEY:…»'
 * const grant = { by: 'machine:deploy', sink: 'file', purpose: 'write .env', until, rules: ['AWS_ACCESS_KEY'] }
 * vault.restore(text, grant).expose() === line
 * ```
 */
export declare class Vault {
  /**
   * Opens the vault in the store at `url`, `memory://` or `sqlite://FILE`, which may be that of a sentinel.
   *
   * @throws {SentinelError} `invalid_input` for another URL or a wrong option; what {@link open} throws for stores
   * and keys.
   */
  constructor(url?: string, options?: VaultOptions)
  /** The same vault for another tenant and session. */
  scoped(scope: { tenant?: string, session?: string }): Vault
  /**
   * The text with every token replaced by its value, if the grant allows all of them.
   *
   * Tokens are read as people and language models leave them: in another case, with blanks, quotes or line breaks
   * inside, in other brackets. What is left of a token otherwise makes all of it fail. What was done is in the
   * hyperlog of the store before this returns.
   *
   * @throws {SentinelError} and restores nothing: `forbidden` when the grant has run out or does not allow a rule,
   * `tampered` for a token that is forged, damaged or of another scope, `not_found` for a value that has expired.
   */
  restore(text: string, grant: Grant): Restored
  /** Forgets the values that have expired, and returns how many those were. */
  purge(): number
  /** What was done. */
  get counts(): VaultCounts
}

/**
 * Checks every rule of a document (the text of a `patterns.yaml`) against its own examples.
 *
 * @throws {SentinelError} `invalid_patterns` when the document cannot be read.
 */
export declare function checkRules(yaml: string): Check[]

/**
 * Drafts a regex from pieces of evidence: bare tokens, assignments, or lines that hold one.
 *
 * @throws {SentinelError} `invalid_input` when no token is found in the evidence, nothing in the
 * tokens is fixed, or the regex would match what stands in every log.
 */
export declare function draftRegex(evidence: string | string[]): Draft

/**
 * The text as it may be written to `sink`. Into files, commands and databases tokens of the vault are restored, if the
 * grant allows it, and placeholders, masks, pseudonyms and forged tokens are refused; a prompt takes all of it.
 *
 * @throws {SentinelError} `forbidden` for what is refused, with `kind` and `line`; what {@link Vault.restore} throws.
 */
export declare function guard(text: string, sink: Sink, options?: GuardOptions): Guarded

/**
 * Where in the input what stands at an offset of the redacted text stood; inside what stands for a value, the start of
 * the value. `replacements` are those of a {@link Redacted}.
 *
 * @throws {SentinelError} `invalid_input` for an offset that is no whole number from 0.
 */
export declare function inputOffset(replacements: Replacement[], offset: number): number

/**
 * Opens a sentinel: `sqlite://relative.db`, `sqlite:///absolute.db` or `memory://`. With a webhook
 * it also starts a thread that delivers revocations until the sentinel is closed.
 *
 * ```js
 * const sentinel = await open('sqlite://sentinel.db')
 * const outcome = await sentinel.process(line, { source: 'checkout' })
 * await sentinel.close()
 * ```
 *
 * @throws {SentinelError} `invalid_input` for another URL or a wrong option; `storage` when a file
 * cannot be read or written; `not_found` when the store is there and its key is not; `conflict`
 * when the key is another store's; `invalid_patterns` or `invalid_rule` when the rules are wrong.
 */
export declare function open(url: string, options?: OpenOptions): Promise<Sentinel>

/**
 * Where in the redacted text what stood at an offset of the input stands; inside a value, the start of what stands for
 * it.
 *
 * @throws {SentinelError} `invalid_input` for an offset that is no whole number from 0.
 */
export declare function outputOffset(replacements: Replacement[], offset: number): number

/**
 * What people may see of a value: as much of its start and end as is kept, and four stars between
 * them; four stars only when more than half would show. Kept lengths count UTF-8 bytes.
 *
 * ```js
 * preview('ABCD-efgh-ijkl-XYZ', { keepPrefix: 4, keepSuffix: 3 }) // 'ABCD****XYZ'
 * ```
 */
export declare function preview(value: string | Uint8Array, keep?: Keep): string

/**
 * The pseudonym of a value under a key, as a scanner with the key writes it: to look for it in redacted texts.
 *
 * @throws {SentinelError} `invalid_input` when the id or the key has not the form of one.
 */
export declare function pseudonym(id: string, key: string, rule: string, value: string): string

/**
 * As {@link Scanner.redact}, with the built-in rules for secrets.
 *
 * ```js
 * redact('key=AKIA…').text // 'key=[REDACTED:AWS_ACCESS_KEY]'
 * ```
 */
export declare function redact<T>(text: T): Redacted<T>

/** As {@link Scanner.scan}, with the built-in rules for secrets. */
export declare function scan(text: string | Uint8Array): Finding[]
