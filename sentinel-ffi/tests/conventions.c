/* What the README promises of every function: NULL, outputs, errors, structures with a size. */
#include "check.h"

#include <pthread.h>

static bool last_code_is(const char *word) {
    return strcmp(sentinel_last_error_code(), word) == 0;
}

/* Memory that shows whether somebody wrote to it. */
static bool untouched(const void *memory, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if (((const unsigned char *)memory)[i] != 0xA5) return false;
    }
    return true;
}

static void library_and_header_have_one_version(void) {
    CHECK(strcmp(sentinel_version(), SENTINEL_VERSION) == 0);
    char numbers[32];
    snprintf(numbers, sizeof numbers, "%d.%d.%d", SENTINEL_VERSION_MAJOR, SENTINEL_VERSION_MINOR,
             SENTINEL_VERSION_PATCH);
    CHECK(strcmp(sentinel_version(), numbers) == 0);
}

static void statuses_have_words(void) {
    CHECK(strcmp(sentinel_status_code(SENTINEL_OK), "ok") == 0);
    CHECK(strcmp(sentinel_status_code(SENTINEL_LIMIT_EXCEEDED), "limit_exceeded") == 0);
    CHECK(strcmp(sentinel_status_code(-1), "unknown") == 0);
}

static void freeing_null_does_nothing(void) {
    sentinel_scanner_free(NULL);
    sentinel_findings_free(NULL);
    sentinel_replacements_free(NULL);
    sentinel_profile_free(NULL);
    sentinel_slow_rules_free(NULL);
    sentinel_buffer_free(NULL);
    sentinel_close(NULL);
    sentinel_buffer empty = {0};
    sentinel_buffer_free(&empty);
}

static void what_a_policy_does_is_counted(void) {
    sentinel_scanner_options options = {.size = sizeof options, .policy = sentinel_text_of("default: mask")};
    sentinel_scanner *scanner = NULL;
    sentinel_buffer out = {0};
    sentinel_counters counters = {0};
    CHECK(sentinel_scanner_new(&options, &scanner) == SENTINEL_OK);
    const char *line = "key=AKIA" "QYLPMN5HHHFPZAM2";
    CHECK(sentinel_redact(scanner, line, strlen(line), &out) == SENTINEL_OK);
    CHECK(out.length == 15 && memcmp(out.data, "key=AKIA****AM2", 15) == 0);
    sentinel_buffer_free(&out);
    CHECK(sentinel_scanner_counters(scanner, &counters) == SENTINEL_OK);
    CHECK(counters.calls == 1 && counters.bytes == 24 && counters.found == 1 && counters.redacted == 1);
    CHECK(counters.blocked == 0 && counters.limited == 0 && counters.failed == 0);
    sentinel_scanner_free(scanner);
}

static void a_policy_gives_tokens_of_a_vault(void) {
    sentinel_scanner_options options = {.size = sizeof options, .policy = sentinel_text_of("default: tokenize")};
    sentinel_scanner *scanner = NULL;
    CHECK(sentinel_scanner_new(&options, &scanner) == SENTINEL_INVALID_INPUT);
    sentinel_vault *vault = NULL;
    CHECK(sentinel_vault_open(sentinel_text_of("memory://"), sentinel_text_of(NULL), &vault) == SENTINEL_OK);
    options.vault = vault;
    CHECK(sentinel_scanner_new(&options, &scanner) == SENTINEL_OK);
    const char *line = "key=AKIA" "QYLPMN5HHHFPZAM2";
    const char *start = "key=\xC2\xABsn:AWS_ACCESS_KEY:";
    sentinel_buffer out = {0}, back = {0};
    CHECK(sentinel_redact(scanner, line, strlen(line), &out) == SENTINEL_OK);
    CHECK(out.length > strlen(start) && memcmp(out.data, start, strlen(start)) == 0);
    sentinel_text grant = sentinel_text_of("{\"by\": \"person:ann\", \"sink\": \"file\", \"purpose\": \"a test\","
                                           " \"until\": \"2999-01-01T00:00:00Z\", \"rules\": \"*\"}");
    sentinel_text text = {(const char *)out.data, out.length};
    CHECK(sentinel_restore(vault, text, grant, &back) == SENTINEL_OK);
    CHECK(buffer_is(&back, line));
    sentinel_buffer_free(&back);
    sentinel_buffer_free(&out);
    sentinel_vault_free(vault);
    CHECK(sentinel_redact(scanner, line, strlen(line), &out) == SENTINEL_OK);
    CHECK(memcmp(out.data, start, strlen(start)) == 0);
    sentinel_buffer_free(&out);
    sentinel_scanner_free(scanner);
}

