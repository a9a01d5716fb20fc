/* sentinel.h: finds secrets and personal data in text, redacts them, and keeps the rules true.
 *
 * Generated from sentinel-ffi/src; not to be edited. sentinel-ffi/README.md says what holds for
 * every function. In short: a function that can fail answers with a status; what it gives it writes
 * through its last arguments, and only on success; what the caller owns it frees with the function
 * that is named there; texts are a pointer and a length in bytes; offsets count bytes. */

#ifndef SENTINEL_H
#define SENTINEL_H


#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define SENTINEL_VERSION "0.1.0"
#define SENTINEL_VERSION_MAJOR 0
#define SENTINEL_VERSION_MINOR 1
#define SENTINEL_VERSION_PATCH 0


/// What a call answers. The numbers never change, and none is used twice; later releases may add some.
typedef enum {
    /// Done.
    SENTINEL_OK = 0,
    /// An argument or a document does not have the form it must have.
    SENTINEL_INVALID_INPUT = 1,
    /// A rule cannot be used: its regex, a field or one of its own examples is wrong.
    SENTINEL_INVALID_RULE = 2,
    /// A document of rules cannot be read.
    SENTINEL_INVALID_PATTERNS = 3,
    /// The input is larger, or its scan dearer, than the limits allow.
    SENTINEL_LIMIT_EXCEEDED = 4,
    /// What was named does not exist.
    SENTINEL_NOT_FOUND = 5,
    /// The state of things forbids it: decided already, taken already, or locked by a person.
    SENTINEL_CONFLICT = 6,
    /// The store or a file cannot be read or written. The same call may succeed later.
    SENTINEL_STORAGE = 7,
    /// A remote end cannot be reached or did not accept. The same call may succeed later.
    SENTINEL_NETWORK = 8,
    /// A record is not what was once written: the log's chain or a seal is broken.
    SENTINEL_TAMPERED = 9,
    /// Something that this release cannot do.
    SENTINEL_UNSUPPORTED = 10,
    /// A defect of the library.
    SENTINEL_INTERNAL = 11,
    /// A grant or a policy does not allow it.
    SENTINEL_FORBIDDEN = 12,
    /// A pointer that must point to something is NULL.
    SENTINEL_NULL_POINTER = 100,
    /// An argument that must be UTF-8 is not. Texts to scan may be any bytes.
    SENTINEL_INVALID_UTF8 = 101,
    /// A defect of the library, met as a panic.
    SENTINEL_PANIC = 102,
} sentinel_status;

/// What was found in one text. Immutable: any number of threads may read it at the same time.
typedef struct sentinel_findings sentinel_findings;

/// What scanning one text cost. Immutable: any number of threads may read it at the same time.
typedef struct sentinel_profile sentinel_profile;

/// What was replaced in one text. Immutable: any number of threads may read it at the same time.
typedef struct sentinel_replacements sentinel_replacements;

/// Compiled, immutable rules. Any number of threads may use one at the same time.
typedef struct sentinel_scanner sentinel_scanner;

/// Rules that can change, a store, and the loop around them. Any number of threads may use one at
/// the same time.
typedef struct sentinel_service sentinel_service;

/// The rules of a scanner that cost more than their budget. Immutable, as sentinel_profile.
typedef struct sentinel_slow_rules sentinel_slow_rules;

/// Redacts a text that comes piece by piece. One thread at a time may use it.
typedef struct sentinel_stream sentinel_stream;

/// Keeps values sealed, gives tokens for them, and gives them back to whom a grant allows it. Any number of threads may
/// use one at the same time.
typedef struct sentinel_vault sentinel_vault;

/// Bytes that the caller owns, and gives back with sentinel_buffer_free(). Start with
/// `sentinel_buffer out = {0};`. A zero byte stands after the last byte and is not counted.
typedef struct {
    /// The first byte; NULL only before the buffer is written and after it is freed.
    uint8_t *data;
    /// How many bytes.
    size_t length;
    /// The library's own: leave it alone.
    size_t capacity;
} sentinel_buffer;

/// A borrowed UTF-8 text: length bytes, without a zero at the end. As an argument it is read during
/// the call and not kept; where data is NULL it is missing. Make one with sentinel_text_of().
typedef struct {
    /// The first byte, or NULL.
    const char *data;
    /// How many bytes.
    size_t length;
} sentinel_text;

/// A secret that the host holds. It is read during the call; the library's copy is overwritten when it is not needed
/// any more.
typedef struct {
    /// What findings of it have as their type.
    sentinel_text name;
    /// Any bytes, at least 8.
    const void *value;
    /// How many.
    size_t length;
} sentinel_known_value;

/// A key of pseudonyms. It is read during the call; the library's copy is overwritten when it is not needed any more.
typedef struct {
    /// What stands in each pseudonym: one to eight lower-case letters or digits.
    sentinel_text id;
    /// Any bytes, at least 32.
    const void *key;
    /// How many.
    size_t length;
} sentinel_pseudonym_key;

