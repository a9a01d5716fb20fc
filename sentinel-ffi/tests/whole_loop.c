/* From a leak to a better rule: redacted, quarantined, revoked, reported, decided, found, verified. */
#define _POSIX_C_SOURCE 200809L

#include "json.h"
#include "receiver.h"

#include <time.h>

#define LINE "user=7 key=" AWS_KEY " city=Köln"
#define REDACTED_LINE "user=7 key=[REDACTED:AWS_ACCESS_KEY] city=Köln"

static sentinel_service *service;

/* Five tokens of a family that no rule knows, and one more. */
static const char *const TOKENS[6][2] = {
    {"euw", "9fK2mQ7xLw3RtZ8aB4cDe5Gh6JkM"}, {"use", "Xp5VnT1yGh6JkM0oQ2sUw4Ya8Cd3"},
    {"aps", "bC8dE3fG7hI1jK5lM9nO2pQ6rS4t"}, {"euw", "Zx1Cv2Bn3Mq4Wp5Er6Ty7Ui8Op9L"},
    {"use", "h7G6f5D4s3A2q1W0e9R8t7Y6u5I4"}, {"sae", "mN3bV4cX5zL6kJ7hG8fD9sA0pO1i"},
};

/* Calls a function that gives a document, and reads it. */
#define ASK(...) (CHECK((__VA_ARGS__) == SENTINEL_OK), parsed(&answer))
static sentinel_buffer answer;

static cJSON *processed(const char *text, const char *attributes) {
    sentinel_record record = {.size = sizeof record};
    record.source = sentinel_text_of("checkout");
    record.tenant = sentinel_text_of("acme");
    record.attributes = sentinel_text_of(attributes);
    return ASK(sentinel_process(service, text, strlen(text), &record, &answer));
}

static void open_service(const char *folder, const char *webhook) {
    char url[512];
    snprintf(url, sizeof url, "sqlite://%s/sentinel.db", folder);
    sentinel_service_options options = {.size = sizeof options};
    if (webhook != NULL) {
        options.webhook_url = sentinel_text_of(webhook);
        options.webhook_secret = sentinel_text_of("whsec_" "C2FVsBQIhrscChlQIMV+" "b5sSYspob7oD");
    }
    CHECK(sentinel_open(sentinel_text_of(url), &options, &service) == SENTINEL_OK);
}

static void a_leak_is_redacted_and_quarantined(void) {
    cJSON *outcome = processed(LINE, "{\"repository\": \"acme/shop\"}");
    CHECK(string_is(outcome, "text", REDACTED_LINE));
    CHECK(string_is(outcome, "entry", "log_1") && string_is(outcome, "log_reference", "hyperlog:1"));
    CHECK(number_of(outcome, "revocations") == 1 && !is_set(outcome, "error"));
    CHECK(cJSON_GetArraySize(field(outcome, "findings")) == 1);
    const cJSON *found = cJSON_GetArrayItem(field(outcome, "findings"), 0);
    CHECK(string_is(found, "type", "AWS_ACCESS_KEY") && string_is(found, "category", "secret"));
    CHECK(string_is(found, "severity", "HIGH") && string_is(found, "proof", "structure"));
    CHECK(string_is(found, "preview", "AKIA****AM2") && number_of(found, "confidence") > 0.5);
    CHECK(number_of(found, "start") == 11 && number_of(found, "end") == 31);
    CHECK(number_of(found, "line") == 1 && number_of(found, "column") == 12);
    CHECK(strlen(string_of(found, "fingerprint")) == 64 && strlen(string_of(found, "ruleset")) == 16);
    CHECK(cJSON_IsArray(field(found, "components")));
    cJSON_Delete(outcome);

    cJSON *entry = ASK(sentinel_quarantine_entry(service, sentinel_text_of("log_1"), &answer));
    CHECK(string_is(entry, "source", "checkout") && string_is(entry, "tenant", "acme"));
    CHECK(string_is(entry, "log_line", REDACTED_LINE) && string_is(entry, "status", "PENDING"));
    cJSON_Delete(entry);
}

static void a_clean_record_leaves_no_trace(void) {
    cJSON *outcome = processed("nothing to see", NULL);
    CHECK(string_is(outcome, "text", "nothing to see"));
    CHECK(!is_set(outcome, "entry") && !is_set(outcome, "log_reference"));
    cJSON_Delete(outcome);
}

static void the_hook_is_told(receiver *hook) {
    receiver_join(hook);
    CHECK(strstr(hook->request, "POST /hooks/aws-revoke HTTP/1.1\r\n") == hook->request);
    CHECK(strstr(hook->request, "webhook-id: evt_") != NULL);
    CHECK(strstr(hook->request, "webhook-timestamp: ") != NULL);
    CHECK(strstr(hook->request, "webhook-signature: v1,") != NULL);
    CHECK(strstr(hook->request, AWS_KEY) == NULL);
    cJSON *body = cJSON_Parse(hook->body);
    CHECK(string_is(body, "secret_type", "AWS_ACCESS_KEY") && string_is(body, "redacted_key", "AKIA****AM2"));
    CHECK(string_is(body, "log_reference", "hyperlog:1"));
    cJSON_Delete(body);

    bool accepted = false;
    for (int tries = 0; tries < 600 && !accepted; tries++) {
        nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
        cJSON *events = ASK(sentinel_revocations_events(service, NONE, 10, &answer));
        CHECK(cJSON_GetArraySize(events) == 1);
        accepted = string_is(cJSON_GetArrayItem(events, 0), "state", "accepted");
        cJSON_Delete(events);
    }
    CHECK(accepted);
    CHECK(sentinel_delivery_errors(service) == 0);
}

