/* A function of the host that says what stands for a value; whatever goes wrong in it, the text is withheld. */
#include "check.h"

#include <pthread.h>

static const char line[] = "key=" AWS_KEY " user=7";

/* What a callback is called with: what it has seen, and what it is to do. */
typedef struct {
    size_t calls;
    const sentinel_scanner *scanner;
} seen;

static sentinel_scanner *scanner_with(sentinel_policy_callback callback, void *user_data) {
    sentinel_scanner *scanner = NULL;
    sentinel_scanner_options options = {.size = sizeof options, .policy = sentinel_text_of("default: callback")};
    options.callback = callback;
    options.callback_data = user_data;
    CHECK(sentinel_scanner_new(&options, &scanner) == SENTINEL_OK);
    return scanner;
}

static int32_t say(char *out, size_t capacity, size_t *length, const char *words) {
    CHECK(capacity >= 4096 && *length == 0);
    *length = strlen(words);
    memcpy(out, words, *length);
    return 0;
}

static int32_t says_gone(const sentinel_callback_finding *finding, char *out, size_t capacity, size_t *length,
                         void *user_data) {
    CHECK(text_is(finding->type, "AWS_ACCESS_KEY"));
    CHECK(text_is(finding->category, "secret") && text_is(finding->severity, "HIGH"));
    CHECK(text_is(finding->preview, "AKIA****AM2"));
    if (user_data != NULL) ((seen *)user_data)->calls++;
    return say(out, capacity, length, "<gone>");
}

static void a_callback_says_what_stands_for_a_value(void) {
    seen one = {0};
    sentinel_scanner *scanner = scanner_with(says_gone, &one);
    sentinel_buffer out = {0};
    sentinel_replacements *replacements = NULL;
    CHECK(sentinel_redact_replacements(scanner, line, strlen(line), &out, &replacements) == SENTINEL_OK);
    CHECK(buffer_is(&out, "key=<gone> user=7"));
    CHECK(one.calls >= 1);
    CHECK(sentinel_replacements_count(replacements) == 1);
    CHECK(text_is(sentinel_replacements_get(replacements, 0)->treatment, "callback"));
    sentinel_replacements_free(replacements);
    sentinel_buffer_free(&out);

    sentinel_stream *stream = NULL;
    CHECK(sentinel_stream_new(scanner, &stream) == SENTINEL_OK);
    sentinel_buffer first = {0}, last = {0};
    CHECK(sentinel_stream_push(stream, line, 10, &first, NULL) == SENTINEL_OK);
    sentinel_buffer_free(&first);
    CHECK(sentinel_stream_push(stream, line + 10, strlen(line) - 10, &first, NULL) == SENTINEL_OK);
    CHECK(sentinel_stream_finish(stream, &last, NULL) == SENTINEL_OK);
    CHECK(one.calls >= 2);
    sentinel_buffer_free(&first);
    sentinel_buffer_free(&last);
    sentinel_stream_free(stream);
    sentinel_scanner_free(scanner);
}

static int32_t says_nothing(const sentinel_callback_finding *finding, char *out, size_t capacity, size_t *length,
                            void *user_data) {
    (void)finding, (void)out, (void)capacity, (void)length, (void)user_data;
    return 0;
}

static int32_t says_as_much_as_there_is_room_for(const sentinel_callback_finding *finding, char *out, size_t capacity,
                                                 size_t *length, void *user_data) {
    (void)finding, (void)user_data;
    memset(out, '*', capacity);
    *length = capacity;
    return 0;
}

static void an_empty_and_a_long_text_stand_for_a_value(void) {
    sentinel_buffer out = {0};
    sentinel_scanner *scanner = scanner_with(says_nothing, NULL);
    CHECK(sentinel_redact(scanner, line, strlen(line), &out) == SENTINEL_OK);
    CHECK(buffer_is(&out, "key= user=7"));
    sentinel_buffer_free(&out);
    sentinel_scanner_free(scanner);

    scanner = scanner_with(says_as_much_as_there_is_room_for, NULL);
    CHECK(sentinel_redact(scanner, line, strlen(line), &out) == SENTINEL_OK);
    CHECK(out.length >= strlen("key= user=7") + 4096 && out.data[4] == '*');
    sentinel_buffer_free(&out);
    sentinel_scanner_free(scanner);
}

static int32_t answers_an_error(const sentinel_callback_finding *finding, char *out, size_t capacity, size_t *length,
                                void *user_data) {
    (void)finding, (void)user_data;
    say(out, capacity, length, "<gone>");
    return -1;
}

static int32_t says_too_much(const sentinel_callback_finding *finding, char *out, size_t capacity, size_t *length,
                             void *user_data) {
    (void)finding, (void)out, (void)user_data;
    *length = capacity + 1;
    return 0;
}

static int32_t says_a_wild_length(const sentinel_callback_finding *finding, char *out, size_t capacity, size_t *length,
                                  void *user_data) {
    (void)finding, (void)out, (void)capacity, (void)user_data;
    *length = SIZE_MAX;
    return 0;
}

static int32_t says_no_utf8(const sentinel_callback_finding *finding, char *out, size_t capacity, size_t *length,
                            void *user_data) {
    (void)finding, (void)user_data;
    return say(out, capacity, length, "\xff");
}