/// What a policy's callback is told of a value; never the value. Lives until the callback returns. Later releases may
/// add fields at the end.
typedef struct {
    /// The rule that found it: "AWS_ACCESS_KEY".
    sentinel_text type;
    /// "secret", "pii" or "risk".
    sentinel_text category;
    /// How bad a leak of it is: "LOW", "MEDIUM", "HIGH" or "CRITICAL".
    sentinel_text severity;
    /// The value as people may see it: "AKIA****XYZ".
    sentinel_text preview;
} sentinel_callback_finding;

/// Says what stands for a value: it writes UTF-8 of at most capacity bytes, which are 4096 or more, to out, sets *length
/// to how many those are, and answers 0. Nothing written, and *length left at 0, is the empty text.
///
/// It fails closed: where the answer is another number, *length is more than capacity, or what stands in out is not
/// UTF-8, all of the text that is redacted is withheld, and sentinel_counters.failed counts it. It is called on the
/// thread that redacts, by as many at the same time as use the scanner, and may be called more than once for a value: it
/// must give the same each time.
typedef int32_t (*sentinel_policy_callback)(const sentinel_callback_finding *finding,
                                            char *out,
                                            size_t capacity,
                                            size_t *length,
                                            void *user_data);

/// How a scanner is built: `sentinel_scanner_options options = {.size = sizeof options};` and then
/// what differs from the default, which is zero in every field.
typedef struct {
    /// sizeof(sentinel_scanner_options).
    size_t size;
    /// The text of a patterns.yaml, whose rules are added. Missing: none.
    sentinel_text rules;
    /// True: the built-in rules do not run.
    bool without_builtin;
    /// True: the built-in rules for personal data run too.
    bool pii;
    /// The largest text, in bytes. 0: 64 MiB.
    size_t max_input_bytes;
    /// Secrets that are found exactly, raw and encoded, under their names. NULL: none.
    const sentinel_known_value *known;
    /// How many.
    size_t known_length;
    /// How many bytes may be decoded in one pass over a text. 0: four times the text and 1 MiB.
    size_t max_decoded_bytes;
    /// How long one call may take, in milliseconds; past it the text is withheld. 0: as long as it takes.
    uint64_t max_time;
    /// True: what is secret in the environment of the process is known too.
    bool known_env;
    /// What stands for what is found: YAML with "default", "rules", "fields", "severities" and "categories", each
    /// treatment one of "mask", "placeholder", "pseudonym", "format", "tokenize", "remove", "block" and "callback".
    /// Missing: [REDACTED:RULE] for all.
    sentinel_text policy;
    /// Keys of pseudonyms; "pseudonym_key" in the policy names the current one. NULL: none.
    const sentinel_pseudonym_key *pseudonym_keys;
    /// How many.
    size_t pseudonym_keys_length;
    /// Places in JSON documents that are masked, or kept: YAML or JSON with the lists "redact" and "keep" of paths, as
    /// $.user.*.token, **.secret, items[0]. Missing: none.
    sentinel_text paths;
    /// Gives tokens for the values that the policy treats with "tokenize"; it may be freed before the scanner. NULL: none.
    const sentinel_vault *vault;
    /// How long a redacted text may be, and all that a stream gives, in bytes; past it the text is withheld. 0: 256 MiB.
    size_t max_output_bytes;
    /// How many nanoseconds a rule may take for each MiB of text, on average over all that was scanned;
    /// sentinel_scanner_slow_rules() says which take more. 0: no rule has a budget.
    uint64_t rule_budget;
    /// True: a rule that is over its budget turns itself off. What it would have found is then passed through, and who
    /// writes the texts can bring that about; max_time withholds the text instead. Needs rule_budget.
    bool disable_slow_rules;
    /// Says what stands for the values that the policy treats with "callback". NULL: nothing does.
    sentinel_policy_callback callback;
    /// What callback is called with.
    void *callback_data;
} sentinel_scanner_options;

/// What a scanner and its streams have done since it was built. The numbers only grow.
typedef struct {
    /// Texts and streams that were to be scanned or redacted.
    uint64_t calls;
    /// Their bytes.
    uint64_t bytes;
    /// Findings.
    uint64_t found;
    /// Stretches of text that were replaced.
    uint64_t redacted;
    /// Texts and streams that the policy withheld.
    uint64_t blocked;
    /// Those that were withheld because of a limit.
    uint64_t limited;
    /// Those that were withheld because of an error.
    uint64_t failed;
} sentinel_counters;

/// Another part of a credential: the secret key that belongs to a key id.
typedef struct {
    /// The rule that found the part.
    sentinel_text type;
    /// Offset of its first byte in the text.
    size_t start;
    /// Offset just past its last byte.
    size_t end;
} sentinel_component;

