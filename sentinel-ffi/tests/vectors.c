/* Runs the vectors that all four languages run. A C string is bytes: offsets and columns are the
 * `bytes` of each case. The first argument is the folder of the files. */
#define _POSIX_C_SOURCE 200809L

#include "json.h"
#include "vault_vectors.h"
#include "vector_files.h"

static const char *complaint; /* what is wrong with the case that runs; no value in it */

/* Goes on in a case as long as what was promised holds. */
#define EXPECT(condition)                   \
    do {                                    \
        if (!(condition)) {                 \
            complaint = #condition;         \
            return;                         \
        }                                   \
    } while (0)

static sentinel_scanner *builtin[2]; /* without and with personal data; built once */

enum { MOST_KNOWN = 64 };

/* The known values of a case, in the order of the file. */
static size_t known_of(const cJSON *test, sentinel_known_value known[MOST_KNOWN]) {
    size_t length = 0;
    const cJSON *value;
    cJSON_ArrayForEach(value, field(test, "known")) {
        CHECK(length < MOST_KNOWN);
        const char *bytes = cJSON_GetStringValue(value);
        known[length++] = (sentinel_known_value){sentinel_text_of(value->string), bytes, strlen(bytes)};
    }
    return length;
}

/* The keys of a case, in the order of the file. */
static size_t keys_of(const cJSON *test, sentinel_pseudonym_key keys[MOST_KNOWN]) {
    size_t length = 0;
    const cJSON *key;
    cJSON_ArrayForEach(key, field(test, "pseudonym_keys")) {
        CHECK(length < MOST_KNOWN);
        const char *bytes = cJSON_GetStringValue(key);
        keys[length++] = (sentinel_pseudonym_key){sentinel_text_of(key->string), bytes, strlen(bytes)};
    }
    return length;
}

static sentinel_status new_scanner(const cJSON *test, sentinel_scanner **out) {
    sentinel_known_value known[MOST_KNOWN];
    sentinel_pseudonym_key keys[MOST_KNOWN];
    sentinel_scanner_options options = {.size = sizeof options, .pii = cJSON_IsTrue(field(test, "pii"))};
    if (field(test, "rules") != NULL) {
        options.rules = text_field(test, "rules");
        options.without_builtin = true;
    }
    if (field(test, "max_input_bytes") != NULL) options.max_input_bytes = (size_t)number_of(test, "max_input_bytes");
    if (field(test, "max_decoded_bytes") != NULL) options.max_decoded_bytes = (size_t)number_of(test, "max_decoded_bytes");
    if (field(test, "max_output_bytes") != NULL) options.max_output_bytes = (size_t)number_of(test, "max_output_bytes");
    options.known_length = known_of(test, known);
    options.known = known;
    if (field(test, "policy") != NULL) options.policy = text_field(test, "policy");
    options.pseudonym_keys_length = keys_of(test, keys);
    options.pseudonym_keys = keys;
    char *paths = field(test, "paths") == NULL ? NULL : cJSON_PrintUnformatted(field(test, "paths"));
    options.paths = sentinel_text_of(paths);
    sentinel_status status = sentinel_scanner_new(&options, out);
    cJSON_free(paths);
    return status;
}

/* The scanner that a case asks for. Give it back with let_go(). */
static sentinel_scanner *scanner_for(const cJSON *test) {
    sentinel_scanner *scanner = NULL;
    bool own = field(test, "max_input_bytes") != NULL || field(test, "max_decoded_bytes") != NULL;
    own = own || field(test, "max_output_bytes") != NULL || field(test, "policy") != NULL || field(test, "paths") != NULL;
    if (own || field(test, "rules") != NULL || field(test, "known") != NULL) {
        CHECK(new_scanner(test, &scanner) == SENTINEL_OK);
        return scanner;
    }
    sentinel_scanner **shared = &builtin[cJSON_IsTrue(field(test, "pii")) ? 1 : 0];
    if (*shared == NULL) CHECK(new_scanner(test, shared) == SENTINEL_OK);
    return *shared;
}

static void let_go(sentinel_scanner *scanner) {
    if (scanner != builtin[0] && scanner != builtin[1]) sentinel_scanner_free(scanner);
}