static void null_is_refused(void) {
    sentinel_scanner *scanner = builtin_scanner();
    sentinel_findings *findings;
    sentinel_service *service;
    sentinel_profile *profile;
    sentinel_slow_rules *slow;
    sentinel_buffer out;
    memset(&findings, 0xA5, sizeof findings);
    memset(&profile, 0xA5, sizeof profile);
    memset(&slow, 0xA5, sizeof slow);
    memset(&service, 0xA5, sizeof service);
    memset(&out, 0xA5, sizeof out);

    CHECK(sentinel_scanner_new(NULL, NULL) == SENTINEL_NULL_POINTER);
    CHECK(last_code_is("null_pointer") && strstr(sentinel_last_error(), "out") != NULL);
    CHECK(sentinel_scan(NULL, "", 0, &findings) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_scan(scanner, NULL, 1, &findings) == SENTINEL_NULL_POINTER);
    CHECK(strstr(sentinel_last_error(), "text") != NULL);
    CHECK(sentinel_scan(scanner, "", 0, NULL) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_redact(NULL, "", 0, &out) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_redact(scanner, "", 0, NULL) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_redact_findings(scanner, "", 0, &out, NULL) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_redact_findings(scanner, "", 0, NULL, &findings) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_redact_replacements(scanner, "", 0, &out, NULL) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_scanner_counters(scanner, NULL) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_scan_profile(scanner, "", 0, NULL) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_scan_profile(scanner, NULL, 1, &profile) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_scanner_slow_rules(NULL, &slow) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_scanner_slow_rules(scanner, NULL) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_preview(NULL, 3, 1, 1, &out) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_draft_regex(NONE, &out) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_check_rules(NONE, &out) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_open(NONE, NULL, &service) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_open(sentinel_text_of("memory://"), NULL, NULL) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_process(NULL, "", 0, NULL, &out) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_feedback(NULL, NONE, &out) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_rules_active(NULL, &out) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_rules_reload(NULL) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_quarantine_entries(NULL, NONE, &out) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_quarantine_review(NULL, NONE, NONE, NONE, NONE) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_revocations_events(NULL, NONE, 1, &out) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_hyperlog_verify(NULL, &out) == SENTINEL_NULL_POINTER);

    CHECK(untouched(&findings, sizeof findings));
    CHECK(untouched(&service, sizeof service));
    CHECK(untouched(&profile, sizeof profile));
    CHECK(untouched(&slow, sizeof slow));
    CHECK(untouched(&out, sizeof out));
    sentinel_scanner_free(scanner);

    CHECK(sentinel_findings_count(NULL) == 0);
    CHECK(sentinel_findings_get(NULL, 0) == NULL);
    CHECK(sentinel_replacements_count(NULL) == 0);
    CHECK(sentinel_replacements_get(NULL, 0) == NULL);
    CHECK(sentinel_replacements_input_offset(NULL, 7) == 7);
    CHECK(sentinel_replacements_output_offset(NULL, 7) == 7);
    CHECK(sentinel_profile_bytes(NULL) == 0 && sentinel_profile_nanoseconds(NULL) == 0);
    CHECK(sentinel_profile_count(NULL) == 0 && sentinel_profile_get(NULL, 0) == NULL);
    CHECK(sentinel_slow_rules_count(NULL) == 0 && sentinel_slow_rules_get(NULL, 0) == NULL);
    CHECK(sentinel_findings_withheld(NULL) == SENTINEL_OK);
    CHECK(sentinel_scanner_withheld(NULL) == 0);
    CHECK(sentinel_delivery_errors(NULL) == 0);
}

static void nothing_is_done_when_an_output_is_missing(void) {
    sentinel_service *service = NULL;
    CHECK(sentinel_open(sentinel_text_of("memory://"), NULL, &service) == SENTINEL_OK);
    CHECK(sentinel_process(service, AWS_KEY, strlen(AWS_KEY), NULL, NULL) == SENTINEL_NULL_POINTER);
    sentinel_buffer entries = {0};
    CHECK(sentinel_quarantine_entries(service, NONE, &entries) == SENTINEL_OK);
    CHECK(buffer_is(&entries, "[]"));
    sentinel_buffer_free(&entries);
    sentinel_close(service);
}

static void outputs_are_written_only_on_success(void) {
    sentinel_scanner *scanner;
    memset(&scanner, 0xA5, sizeof scanner);
    sentinel_scanner_options options = {.size = sizeof options, .rules = sentinel_text_of("patterns: [")};
    CHECK(sentinel_scanner_new(&options, &scanner) == SENTINEL_INVALID_PATTERNS);
    options.rules = (sentinel_text){"\xff", 1};
    CHECK(sentinel_scanner_new(&options, &scanner) == SENTINEL_INVALID_UTF8);
    CHECK(last_code_is("invalid_utf8"));
    CHECK(untouched(&scanner, sizeof scanner));

    sentinel_buffer out;
    memset(&out, 0xA5, sizeof out);
    CHECK(sentinel_draft_regex(sentinel_text_of("[]"), &out) == SENTINEL_INVALID_INPUT);
    CHECK(sentinel_draft_regex(sentinel_text_of("{"), &out) == SENTINEL_INVALID_INPUT);
    CHECK(sentinel_check_rules(sentinel_text_of("x: y"), &out) == SENTINEL_INVALID_PATTERNS);
    CHECK(untouched(&out, sizeof out));
}