/// One secret or one piece of personal data, never its value. Lives as long as the findings that it
/// is of. Later releases may add fields at the end.
typedef struct {
    /// The rule that found it: "AWS_ACCESS_KEY".
    sentinel_text type;
    /// "secret", "pii" or "risk".
    sentinel_text category;
    /// How bad a leak of it is: "LOW", "MEDIUM", "HIGH" or "CRITICAL".
    sentinel_text severity;
    /// How likely it is to be what the rule says, from 0 to 1.
    double confidence;
    /// Offset of its first byte in the text.
    size_t start;
    /// Offset just past its last byte.
    size_t end;
    /// Line, counted from 1; lines end at '\n'.
    size_t line;
    /// Column, counted from 1 in bytes.
    size_t column;
    /// Its value as people may see it: "AKIA****XYZ".
    sentinel_text preview;
    /// Keyed fingerprint of its value; missing where there is no key, as in a scanner.
    sentinel_text fingerprint;
    /// The strongest reason to believe it: "context", "entropy", "structure", "checksum" or "known".
    sentinel_text proof;
    /// The other parts of the same credential that were found near it.
    const sentinel_component *components;
    /// How many.
    size_t components_length;
    /// Digest of the rules that ran: 16 hexadecimal digits.
    sentinel_text ruleset;
    /// The encodings that it was found in, outermost first: "escape", "base64", "hex",
    /// "utf16", "wrap".
    const sentinel_text *encodings;
    /// How many; 0 in plain text.
    size_t encodings_length;
} sentinel_finding;

/// One stretch that was replaced, never what stood there. Lives as long as the replacements that it is of. Later
/// releases may add fields at the end.
typedef struct {
    /// The rule that found what stood there; of several that overlap, the first.
    sentinel_text type;
    /// What was done with it: "mask", "placeholder", "pseudonym", "format", "tokenize", "remove", "block" or "callback".
    sentinel_text treatment;
    /// Offset of its first byte in the text.
    size_t input_start;
    /// Offset just past its last byte.
    size_t input_end;
    /// Offset in the redacted text of the first byte of what stands for it.
    size_t output_start;
    /// Offset just past the last byte of that.
    size_t output_end;
} sentinel_replacement;

/// What one rule cost. Lives as long as the profile that it is of. Later releases may add fields at the end.
typedef struct {
    /// The rule.
    sentinel_text rule;
    /// How often one of its literals stood in the text or a decoded view of it. 0 for a rule that has no literal.
    uint64_t candidates;
    /// How often its regex was tried.
    uint64_t regex_runs;
    /// How many bytes the tries covered: lines or whole texts that were searched, and the matches of a rule that is
    /// tried only where its literal stands.
    uint64_t searched_bytes;
    /// How many matches were findings.
    uint64_t matches;
    /// How many were not, by a boundary, a validator, the entropy or an exception.
    uint64_t refused;
    /// The time that it took.
    uint64_t nanoseconds;
} sentinel_rule_cost;

/// One of them. Lives as long as the sentinel_slow_rules that it is of. Later releases may add fields at the end.
typedef struct {
    /// The rule.
    sentinel_text rule;
    /// What it cost so far, for each MiB of text that the scanner has scanned.
    uint64_t nanoseconds_per_mib;
    /// True: it was turned off, and finds nothing any more.
    bool disabled;
    /// How many searches were left out since. Whatever they would have found was passed through.
    uint64_t skipped;
} sentinel_slow_rule;

/// Told how far a scan is: files that are done, bytes that were read, findings. The answer is true
/// to go on, false to end the scan.
typedef bool (*sentinel_progress_callback)(uint64_t files, uint64_t bytes, uint64_t findings, void *user_data);

/// What of a tree is scanned: `sentinel_tree_options options = {.size = sizeof options};` and then
/// what differs from the default, which is zero in every field. All but max_bytes is for what is
/// found below a folder; .git is left out.
typedef struct {
    /// sizeof(sentinel_tree_options).
    size_t size;
    /// True: .gitignore files are not obeyed. They count inside a repository.
    bool without_gitignore;
    /// True: .ignore files are not obeyed.
    bool without_ignore;
    /// True: .sentinelignore files, which come before the others, are not obeyed.
    bool without_sentinelignore;
    /// True: files and folders whose name starts with a dot are left out.
    bool without_hidden;
    /// True: symbolic links are followed.
    bool follow_links;
    /// The largest file that is scanned, in bytes; larger ones are reported as skipped. 0: 16 MiB below
    /// a folder, and the scanner's own limit for a file that is named itself.
    uint64_t max_bytes;
    /// How many threads scan, 1024 at most. 0: as many as the machine runs at once.
    size_t threads;
    /// Called about ten times a second and once at the end, on the calling thread. NULL: nobody is told.
    sentinel_progress_callback progress;
} sentinel_tree_options;

/// One file, and what came of it: scanned, skipped or failed. Later releases may add fields at the
/// end.
typedef struct {
    /// The path that was named, and what follows below it, as the system has it: it need not be UTF-8.
    sentinel_text path;
    /// How many bytes of it were read.
    uint64_t bytes;
    /// What was found; none where it was not scanned. The library owns them.
    const sentinel_findings *findings;
    /// Why it was not scanned: "binary", "too_large", "symbolic_link", "link_loop" or "special_file".
    /// Missing if it was.
    sentinel_text skipped;
    /// Why it could not be read or scanned. SENTINEL_OK if it could, and if it was skipped.
    sentinel_status status;
    /// The same in words for people; missing for SENTINEL_OK.
    sentinel_text error;
    /// "utf-16le" or "utf-16be" if it was decoded: places are then those in the text as UTF-8, without
    /// its byte order mark. Missing otherwise.
    sentinel_text encoding;
} sentinel_file_report;

/// Given the report of one file, which lives until it returns. The answer is true to go on, false to
/// end the scan.
typedef bool (*sentinel_file_callback)(const sentinel_file_report *report, void *user_data);