static void check_finding(const sentinel_finding *found, const cJSON *expected) {
    EXPECT(text_is(found->type, string_of(expected, "type")));
    EXPECT(text_is(found->category, string_of(expected, "category")));
    EXPECT(text_is(found->severity, string_of(expected, "severity")));
    EXPECT(text_is(found->proof, string_of(expected, "proof")));
    EXPECT(text_is(found->preview, string_of(expected, "preview")));
    const cJSON *bytes = field(expected, "bytes");
    EXPECT((double)found->start == cJSON_GetArrayItem(bytes, 0)->valuedouble);
    EXPECT((double)found->end == cJSON_GetArrayItem(bytes, 1)->valuedouble);
    EXPECT((double)found->line == number_of(expected, "line"));
    EXPECT((double)found->column == number_of(field(expected, "column"), "bytes"));
    const cJSON *components = field(expected, "components");
    EXPECT(found->components_length == (size_t)cJSON_GetArraySize(components));
    for (size_t i = 0; i < found->components_length; i++) {
        EXPECT(text_is(found->components[i].type, cJSON_GetStringValue(cJSON_GetArrayItem(components, (int)i))));
    }
}

static void check_scan(const cJSON *test, const sentinel_findings *findings) {
    const cJSON *expected = field(test, "findings");
    EXPECT(sentinel_findings_count(findings) == (size_t)cJSON_GetArraySize(expected));
    for (size_t i = 0; complaint == NULL && i < sentinel_findings_count(findings); i++) {
        check_finding(sentinel_findings_get(findings, i), cJSON_GetArrayItem(expected, (int)i));
    }
}

static void run_scan(const cJSON *test) {
    sentinel_scanner *scanner = scanner_for(test);
    sentinel_text input = input_of(test, "text", "base64");
    sentinel_findings *findings = NULL;
    if (sentinel_scan(scanner, input.data, input.length, &findings) == SENTINEL_OK) {
        check_scan(test, findings);
    } else {
        complaint = "the scan fails";
    }
    sentinel_findings_free(findings);
    let_go(scanner);
}

/* What came out, and what was found, is what the case says. */
static void check_outcome(const cJSON *test, const sentinel_buffer *out, const sentinel_findings *findings) {
    sentinel_text expected = input_of(test, "redacted", "redacted_base64");
    EXPECT(out->length == expected.length && memcmp(out->data, expected.data, expected.length) == 0);
    const char *error = field(test, "error") == NULL ? "ok" : string_of(test, "error");
    EXPECT(strcmp(sentinel_status_code(sentinel_findings_withheld(findings)), error) == 0);
    const cJSON *types = field(test, "types");
    EXPECT(sentinel_findings_count(findings) == (size_t)cJSON_GetArraySize(types));
    for (size_t i = 0; i < sentinel_findings_count(findings); i++) {
        const char *type = cJSON_GetStringValue(cJSON_GetArrayItem(types, (int)i));
        EXPECT(text_is(sentinel_findings_get(findings, i)->type, type));
    }
}

static void check_redacted(const cJSON *test, const sentinel_scanner *scanner, const sentinel_buffer *out,
                           const sentinel_findings *findings) {
    check_outcome(test, out, findings);
    sentinel_buffer again = {0};
    bool redacted = sentinel_redact(scanner, out->data, out->length, &again) == SENTINEL_OK;
    bool same = redacted && again.length == out->length && memcmp(again.data, out->data, out->length) == 0;
    sentinel_buffer_free(&again);
    EXPECT(same);
}

static void check_json(const cJSON *test, const sentinel_scanner *scanner, const sentinel_buffer *out,
                       const sentinel_findings *findings) {
    check_outcome(test, out, findings);
    sentinel_buffer again = {0};
    bool redacted = sentinel_redact_json(scanner, out->data, out->length, &again, NULL) == SENTINEL_OK;
    bool same = redacted && again.length == out->length && memcmp(again.data, out->data, out->length) == 0;
    sentinel_buffer_free(&again);
    EXPECT(same);
}

static void run_redact_json(const cJSON *test) {
    sentinel_scanner *scanner = scanner_for(test);
    sentinel_text input = input_of(test, "text", "base64");
    sentinel_buffer out = {0};
    sentinel_findings *findings = NULL;
    CHECK(sentinel_redact_json(scanner, input.data, input.length, &out, &findings) == SENTINEL_OK);
    check_json(test, scanner, &out, findings);
    sentinel_findings_free(findings);
    sentinel_buffer_free(&out);
    let_go(scanner);
}