static void reports_become_a_rule(void) {
    char stranger[128], report[256], id[32] = "";
    snprintf(stranger, sizeof stranger, "handshake hsk_%s_%s", TOKENS[5][0], TOKENS[5][1]);
    cJSON *before = processed(stranger, NULL);
    CHECK(!is_set(before, "entry"));
    cJSON_Delete(before);

    for (int i = 0; i < 5; i++) {
        snprintf(report, sizeof report,
                 "{\"secret_type\": \"HOUSE_TOKEN\", \"feedback_type\": \"missed_secret\", "
                 "\"evidence\": \"hsk_%s_%s\", \"submitted_by\": \"bob\"}",
                 TOKENS[i][0], TOKENS[i][1]);
        cJSON *update = ASK(sentinel_feedback(service, sentinel_text_of(report), &answer));
        CHECK(i == 0 || string_is(update, "id", id)); /* later reports refine the same update */
        snprintf(id, sizeof id, "%s", string_of(update, "id"));
        cJSON_Delete(update);
    }
    cJSON *pending = ASK(sentinel_rules_pending(service, &answer));
    CHECK(cJSON_GetArraySize(pending) == 1);
    const cJSON *update = cJSON_GetArrayItem(pending, 0);
    CHECK(string_is(update, "id", id) && string_is(update, "status", "pending human review"));
    CHECK(string_is(update, "new_regex", "\\bhsk_[a-z]{3}_[0-9A-Za-z]{28}\\b"));
    cJSON_Delete(pending);

    sentinel_text alice = sentinel_text_of("alice"), reason = sentinel_text_of("five of five match");
    cJSON *approved = ASK(sentinel_rules_approve(service, sentinel_text_of(id), alice, reason, &answer));
    CHECK(string_is(approved, "status", "approved"));
    cJSON_Delete(approved);
    CHECK(sentinel_rules_approve(service, sentinel_text_of(id), alice, reason, &answer) == SENTINEL_NOT_FOUND);

    cJSON *outcome = processed(stranger, NULL);
    CHECK(string_is(outcome, "text", "handshake [REDACTED:HOUSE_TOKEN]"));
    cJSON_Delete(outcome);
    cJSON *active = ASK(sentinel_rules_active(service, &answer));
    CHECK(string_is(field(active, "HOUSE_TOKEN"), "regex", "\\bhsk_[a-z]{3}_[0-9A-Za-z]{28}\\b"));
    cJSON_Delete(active);
    cJSON *history = ASK(sentinel_rules_history(service, &answer));
    const cJSON *last = cJSON_GetArrayItem(history, cJSON_GetArraySize(history) - 1);
    CHECK(string_is(last, "status", "approved") && string_is(last, "approved_by", "alice"));
    cJSON_Delete(history);
}

static void a_proposal_is_rejected(void) {
    const char report[] = "{\"secret_type\": \"AWS_ACCESS_KEY\", \"feedback_type\": \"false_positive\", "
                          "\"alert_id\": \"log_1\", \"evidence\": [\"it was dummy data\"]}";
    cJSON *update = ASK(sentinel_feedback(service, sentinel_text_of(report), &answer));
    sentinel_text id = sentinel_text_of(string_of(update, "id"));
    cJSON *rejected = ASK(sentinel_rules_reject(service, id, sentinel_text_of("alice"), NONE, &answer));
    CHECK(string_is(rejected, "status", "rejected"));
    cJSON_Delete(rejected);
    cJSON_Delete(update);
    CHECK(sentinel_rules_reload(service) == SENTINEL_OK);
}

static void a_person_reviews_and_opens(void) {
    sentinel_text entry = sentinel_text_of("log_1"), alice = sentinel_text_of("alice"), why = sentinel_text_of("incident 12");
    CHECK(sentinel_quarantine_review(service, entry, sentinel_text_of("REVIEWED"), alice, why) == SENTINEL_OK);
    sentinel_text query = sentinel_text_of("{\"status\": \"REVIEWED\", \"secret_type\": \"AWS_ACCESS_KEY\", \"limit\": 5}");
    cJSON *entries = ASK(sentinel_quarantine_entries(service, query, &answer));
    CHECK(cJSON_GetArraySize(entries) == 1 && string_is(cJSON_GetArrayItem(entries, 0), "id", "log_1"));
    cJSON_Delete(entries);

    sentinel_buffer original = {0};
    CHECK(sentinel_quarantine_open(service, entry, alice, why, &original) == SENTINEL_OK);
    CHECK(buffer_is(&original, LINE));
    sentinel_buffer_free(&original);
}

static void the_log_holds(const char *last_kind) {
    cJSON *verified = ASK(sentinel_hyperlog_verify(service, &answer));
    double length = number_of(verified, "entries");
    CHECK(length > 5 && number_of(field(verified, "head"), "sequence") == length);
    cJSON *last = ASK(sentinel_hyperlog_entries(service, (uint64_t)length, 10, &answer));
    CHECK(cJSON_GetArraySize(last) == 1 && string_is(cJSON_GetArrayItem(last, 0), "kind", last_kind));
    cJSON_Delete(last);
    cJSON_Delete(verified);
}

int main(int count, char **arguments) {
    CHECK(count == 3);
    receiver hook;
    receiver_start(&hook);
    open_service(arguments[2], hook.url);
    a_leak_is_redacted_and_quarantined();
    a_clean_record_leaves_no_trace();
    the_hook_is_told(&hook);
    reports_become_a_rule();
    a_proposal_is_rejected();
    a_person_reviews_and_opens();
    the_log_holds("original_opened");
    sentinel_close(service);
    open_service(arguments[2], NULL);
    the_log_holds("original_opened");
    sentinel_close(service);
    return 0;
}