/// How a service is opened: `sentinel_service_options options = {.size = sizeof options};` and then
/// what differs from the default, which is zero in every field.
typedef struct {
    /// sizeof(sentinel_service_options).
    size_t size;
    /// The file of rules. Missing: NAME.patterns.yaml beside the database NAME.db; memory for memory://.
    sentinel_text patterns;
    /// The file that holds the key. Missing: NAME.key beside the database NAME.db; a new key for
    /// memory://. Keep it apart from backups of the store: with both, what is sealed can be read.
    sentinel_text key_file;
    /// True: the built-in rules do not run.
    bool without_builtin;
    /// True: the built-in rules for personal data run too.
    bool pii;
    /// The largest record, in bytes. 0: 64 MiB.
    size_t max_input_bytes;
    /// Where revocations are sent: an https URL, or http on the loopback interface. Missing: nowhere;
    /// they wait in the store.
    sentinel_text webhook_url;
    /// What signs them: "whsec_" and the base64 of 24 to 64 bytes. Needed with webhook_url.
    sentinel_text webhook_secret;
    /// Secrets that are found exactly, raw and encoded, under their names, whatever the rules become. NULL: none.
    const sentinel_known_value *known;
    /// How many.
    size_t known_length;
    /// How many bytes may be decoded in one pass over a record. 0: four times the record and 1 MiB.
    size_t max_decoded_bytes;
    /// How long one record may take, in milliseconds; past it the record is withheld. 0: as long as it takes.
    uint64_t max_time;
    /// True: what is secret in the environment of the process is known too.
    bool known_env;
    /// How long a redacted record may be, in bytes; past it the record is withheld. 0: 256 MiB.
    size_t max_output_bytes;
} sentinel_service_options;

/// What is known about a record: `sentinel_record record = {.size = sizeof record};` and then what
/// is known. Zero in a field means that it is not.
typedef struct {
    /// sizeof(sentinel_record).
    size_t size;
    /// What sent it: a service, an agent.
    sentinel_text source;
    /// Whose it is, when several share a store.
    sentinel_text tenant;
    /// A JSON object of strings: "repository" and "workspace" stand in the payloads for GitHub and Slack.
    sentinel_text attributes;
} sentinel_record;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/// The version of the library, as in "1.2.3": compare it with SENTINEL_VERSION, the header's. The
/// string is static.
const char *sentinel_version(void);

/// The word for a status, as in "limit_exceeded"; "unknown" for a number that is none. Words never
/// change. The string is static.
const char *sentinel_status_code(int32_t status);

/// What the last call on this thread complained about, for people: it names the operation, fields,
/// rules and files, never a byte of a text. Empty if the call succeeded. Valid until the next call
/// on this thread that answers with a status.
const char *sentinel_last_error(void);

/// The stable word for what went wrong in the last call on this thread: "invalid_rule". Empty if it
/// succeeded. The string is static.
const char *sentinel_last_error_code(void);

/// All of the last error of this thread as JSON: code, operation, message, context (an object) and
/// retryable (whether the same call may succeed later). Empty if the last call succeeded. Valid as
/// sentinel_last_error() is.
const char *sentinel_last_error_json(void);

/// Overwrites and frees the bytes, and makes the buffer empty, so that freeing it again does
/// nothing. NULL does nothing.
void sentinel_buffer_free(sentinel_buffer *buffer);

/// Builds a scanner; options may be NULL. The caller owns *out: sentinel_scanner_free(). Building
/// takes milliseconds: do it once.
///
/// SENTINEL_INVALID_PATTERNS or SENTINEL_INVALID_RULE when the rules are wrong; SENTINEL_INVALID_INPUT when a known
/// value is too short, too long, blank or a placeholder, or the policy says what cannot be: the error names it.
sentinel_status sentinel_scanner_new(const sentinel_scanner_options *options,
                                     sentinel_scanner **out);

/// Frees a scanner. What it found stays. NULL does nothing.
void sentinel_scanner_free(sentinel_scanner *scanner);

/// Finds secrets in a text of any bytes. The caller owns *out: sentinel_findings_free().
///
/// SENTINEL_LIMIT_EXCEEDED when the text is larger, or dearer to scan, than the limits allow.
sentinel_status sentinel_scan(const sentinel_scanner *scanner,
                              const void *text,
                              size_t length,
                              sentinel_findings **out);

/// Replaces every secret in a text of any bytes as the policy says, by [REDACTED:RULE] without one. The caller owns
/// *out: sentinel_buffer_free().
///
/// It fails closed: a text that cannot be scanned is withheld as a whole. *out is then
/// [REDACTED:LIMIT] or [REDACTED:ERROR], which may be passed on, and the status is SENTINEL_OK;
/// sentinel_redact_findings() says why, and sentinel_scanner_withheld() counts.
sentinel_status sentinel_redact(const sentinel_scanner *scanner,
                                const void *text,
                                size_t length,
                                sentinel_buffer *out);

/// As sentinel_redact(), with what was found, and why the text was withheld if it was
/// (sentinel_findings_withheld). Offsets are those of the text, not of *out. The caller owns both.
sentinel_status sentinel_redact_findings(const sentinel_scanner *scanner,
                                         const void *text,
                                         size_t length,
                                         sentinel_buffer *out,
                                         sentinel_findings **findings);