static void check_shape(const cJSON *test, const sentinel_scanner *scanner, sentinel_text shape,
                        const sentinel_buffer *out, const sentinel_findings *findings) {
    check_outcome(test, out, findings);
    sentinel_buffer again = {0};
    bool redacted = sentinel_redact_as(scanner, shape, out->data, out->length, &again, NULL) == SENTINEL_OK;
    bool same = redacted && again.length == out->length && memcmp(again.data, out->data, out->length) == 0;
    sentinel_buffer_free(&again);
    EXPECT(same);
}

static void run_redact_as(const cJSON *test) {
    sentinel_scanner *scanner = scanner_for(test);
    sentinel_text input = input_of(test, "text", "base64"), shape = text_field(test, "shape");
    sentinel_buffer out = {0};
    sentinel_findings *findings = NULL;
    CHECK(sentinel_redact_as(scanner, shape, input.data, input.length, &out, &findings) == SENTINEL_OK);
    check_shape(test, scanner, shape, &out, findings);
    sentinel_findings_free(findings);
    sentinel_buffer_free(&out);
    let_go(scanner);
}

static void check_replacement(const sentinel_replacement *found, const cJSON *expected) {
    EXPECT(text_is(found->type, string_of(expected, "type")));
    EXPECT(text_is(found->treatment, string_of(expected, "treatment")));
    const size_t places[] = {found->input_start, found->input_end, found->output_start, found->output_end};
    for (int i = 0; i < 4; i++) {
        EXPECT((double)places[i] == cJSON_GetArrayItem(field(expected, "bytes"), i)->valuedouble);
    }
}

static void check_replacements(const cJSON *test, const sentinel_scanner *scanner, sentinel_text input) {
    const cJSON *expected = field(test, "replacements");
    if (expected == NULL || complaint != NULL) return;
    sentinel_buffer out = {0};
    sentinel_replacements *replacements = NULL;
    CHECK(sentinel_redact_replacements(scanner, input.data, input.length, &out, &replacements) == SENTINEL_OK);
    if (sentinel_replacements_count(replacements) != (size_t)cJSON_GetArraySize(expected)) complaint = "other replacements";
    for (size_t i = 0; complaint == NULL && i < sentinel_replacements_count(replacements); i++) {
        const sentinel_replacement *found = sentinel_replacements_get(replacements, i);
        check_replacement(found, cJSON_GetArrayItem(expected, (int)i));
        size_t there = sentinel_replacements_output_offset(replacements, found->input_start);
        if (there != found->output_start) complaint = "another offset";
        if (sentinel_replacements_input_offset(replacements, there) < found->input_start) complaint = "another offset back";
    }
    sentinel_replacements_free(replacements);
    sentinel_buffer_free(&out);
}

static void run_redact(const cJSON *test) {
    sentinel_scanner *scanner = scanner_for(test);
    sentinel_text input = input_of(test, "text", "base64");
    sentinel_buffer out = {0};
    sentinel_findings *findings = NULL;
    CHECK(sentinel_redact_findings(scanner, input.data, input.length, &out, &findings) == SENTINEL_OK);
    check_redacted(test, scanner, &out, findings);
    check_replacements(test, scanner, input);
    sentinel_findings_free(findings);
    sentinel_buffer_free(&out);
    let_go(scanner);
}

/* Adds what a stream gave to a text, and checks that findings come in the order of the types. */
static void check_piece(const cJSON *test, char *text, size_t *length, size_t *found, sentinel_buffer *out,
                        sentinel_findings *findings) {
    memcpy(text + *length, out->data, out->length);
    *length += out->length;
    sentinel_buffer_free(out);
    const cJSON *types = field(test, "types");
    for (size_t i = 0; i < sentinel_findings_count(findings); i++, (*found)++) {
        const char *type = cJSON_GetStringValue(cJSON_GetArrayItem(types, (int)*found));
        if (type == NULL || !text_is(sentinel_findings_get(findings, i)->type, type)) complaint = "another type";
    }
}

/* Adds what the members of this name say in a document. */
static void add_said(const cJSON *value, const char *name, char *text, size_t *length) {
    const cJSON *item;
    cJSON_ArrayForEach(item, value) {
        if (item->string != NULL && strcmp(item->string, name) == 0 && cJSON_IsString(item)) {
            size_t size = strlen(item->valuestring);
            memcpy(text + *length, item->valuestring, size);
            *length += size;
        } else {
            add_said(item, name, text, length);
        }
    }
}