static void structures_say_how_large_they_are(void) {
    sentinel_scanner *scanner = NULL;
    struct {
        sentinel_scanner_options known;
        size_t later;
    } options = {.known = {.pii = true}};
    CHECK(sentinel_scanner_new(&options.known, &scanner) == SENTINEL_INVALID_INPUT);
    options.known.size = sizeof options.known - 1;
    CHECK(sentinel_scanner_new(&options.known, &scanner) == SENTINEL_INVALID_INPUT);
    options.known.size = SIZE_MAX;
    CHECK(sentinel_scanner_new(&options.known, &scanner) == SENTINEL_INVALID_INPUT);
    options.known.size = sizeof options;
    options.later = 1;
    CHECK(sentinel_scanner_new(&options.known, &scanner) == SENTINEL_UNSUPPORTED);
    CHECK(scanner == NULL);
    options.later = 0;
    CHECK(sentinel_scanner_new(&options.known, &scanner) == SENTINEL_OK);
    sentinel_scanner_free(scanner);
    /* What the structure was before it grew: nothing behind that is read. */
    options.known.size = offsetof(sentinel_scanner_options, known);
    options.known.known_length = SIZE_MAX;
    CHECK(sentinel_scanner_new(&options.known, &scanner) == SENTINEL_OK);
    sentinel_scanner_free(scanner);
}

static void known_values_are_found_and_refused_by_name(void) {
    const char secret[] = "tiger" "-lily-42";
    sentinel_known_value known[] = {{sentinel_text_of("db.password"), secret, strlen(secret)},
                                    {sentinel_text_of("short"), "a\0b", 3}};
    sentinel_scanner_options options = {.size = sizeof options, .known = known, .known_length = 1};
    sentinel_scanner *scanner = NULL;
    CHECK(sentinel_scanner_new(&options, &scanner) == SENTINEL_OK);
    sentinel_buffer out = {0};
    CHECK(sentinel_redact(scanner, secret, strlen(secret), &out) == SENTINEL_OK);
    CHECK(out.length == strlen("[REDACTED:DB_PASSWORD]") && memcmp(out.data, "[REDACTED:DB_PASSWORD]", out.length) == 0);
    sentinel_buffer_free(&out);
    sentinel_scanner_free(scanner);

    options.known_length = 2;
    CHECK(sentinel_scanner_new(&options, &scanner) == SENTINEL_INVALID_INPUT);
    CHECK(strstr(sentinel_last_error(), "SHORT") != NULL);
    options.known = NULL;
    CHECK(sentinel_scanner_new(&options, &scanner) == SENTINEL_NULL_POINTER);
    known[0].value = NULL;
    options.known = known;
    CHECK(sentinel_scanner_new(&options, &scanner) == SENTINEL_NULL_POINTER);
}

static void *error_of_another_thread(void *unused) {
    (void)unused;
    CHECK(sentinel_last_error()[0] == '\0');
    CHECK(sentinel_scan(NULL, "", 0, NULL) == SENTINEL_NULL_POINTER);
    return NULL;
}

static void the_last_error_is_this_threads_and_this_calls(void) {
    CHECK(sentinel_check_rules(sentinel_text_of("version: 9"), &(sentinel_buffer){0}) == SENTINEL_INVALID_PATTERNS);
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, error_of_another_thread, NULL) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(last_code_is("invalid_patterns"));
    CHECK(strstr(sentinel_last_error(), "version") != NULL);
    CHECK(strstr(sentinel_last_error_json(), "\"code\":\"invalid_patterns\"") != NULL);
    CHECK(strstr(sentinel_last_error_json(), "\"retryable\":false") != NULL);

    sentinel_scanner_free(NULL);
    CHECK(last_code_is("invalid_patterns")); /* freeing leaves the error to be reported */
    sentinel_buffer out = {0};
    CHECK(sentinel_preview("", 0, 0, 0, &out) == SENTINEL_OK);
    CHECK(sentinel_last_error()[0] == '\0' && last_code_is("") && sentinel_last_error_json()[0] == '\0');
    sentinel_buffer_free(&out);
}

static void a_buffer_ends_with_zero_and_is_freed_twice(void) {
    sentinel_buffer out = {0};
    CHECK(sentinel_preview("ABCD-efgh-ijkl-XYZ", 18, 4, 3, &out) == SENTINEL_OK);
    CHECK(buffer_is(&out, "ABCD****XYZ"));
    sentinel_buffer_free(&out);
    CHECK(out.data == NULL && out.length == 0);
    sentinel_buffer_free(&out);
}

int main(void) {
    library_and_header_have_one_version();
    statuses_have_words();
    freeing_null_does_nothing();
    what_a_policy_does_is_counted();
    a_policy_gives_tokens_of_a_vault();
    null_is_refused();
    nothing_is_done_when_an_output_is_missing();
    outputs_are_written_only_on_success();
    structures_say_how_large_they_are();
    known_values_are_found_and_refused_by_name();
    the_last_error_is_this_threads_and_this_calls();
    a_buffer_ends_with_zero_and_is_freed_twice();
    return 0;
}