/// How many texts this scanner has withheld since it was built. 0 for NULL.
uint64_t sentinel_scanner_withheld(const sentinel_scanner *scanner);

/// Reads the counters of a scanner.
sentinel_status sentinel_scanner_counters(const sentinel_scanner *scanner, sentinel_counters *out);

/// How many there are. 0 for NULL.
size_t sentinel_findings_count(const sentinel_findings *findings);

/// One of them, in the order of their positions, counted from 0. NULL past the last, and for NULL.
/// The findings own it.
const sentinel_finding *sentinel_findings_get(const sentinel_findings *findings, size_t index);

/// Why sentinel_redact_findings() withheld the text, or a stream withholds the rest of it: SENTINEL_OK
/// if it did not.
sentinel_status sentinel_findings_withheld(const sentinel_findings *findings);

/// Frees findings. NULL does nothing.
void sentinel_findings_free(sentinel_findings *findings);

/// As sentinel_redact(), with what was replaced. The caller owns both: sentinel_buffer_free(),
/// sentinel_replacements_free().
sentinel_status sentinel_redact_replacements(const sentinel_scanner *scanner,
                                             const void *text,
                                             size_t length,
                                             sentinel_buffer *out,
                                             sentinel_replacements **replacements);

/// How many there are. 0 for NULL.
size_t sentinel_replacements_count(const sentinel_replacements *replacements);

/// One of them, in the order of their positions, counted from 0. NULL past the last, and for NULL. The replacements own
/// it.
const sentinel_replacement *sentinel_replacements_get(const sentinel_replacements *replacements,
                                                      size_t index);

/// Where in the text what stands at an offset of the redacted text stood; inside what stands for a value, the start of
/// the value. The offset itself for NULL.
size_t sentinel_replacements_input_offset(const sentinel_replacements *replacements,
                                          size_t offset);

/// Where in the redacted text what stood at an offset of the text stands; inside a value, the start of what stands for
/// it. The offset itself for NULL.
size_t sentinel_replacements_output_offset(const sentinel_replacements *replacements,
                                           size_t offset);

/// Frees replacements. NULL does nothing.
void sentinel_replacements_free(sentinel_replacements *replacements);

/// Scans a text of any bytes and says what that cost, rule by rule. Rules that were turned off run here too. The caller
/// owns *out: sentinel_profile_free().
///
/// SENTINEL_LIMIT_EXCEEDED when the text is larger, or dearer to scan, than the limits allow.
sentinel_status sentinel_scan_profile(const sentinel_scanner *scanner,
                                      const void *text,
                                      size_t length,
                                      sentinel_profile **out);

/// The size of the text. 0 for NULL.
size_t sentinel_profile_bytes(const sentinel_profile *profile);

/// The time for all of it: the rules', and that for finding their literals and looking through encodings. 0 for NULL.
uint64_t sentinel_profile_nanoseconds(const sentinel_profile *profile);

/// How many rules ran their regex. 0 for NULL.
size_t sentinel_profile_count(const sentinel_profile *profile);

/// What one of them cost, the dearest first, counted from 0. NULL past the last, and for NULL. The profile owns it.
const sentinel_rule_cost *sentinel_profile_get(const sentinel_profile *profile,
                                               size_t index);

/// Frees a profile. NULL does nothing.
void sentinel_profile_free(sentinel_profile *profile);

/// The rules that cost more than the rule_budget of the scanner in all that it has scanned, and those that are off
/// because they did. None without a budget, and before a MiB was scanned. The caller owns *out:
/// sentinel_slow_rules_free().
sentinel_status sentinel_scanner_slow_rules(const sentinel_scanner *scanner,
                                            sentinel_slow_rules **out);

/// How many there are. 0 for NULL.
size_t sentinel_slow_rules_count(const sentinel_slow_rules *rules);

/// One of them, in order of name, counted from 0. NULL past the last, and for NULL. The sentinel_slow_rules own it.
const sentinel_slow_rule *sentinel_slow_rules_get(const sentinel_slow_rules *rules,
                                                  size_t index);

/// Frees them. NULL does nothing.
void sentinel_slow_rules_free(sentinel_slow_rules *rules);

/// Replaces every secret in a JSON document, and masks the values of fields with names like "password", "Authorization"
/// or "card_number" whatever they look like. *out is JSON again, and the same away from what was replaced. findings,
/// which may be NULL, gets what was found and why the text was withheld, if it was. The caller owns both:
/// sentinel_buffer_free(), sentinel_findings_free().
///
/// It fails closed: of a text that is no JSON, or cannot be scanned, *out is the JSON string "[REDACTED:ERROR]" or
/// "[REDACTED:LIMIT]", and the status is SENTINEL_OK. SENTINEL_INVALID_UTF8 when the text is not UTF-8.
sentinel_status sentinel_redact_json(const sentinel_scanner *scanner,
                                     const void *text,
                                     size_t length,
                                     sentinel_buffer *out,
                                     sentinel_findings **findings);