/* Replaces events by what the members of this name say in their documents, all in all. */
static void keep_answer(const char *name, char *text, size_t *length) {
    char *events = malloc(*length + 1);
    CHECK(events != NULL);
    memcpy(events, text, *length);
    events[*length] = '\0';
    *length = 0;
    char *rest = NULL;
    for (char *line = strtok_r(events, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
        if (strncmp(line, "data: {", 7) != 0) continue;
        cJSON *document = cJSON_Parse(line + 6);
        CHECK(document != NULL);
        add_said(document, name, text, length);
        cJSON_Delete(document);
    }
    free(events);
}

/* A stream, or a feed in the format of the case. */
static void run_stream(const cJSON *test) {
    sentinel_scanner *scanner = scanner_for(test);
    sentinel_text input = input_of(test, "text", "base64"), expected = input_of(test, "redacted", "redacted_base64");
    const cJSON *chunks = field(test, "chunks");
    /* A value of one byte may become a placeholder, and its rule's name is no longer than 64 bytes. */
    char *text = malloc(80 * (input.length + 1));
    CHECK(text != NULL);
    size_t length = 0, found = 0, at = 0;
    sentinel_stream *stream = NULL;
    sentinel_buffer out = {0};
    sentinel_findings *findings = NULL;
    sentinel_status withheld = SENTINEL_OK;
    if (field(test, "format") == NULL) {
        CHECK(sentinel_stream_new(scanner, &stream) == SENTINEL_OK);
    } else {
        CHECK(sentinel_stream_new_of(scanner, text_field(test, "format"), &stream) == SENTINEL_OK);
    }
    for (int turn = 0; at < input.length; turn++) {
        size_t size = (size_t)cJSON_GetArrayItem(chunks, turn % cJSON_GetArraySize(chunks))->valuedouble;
        if (size > input.length - at) size = input.length - at;
        CHECK(sentinel_stream_push(stream, (const char *)input.data + at, size, &out, &findings) == SENTINEL_OK);
        check_piece(test, text, &length, &found, &out, findings);
        if (withheld == SENTINEL_OK) withheld = sentinel_findings_withheld(findings);
        sentinel_findings_free(findings);
        at += size;
    }
    CHECK(sentinel_stream_finish(stream, &out, &findings) == SENTINEL_OK);
    check_piece(test, text, &length, &found, &out, findings);
    if (withheld == SENTINEL_OK) withheld = sentinel_findings_withheld(findings);
    sentinel_findings_free(findings);
    CHECK(sentinel_stream_finish(stream, &out, NULL) == SENTINEL_INVALID_INPUT);
    sentinel_stream_free(stream);
    let_go(scanner);
    if (field(test, "answer") != NULL) keep_answer(string_of(test, "answer"), text, &length);
    bool same = length == expected.length && memcmp(text, expected.data, length) == 0;
    free(text);
    EXPECT(same);
    EXPECT(found == (size_t)cJSON_GetArraySize(field(test, "types")));
    EXPECT(strcmp(sentinel_status_code(withheld), field(test, "error") == NULL ? "ok" : string_of(test, "error")) == 0);
}

static void run_preview(const cJSON *test) {
    sentinel_text value = text_field(test, "value");
    size_t prefix = (size_t)number_of(test, "keep_prefix"), suffix = (size_t)number_of(test, "keep_suffix");
    sentinel_buffer out = {0};
    CHECK(sentinel_preview(value.data, value.length, prefix, suffix, &out) == SENTINEL_OK);
    bool same = buffer_is(&out, string_of(test, "preview"));
    sentinel_buffer_free(&out);
    EXPECT(same);
}

static void check_draft(const cJSON *test, const cJSON *draft) {
    EXPECT(string_is(draft, "regex", string_of(test, "regex")));
    EXPECT(number_of(draft, "samples") == number_of(test, "samples"));
    EXPECT(number_of(draft, "matched") == number_of(test, "matched"));
    double difference = number_of(draft, "confidence") - number_of(test, "confidence");
    EXPECT(difference < 0.0001 && difference > -0.0001);
}

static void run_draft(const cJSON *test) {
    char *evidence = cJSON_PrintUnformatted(field(test, "evidence"));
    sentinel_buffer out = {0};
    sentinel_status status = sentinel_draft_regex(sentinel_text_of(evidence), &out);
    cJSON_free(evidence);
    const char *error = field(test, "error") == NULL ? "ok" : string_of(test, "error");
    EXPECT(strcmp(sentinel_status_code(status), error) == 0);
    if (status != SENTINEL_OK) return;
    cJSON *draft = parsed(&out);
    check_draft(test, draft);
    cJSON_Delete(draft);
}

/* Makes the call of an `error` case. Nothing that it opens or gives needs to be kept: it fails. */
static sentinel_status call(const cJSON *test, const char *name) {
    sentinel_scanner *scanner = NULL;
    sentinel_findings *findings = NULL;
    sentinel_service *service = NULL;
    sentinel_buffer out = {0};
    sentinel_status status = SENTINEL_OK;
    bool builds = strcmp(name, "rules") == 0 || strcmp(name, "known") == 0 || strcmp(name, "policy") == 0 ||
                  strcmp(name, "paths") == 0;
    if (builds) return new_scanner(test, &scanner);
    if (strcmp(name, "open") == 0) return sentinel_open(text_field(test, "url"), NULL, &service);
    if (strcmp(name, "scan") == 0) {
        sentinel_text input = input_of(test, "text", "base64");
        scanner = scanner_for(test);
        status = sentinel_scan(scanner, input.data, input.length, &findings);
        let_go(scanner);
        return status;
    }
    if (strcmp(name, "redact_as") == 0) {
        sentinel_text input = input_of(test, "text", "base64");
        scanner = scanner_for(test);
        status = sentinel_redact_as(scanner, text_field(test, "shape"), input.data, input.length, &out, NULL);
        let_go(scanner);
        return status;
    }
    CHECK(sentinel_open(sentinel_text_of("memory://"), NULL, &service) == SENTINEL_OK);
    if (strcmp(name, "feedback") == 0) {
        char *report = cJSON_PrintUnformatted(field(test, "feedback"));
        status = sentinel_feedback(service, sentinel_text_of(report), &out);
        cJSON_free(report);
    } else if (strcmp(name, "approve") == 0) {
        status = sentinel_rules_approve(service, text_field(test, "id"), text_field(test, "by"), NONE, &out);
    } else {
        complaint = "an unknown call";
    }
    sentinel_close(service); /* leaves the last error alone */
    return status;
}

static void run_error(const cJSON *test) {
    sentinel_status status = call(test, string_of(test, "call"));
    if (complaint != NULL) return;
    EXPECT(strcmp(sentinel_status_code(status), string_of(test, "code")) == 0);
    EXPECT(strcmp(sentinel_last_error_code(), string_of(test, "code")) == 0);
    const cJSON *word;
    cJSON_ArrayForEach(word, field(test, "names")) {
        EXPECT(strstr(sentinel_last_error(), cJSON_GetStringValue(word)) != NULL);
    }
    cJSON_ArrayForEach(word, field(test, "hides")) {
        EXPECT(strstr(sentinel_last_error(), cJSON_GetStringValue(word)) == NULL);
        EXPECT(strstr(sentinel_last_error_json(), cJSON_GetStringValue(word)) == NULL);
    }
}

static void run_vault(const cJSON *test) {
    if (builtin[0] == NULL) CHECK(new_scanner(test, &builtin[0]) == SENTINEL_OK);
    complaint = vault_case(field(test, "vault"), builtin[0]);
}

static const struct {
    const char *op;
    void (*run)(const cJSON *test);
} OPS[] = {{"scan", run_scan}, {"redact", run_redact}, {"preview", run_preview}, {"draft", run_draft}, {"error", run_error},
          {"stream", run_stream}, {"feed", run_stream}, {"vault", run_vault}, {"redact_json", run_redact_json}, {"redact_as", run_redact_as}};

static void run_case(const cJSON *test) {
    for (size_t i = 0; i < sizeof OPS / sizeof *OPS; i++) {
        if (string_is(test, "op", OPS[i].op)) {
            OPS[i].run(test);
            return;
        }
    }
    complaint = "an unknown op";
}

int main(int count, char **arguments) {
    CHECK(count >= 2);
    int ran = 0, failed = 0;
    vector_files files = vector_files_in(arguments[1]);
    for (size_t i = 0; i < files.length; i++) {
        cJSON *document = vector_file_read(files.paths[i]);
        const cJSON *test;
        cJSON_ArrayForEach(test, field(document, "cases")) {
            complaint = NULL;
            run_case(test);
            ran++;
            if (complaint != NULL) {
                failed++;
                fprintf(stderr, "%s: %s\n", string_of(test, "name"), complaint);
            }
        }
        cJSON_Delete(document);
    }
    vector_files_free(&files);
    sentinel_scanner_free(builtin[0]);
    sentinel_scanner_free(builtin[1]);
    printf("%d vectors ran, %d failed\n", ran, failed);
    return ran > 0 && failed == 0 ? 0 : 1;
}
