/* Errors: which kind, what they name, and that they quote nothing that was handed in. */
#include "json.h"

/* Stands for a value in everything that is handed in wrong. */
#define VALUE "hunter" "2"

static sentinel_service *service;
static sentinel_buffer out;

/* The last call failed so, named that, and quoted nothing. */
static void failed_with(sentinel_status got, sentinel_status expected, const char *named) {
    CHECK(got == expected);
    CHECK(strcmp(sentinel_last_error_code(), sentinel_status_code(expected)) == 0);
    CHECK(strstr(sentinel_last_error(), named) != NULL);
    CHECK(strstr(sentinel_last_error_json(), VALUE) == NULL);
    cJSON *error = cJSON_Parse(sentinel_last_error_json());
    CHECK(string_is(error, "code", sentinel_last_error_code()));
    CHECK(string_is(error, "message", sentinel_last_error()));
    CHECK(string_of(error, "operation")[0] != '\0');
    CHECK(cJSON_IsObject(field(error, "context")));
    CHECK(cJSON_IsBool(field(error, "retryable")));
    cJSON_Delete(error);
    CHECK(out.data == NULL);
}

static sentinel_status open_at(const char *url, sentinel_service_options options) {
    sentinel_service *opened = NULL;
    options.size = sizeof options;
    sentinel_status status = sentinel_open(sentinel_text_of(url), &options, &opened);
    CHECK(opened == NULL);
    return status;
}

static void opening(void) {
    sentinel_service_options options = {0};
    failed_with(open_at("redis://user:" VALUE "@host", options), SENTINEL_INVALID_INPUT, "url");
    failed_with(open_at("sqlite:///no/such/folder/s.db", options), SENTINEL_STORAGE, "");
    cJSON *error = cJSON_Parse(sentinel_last_error_json());
    CHECK(cJSON_IsTrue(field(error, "retryable")));
    cJSON_Delete(error);
    options.webhook_url = sentinel_text_of("http://127.0.0.1:9/");
    failed_with(open_at("memory://", options), SENTINEL_INVALID_INPUT, "secret");
    options.webhook_secret = sentinel_text_of("whsec_" VALUE);
    failed_with(open_at("memory://", options), SENTINEL_INVALID_INPUT, "secret");
    options.webhook_secret = sentinel_text_of("whsec_" "C2FVsBQIhrscChlQIMV+" "b5sSYspob7oD");
    options.webhook_url = sentinel_text_of("http://example.com/");
    failed_with(open_at("memory://", options), SENTINEL_INVALID_INPUT, "url");
    options.webhook_url = (sentinel_text){0};
    failed_with(open_at("memory://", options), SENTINEL_INVALID_INPUT, "url");
}

static sentinel_status feedback(const char *json) {
    return sentinel_feedback(service, sentinel_text_of(json), &out);
}

static void reporting(void) {
    failed_with(feedback(VALUE), SENTINEL_INVALID_INPUT, "read feedback");
    failed_with(feedback("{\"secret_type\": \"A\", \"feedback_type\": \"" VALUE "\"}"), SENTINEL_INVALID_INPUT, "feedback_type");
    failed_with(feedback("{\"secret_type\": \"A\", \"feedback_type\": \"uncertain\"}"), SENTINEL_NOT_FOUND, "A");
    failed_with(feedback("{\"secret_type\": \"A\", \"feedback_type\": \"missed_secret\"}"), SENTINEL_INVALID_INPUT, "evidence");
}

static void deciding_and_reviewing(void) {
    sentinel_text alice = sentinel_text_of("alice"), nobody = sentinel_text_of(""), reason = sentinel_text_of("so");
    sentinel_text update = sentinel_text_of("upd_00000000"), entry = sentinel_text_of("log_1");
    failed_with(sentinel_rules_approve(service, update, alice, reason, &out), SENTINEL_NOT_FOUND, "upd_00000000");
    failed_with(sentinel_rules_reject(service, sentinel_text_of(VALUE), alice, NONE, &out), SENTINEL_NOT_FOUND, "update");
    failed_with(sentinel_rules_approve(service, update, nobody, reason, &out), SENTINEL_INVALID_INPUT, "by");
    failed_with(sentinel_rules_approve(service, update, NONE, reason, &out), SENTINEL_NULL_POINTER, "by");
    failed_with(sentinel_quarantine_entry(service, entry, &out), SENTINEL_NOT_FOUND, "log_1");
    failed_with(sentinel_quarantine_open(service, entry, alice, NONE, &out), SENTINEL_INVALID_INPUT, "reason");
    failed_with(sentinel_quarantine_review(service, entry, sentinel_text_of(VALUE), alice, NONE), SENTINEL_INVALID_INPUT, "status");
    failed_with(sentinel_quarantine_entries(service, sentinel_text_of("{\"" VALUE "\": 1}"), &out), SENTINEL_INVALID_INPUT, "query");
    failed_with(sentinel_quarantine_entries(service, sentinel_text_of("{\"status\": \"" VALUE "\"}"), &out), SENTINEL_INVALID_INPUT, "query.status");
}

static void processing(void) {
    sentinel_record record = {.size = sizeof record, .attributes = sentinel_text_of("[\"" VALUE "\"]")};
    failed_with(sentinel_process(service, "x", 1, &record, &out), SENTINEL_INVALID_INPUT, "attributes");
    record.attributes = NONE;
    record.source = (sentinel_text){VALUE "\xff", sizeof VALUE};
    failed_with(sentinel_process(service, "x", 1, &record, &out), SENTINEL_INVALID_UTF8, "source");
}

static void rules(void) {
    sentinel_scanner *scanner = NULL;
    sentinel_scanner_options options = {.size = sizeof options};
    options.rules = sentinel_text_of("patterns: {A: {regex: 'a(', exceptions: {values: [" VALUE "]}}}");
    failed_with(sentinel_scanner_new(&options, &scanner), SENTINEL_INVALID_RULE, "A");
    options.rules = sentinel_text_of("patterns: {A: {regex: 'abc', active: " VALUE "}}");
    failed_with(sentinel_scanner_new(&options, &scanner), SENTINEL_INVALID_PATTERNS, "active");
    failed_with(sentinel_draft_regex(sentinel_text_of("[\"" VALUE "\"]"), &out), SENTINEL_INVALID_INPUT, "");
    failed_with(sentinel_draft_regex(sentinel_text_of("\"" VALUE "\""), &out), SENTINEL_INVALID_INPUT, "evidence");
}

static void withheld_records_say_why(void) {
    sentinel_service *small = NULL;
    sentinel_service_options options = {.size = sizeof options, .max_input_bytes = 4};
    CHECK(sentinel_open(sentinel_text_of("memory://"), &options, &small) == SENTINEL_OK);
    CHECK(sentinel_process(small, VALUE, strlen(VALUE), NULL, &out) == SENTINEL_OK);
    cJSON *outcome = parsed(&out);
    CHECK(string_is(outcome, "text", "[REDACTED:LIMIT]"));
    CHECK(string_is(field(outcome, "error"), "code", "limit_exceeded"));
    CHECK(string_is(outcome, "entry", "log_1"));
    cJSON_Delete(outcome);
    sentinel_close(small);
}

int main(void) {
    CHECK(sentinel_open(sentinel_text_of("memory://"), NULL, &service) == SENTINEL_OK);
    opening();
    reporting();
    deciding_and_reviewing();
    processing();
    rules();
    withheld_records_say_why();
    sentinel_close(service);
    return 0;
}