/// As sentinel_redact(), of a text that is known to be of a shape: "url", "headers", "command", "environment", "sql" or
/// "traceback". What its names say is secret is masked as a whole, whatever it looks like. *out is of the same shape.
/// findings, which may be NULL, gets what was found and why the text was withheld, if it was. The caller owns both:
/// sentinel_buffer_free(), sentinel_findings_free().
///
/// SENTINEL_INVALID_INPUT, with the field, for another shape.
sentinel_status sentinel_redact_as(const sentinel_scanner *scanner,
                                   sentinel_text shape,
                                   const void *text,
                                   size_t length,
                                   sentinel_buffer *out,
                                   sentinel_findings **findings);

/// Scans the file, or the files in the folder, at path, and hands the report of each to callback, in
/// order of path, on the calling thread. options may be NULL. Threads that live as long as the call
/// read and scan, each one file at a time.
///
/// A file that cannot be read is no failure of the call: its report says so. It is none either that a
/// callback ends the scan.
sentinel_status sentinel_scan_tree(const sentinel_scanner *scanner,
                                   sentinel_text path,
                                   const sentinel_tree_options *options,
                                   sentinel_file_callback callback,
                                   void *user_data);

/// Starts a stream with the rules of a scanner, which may be freed before it. The caller owns *out:
/// sentinel_stream_free().
///
/// SENTINEL_UNSUPPORTED, with the rule, when no bound is known for what one of the rules looks at.
sentinel_status sentinel_stream_new(const sentinel_scanner *scanner, sentinel_stream **out);

/// Starts a stream of text in a known format: "text" as sentinel_stream_new(), "lines", "jsonl" (JSON documents in
/// lines) or "sse" (server-sent events; the answer of a language model, which is split over events, is redacted as
/// one text, in the events of OpenAI, and all who speak so, Anthropic, Gemini, Cohere, Ollama and the AI SDK; in others
/// each is redacted alone, and a secret that is split over them is not found). A line or an event is given as a whole;
/// [REDACTED:LIMIT] stands for one of more than 256 KiB. The caller owns *out: sentinel_stream_free().
///
/// SENTINEL_INVALID_INPUT for another format; else as sentinel_stream_new().
sentinel_status sentinel_stream_new_of(const sentinel_scanner *scanner,
                                       sentinel_text format,
                                       sentinel_stream **out);

/// Takes the next piece of the text, of any bytes. *out is redacted text that is final, which starts
/// where the last ended, and may be empty: what may still be part of a secret is held back. *findings
/// is what was found in the meantime, with offsets in the whole text; it may be asked for or be NULL.
/// The caller owns both.
///
/// It fails closed: past a limit, or after an error, [REDACTED:LIMIT] or [REDACTED:ERROR] stands for
/// the rest of the text; the status is SENTINEL_OK, and sentinel_findings_withheld() says why.
///
/// SENTINEL_INVALID_INPUT when the stream is finished.
sentinel_status sentinel_stream_push(sentinel_stream *stream,
                                     const void *piece,
                                     size_t length,
                                     sentinel_buffer *out,
                                     sentinel_findings **findings);

/// Gives all that is final now, as sentinel_stream_push(). To be called where the text may rest, as
/// after a prompt.
///
/// SENTINEL_INVALID_INPUT when the stream is finished.
sentinel_status sentinel_stream_flush(sentinel_stream *stream,
                                      sentinel_buffer *out,
                                      sentinel_findings **findings);

/// Ends the text: gives what is left of it, as sentinel_stream_push(). The stream must still be freed.
///
/// SENTINEL_INVALID_INPUT when the stream is finished already.
sentinel_status sentinel_stream_finish(sentinel_stream *stream,
                                       sentinel_buffer *out,
                                       sentinel_findings **findings);

/// Frees a stream. What it holds back is dropped. NULL does nothing.
void sentinel_stream_free(sentinel_stream *stream);

/// Opens the vault in the store at a URL, as sentinel_open() does; it may be that of a service. options is JSON, or
/// missing: key (64 hexadecimal digits) or key_file, capacity (values; a million), retention (seconds; a day), tenant,
/// session. The caller owns *out: sentinel_vault_free().
///
/// SENTINEL_INVALID_INPUT for another URL or a wrong option; what sentinel_open() answers for stores and keys.
sentinel_status sentinel_vault_open(sentinel_text url,
                                    sentinel_text options,
                                    sentinel_vault **out);

/// The same vault for another tenant and session; each may be missing. The caller owns *out: sentinel_vault_free().
sentinel_status sentinel_vault_scoped(const sentinel_vault *vault,
                                      sentinel_text tenant,
                                      sentinel_text session,
                                      sentinel_vault **out);

/// Frees a vault. What a file keeps stays. NULL does nothing.
void sentinel_vault_free(sentinel_vault *vault);

/// Replaces every secret in a text of any bytes by a token of the vault: sentinel_restore() gives it back, byte by byte.
/// The caller owns *out: sentinel_buffer_free().
///
/// It fails closed, as sentinel_redact() does: where scanning fails, or the vault is full, *out is [REDACTED:LIMIT] or
/// [REDACTED:ERROR].
sentinel_status sentinel_tokenize(const sentinel_scanner *scanner,
                                  const sentinel_vault *vault,
                                  const void *text,
                                  size_t length,
                                  sentinel_buffer *out);