static void whatever_goes_wrong_the_marker_comes_out(void) {
    const sentinel_policy_callback wrong[] = {answers_an_error, says_too_much, says_a_wild_length, says_no_utf8};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        sentinel_scanner *scanner = scanner_with(wrong[i], NULL);
        sentinel_buffer out = {0};
        sentinel_findings *findings = NULL;
        CHECK(sentinel_redact_findings(scanner, line, strlen(line), &out, &findings) == SENTINEL_OK);
        CHECK(buffer_is(&out, "[REDACTED:ERROR]"));
        CHECK(sentinel_findings_count(findings) == 0);
        CHECK(sentinel_findings_withheld(findings) == SENTINEL_INVALID_INPUT);
        sentinel_findings_free(findings);
        sentinel_buffer_free(&out);

        const char document[] = "{\"key\": \"" AWS_KEY "\"}";
        CHECK(sentinel_redact_json(scanner, document, strlen(document), &out, NULL) == SENTINEL_OK);
        CHECK(buffer_is(&out, "\"[REDACTED:ERROR]\""));
        sentinel_buffer_free(&out);

        sentinel_stream *stream = NULL;
        sentinel_buffer last = {0};
        CHECK(sentinel_stream_new(scanner, &stream) == SENTINEL_OK);
        CHECK(sentinel_stream_push(stream, line, strlen(line), &out, NULL) == SENTINEL_OK);
        CHECK(sentinel_stream_finish(stream, &last, NULL) == SENTINEL_OK);
        CHECK(out.length + last.length == strlen("[REDACTED:ERROR]"));
        CHECK(buffer_is(out.length == 0 ? &last : &out, "[REDACTED:ERROR]"));
        sentinel_buffer_free(&last);
        sentinel_buffer_free(&out);
        sentinel_stream_free(stream);

        sentinel_counters counters = {0};
        CHECK(sentinel_scanner_counters(scanner, &counters) == SENTINEL_OK);
        CHECK(counters.failed == 3 && counters.redacted == 0 && counters.limited == 0);
        /* A text in which nothing is found needs no callback. */
        CHECK(sentinel_redact(scanner, "all is well", 11, &out) == SENTINEL_OK);
        CHECK(buffer_is(&out, "all is well"));
        sentinel_buffer_free(&out);
        sentinel_scanner_free(scanner);
    }
}

static void a_policy_without_its_callback_is_refused(void) {
    sentinel_scanner *scanner = NULL;
    sentinel_scanner_options options = {.size = sizeof options, .policy = sentinel_text_of("default: callback")};
    CHECK(sentinel_scanner_new(&options, &scanner) == SENTINEL_INVALID_INPUT);
    CHECK(scanner == NULL && strstr(sentinel_last_error(), "callback") != NULL);
}

static int32_t calls_the_library(const sentinel_callback_finding *finding, char *out, size_t capacity, size_t *length,
                                 void *user_data) {
    (void)finding;
    sentinel_buffer inner = {0};
    CHECK(sentinel_redact(((seen *)user_data)->scanner, line, strlen(line), &inner) == SENTINEL_OK);
    CHECK(sentinel_scan(NULL, "", 0, NULL) == SENTINEL_NULL_POINTER);
    int32_t answer = say(out, capacity, length, inner.length == strlen("key=<gone> user=7") ? "<inner>" : "<wrong>");
    sentinel_buffer_free(&inner);
    return answer;
}

static void a_callback_may_call_the_library(void) {
    seen inner = {.scanner = scanner_with(says_gone, NULL)};
    sentinel_scanner *scanner = scanner_with(calls_the_library, &inner);
    sentinel_buffer out = {0};
    CHECK(sentinel_redact(scanner, line, strlen(line), &out) == SENTINEL_OK);
    CHECK(buffer_is(&out, "key=<inner> user=7"));
    CHECK(sentinel_last_error()[0] == '\0');
    sentinel_buffer_free(&out);
    sentinel_scanner_free(scanner);
    sentinel_scanner_free((sentinel_scanner *)inner.scanner);
}

static void *redact_often(void *scanner) {
    for (int round = 0; round < 50; round++) {
        sentinel_buffer out = {0};
        CHECK(sentinel_redact(scanner, line, strlen(line), &out) == SENTINEL_OK);
        CHECK(buffer_is(&out, "key=<gone> user=7"));
        sentinel_buffer_free(&out);
    }
    return NULL;
}

static void threads_share_a_callback(void) {
    sentinel_scanner *scanner = scanner_with(says_gone, NULL);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) CHECK(pthread_create(&threads[i], NULL, redact_often, scanner) == 0);
    for (int i = 0; i < 4; i++) CHECK(pthread_join(threads[i], NULL) == 0);
    sentinel_scanner_free(scanner);
}

int main(void) {
    a_callback_says_what_stands_for_a_value();
    an_empty_and_a_long_text_stand_for_a_value();
    whatever_goes_wrong_the_marker_comes_out();
    a_policy_without_its_callback_is_refused();
    a_callback_may_call_the_library();
    threads_share_a_callback();
    return 0;
}
