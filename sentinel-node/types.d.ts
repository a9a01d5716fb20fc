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