/// Replaces every token in a text by its value, if the grant allows all of them. The grant is JSON: by ("person:NAME" or
/// "machine:NAME"), sink ("file", "command", "database" or "prompt"), purpose, until (RFC 3339), rules (a list of names,
/// or "*"), tenant, session. Tokens are read as people and language models leave them. What is done is in the hyperlog of
/// the store before this returns. The caller owns *out, which holds values: sentinel_buffer_free() overwrites it.
///
/// Nothing is restored, and *out is not written, on SENTINEL_FORBIDDEN (the grant has run out or does not allow a rule),
/// SENTINEL_TAMPERED (a token is forged, damaged or of another scope) and SENTINEL_NOT_FOUND (a value has expired).
sentinel_status sentinel_restore(const sentinel_vault *vault,
                                 sentinel_text text,
                                 sentinel_text grant,
                                 sentinel_buffer *out);

/// The text as it may be written to a sink: "file", "command", "database" or "prompt". Into the first three, tokens of
/// the vault are restored, if the grant allows it, and placeholders, masks, pseudonyms and forged tokens are refused; a
/// prompt takes all of it. vault may be NULL, grant and policy missing; policy is JSON, actions by kinds by sinks:
/// {"file": {"mask": "warn"}}. *out is the text, which may hold values; *traces, unless it is NULL, is JSON: a list of
/// kind, action, start, end and line. The caller owns both: sentinel_buffer_free().
///
/// SENTINEL_FORBIDDEN for what is refused; what sentinel_restore() answers. Nothing is written then.
sentinel_status sentinel_guard(sentinel_text text,
                               sentinel_text sink,
                               const sentinel_vault *vault,
                               sentinel_text grant,
                               sentinel_text policy,
                               sentinel_buffer *out,
                               sentinel_buffer *traces);

/// How many values a vault could not keep, because it was full or its store failed: no token was given. 0 for NULL.
uint64_t sentinel_vault_failed(const sentinel_vault *vault);

/// Forgets the values that have expired; *out is how many those were.
sentinel_status sentinel_vault_purge(const sentinel_vault *vault, uint64_t *out);

/// What people may see of a value: "AKIA****XYZ". At most half of it shows. The caller owns *out.
sentinel_status sentinel_preview(const void *value,
                                 size_t length,
                                 size_t keep_prefix,
                                 size_t keep_suffix,
                                 sentinel_buffer *out);

/// Drafts a regex from examples of one family of tokens. evidence is a JSON list of strings: bare
/// tokens, assignments, or lines that hold one. *out is JSON: regex, samples, matched, confidence.
///
/// SENTINEL_INVALID_INPUT when nothing in the tokens is fixed, or the regex would be too broad.
sentinel_status sentinel_draft_regex(sentinel_text evidence, sentinel_buffer *out);

/// Checks the rules of a patterns.yaml against their own examples. *out is a JSON list: rule,
/// problems (what makes it unfit for use) and notes (what is worth knowing), both in words.
///
/// SENTINEL_INVALID_PATTERNS when the document cannot be read.
sentinel_status sentinel_check_rules(sentinel_text rules, sentinel_buffer *out);

/// Opens the store at a URL, sqlite://relative.db, sqlite:///absolute.db or memory://, and starts a
/// thread that delivers revocations if there is a webhook. options may be NULL. The caller owns
/// *out: sentinel_close().
///
/// SENTINEL_INVALID_INPUT for another URL, a wrong webhook or a refused known value; SENTINEL_STORAGE when a file cannot be
/// read or written; SENTINEL_NOT_FOUND when the store is there and its key is not; SENTINEL_CONFLICT
/// when the key is another store's; SENTINEL_INVALID_PATTERNS or SENTINEL_INVALID_RULE when the
/// rules are wrong.
sentinel_status sentinel_open(sentinel_text url,
                              const sentinel_service_options *options,
                              sentinel_service **out);

/// Waits for the delivery under way, stops the thread and closes the store. No other thread may use
/// the service any more. NULL does nothing.
void sentinel_close(sentinel_service *service);

/// Redacts a record of any bytes. If anything is found, the record is quarantined, revocations are
/// asked for and the log is written, all durable when this returns. record may be NULL.
///
/// *out is JSON: text (the record as it may be passed on), findings (a list, with the fields of
/// sentinel_finding), entry ("log_…") and log_reference ("hyperlog:…") if anything was found or
/// withheld, revocations (how many credentials ask for one), and error: why the record was withheld,
/// if it was, with the fields of sentinel_last_error_json().
///
/// SENTINEL_STORAGE when the store cannot be written: nothing of the record may be passed on then.
sentinel_status sentinel_process(const sentinel_service *service,
                                 const void *text,
                                 size_t length,
                                 const sentinel_record *record,
                                 sentinel_buffer *out);

/// Takes a report and drafts a change of rules from it, which waits for somebody to decide. report is
/// JSON: secret_type, feedback_type ("false_positive", "missed_secret" or "uncertain") and, where
/// they apply, alert_id, evidence (a string or a list), suggested_regex_fix, submitted_by. *out is
/// the update as JSON, with its id.
///
/// SENTINEL_INVALID_INPUT when no change can be drafted from it; SENTINEL_NOT_FOUND when it is about
/// something unknown; SENTINEL_CONFLICT when the rule is locked, or a confirmed secret would be missed.
sentinel_status sentinel_feedback(const sentinel_service *service,
                                  sentinel_text report,
                                  sentinel_buffer *out);

/// How often the thread that delivers revocations could not read or write the store. What it
/// attempted then it attempts again. 0 for NULL, and without a webhook.
uint64_t sentinel_delivery_errors(const sentinel_service *service);

/// The rules in force. *out is a JSON object: each rule by its name, with the fields of patterns.yaml.
sentinel_status sentinel_rules_active(const sentinel_service *service, sentinel_buffer *out);

/// The changes that wait for a decision. *out is a JSON list of updates.
sentinel_status sentinel_rules_pending(const sentinel_service *service, sentinel_buffer *out);

/// Puts the waiting change of this id into force. by is a person; reason may be missing. *out is the
/// update as JSON. Calls that scan meanwhile go on with the rules they started with.
///
/// SENTINEL_NOT_FOUND when no such change waits; SENTINEL_CONFLICT when the rule is locked, or would
/// miss a secret that was confirmed; SENTINEL_INVALID_RULE when the changed rule does not compile or
/// fails its own examples.
sentinel_status sentinel_rules_approve(const sentinel_service *service,
                                       sentinel_text id,
                                       sentinel_text by,
                                       sentinel_text reason,
                                       sentinel_buffer *out);

/// Discards the waiting change of this id. by is a person; reason may be missing. *out is the update
/// as JSON.
///
/// SENTINEL_NOT_FOUND when no such change waits.
sentinel_status sentinel_rules_reject(const sentinel_service *service,
                                      sentinel_text id,
                                      sentinel_text by,
                                      sentinel_text reason,
                                      sentinel_buffer *out);

/// Every change that was proposed or decided, oldest first. *out is a JSON list with the columns of
/// patterns_history.
sentinel_status sentinel_rules_history(const sentinel_service *service, sentinel_buffer *out);

/// Reads the document of rules again after somebody edited it. If it is wrong, the rules in force stay.
sentinel_status sentinel_rules_reload(const sentinel_service *service);

/// Entries, newest first. query is missing, or JSON: status, secret_type, offset, limit, each only
/// where it applies; limit is 100 unless it says otherwise. *out is a JSON list of entries.
sentinel_status sentinel_quarantine_entries(const sentinel_service *service,
                                            sentinel_text query,
                                            sentinel_buffer *out);

/// One entry. *out is JSON: id, timestamp, tenant, source, reason, log_line (redacted), secret_types,
/// severity, status ("PENDING", "REVIEWED" or "FALSE_ALARM") and fingerprints.
///
/// SENTINEL_NOT_FOUND when there is none of this id.
sentinel_status sentinel_quarantine_entry(const sentinel_service *service,
                                          sentinel_text id,
                                          sentinel_buffer *out);

/// Notes what a person made of an entry: status is "REVIEWED" (it is real: no change of rules by
/// machine may miss it again), "FALSE_ALARM" or "PENDING". reason may be missing.
///
/// SENTINEL_NOT_FOUND when there is none of this id.
sentinel_status sentinel_quarantine_review(const sentinel_service *service,
                                           sentinel_text id,
                                           sentinel_text status,
                                           sentinel_text by,
                                           sentinel_text reason);

/// Opens the original of an entry. That it was opened, by whom and why, is in the log before this
/// returns. *out holds the original in clear, any bytes; sentinel_buffer_free() overwrites it.
///
/// SENTINEL_NOT_FOUND when there is none of this id; SENTINEL_INVALID_INPUT without a person or a
/// reason; SENTINEL_TAMPERED when the seal is broken.
sentinel_status sentinel_quarantine_open(const sentinel_service *service,
                                         sentinel_text id,
                                         sentinel_text by,
                                         sentinel_text reason,
                                         sentinel_buffer *out);

/// Events, oldest first: at most limit, after the event of the id after, which may be missing. *out
/// is a JSON list: id, entry, provider, secret_type, fingerprint, payload (what is sent, as text),
/// state ("requested", "retrying", "accepted", "failed" or "dead_letter"), attempts, next_attempt and
/// last_error.
sentinel_status sentinel_revocations_events(const sentinel_service *service,
                                            sentinel_text after,
                                            size_t limit,
                                            sentinel_buffer *out);

/// At most limit entries of the log, from sequence on; the first is 1. *out is a JSON list: sequence,
/// time, actor, kind, body (the facts, as canonical JSON in a text), leaf and chain.
sentinel_status sentinel_hyperlog_entries(const sentinel_service *service,
                                          uint64_t sequence,
                                          size_t limit,
                                          sentinel_buffer *out);

/// Walks the whole log. *out is JSON: entries (how many) and head (sequence and chain of the last).
/// Note the head elsewhere: that the end of a log was cut off shows only against it.
///
/// SENTINEL_TAMPERED when an entry is not what was written; the error's context names its sequence.
sentinel_status sentinel_hyperlog_verify(const sentinel_service *service, sentinel_buffer *out);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

/// The text of a string that ends with a zero byte; a missing text for NULL.
static inline sentinel_text sentinel_text_of(const char *string) {
    sentinel_text text;
    text.data = string;
    text.length = string == NULL ? 0 : strlen(string);
    return text;
}

#endif
