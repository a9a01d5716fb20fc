/* What is found, where, and what becomes of the text: offsets in bytes, any bytes, no length at a zero. */
#include "check.h"

static sentinel_findings *scan(const sentinel_scanner *scanner, const void *text, size_t length) {
    sentinel_findings *findings = NULL;
    CHECK(sentinel_scan(scanner, text, length, &findings) == SENTINEL_OK);
    return findings;
}

static void a_finding_has_all_its_fields(void) {
    sentinel_scanner *scanner = builtin_scanner();
    const char text[] = "first\nKöln 🔑 " AWS_KEY " ok";
    sentinel_findings *findings = scan(scanner, text, strlen(text));
    sentinel_scanner_free(scanner); /* what it found stays */

    CHECK(sentinel_findings_count(findings) == 1);
    CHECK(sentinel_findings_get(findings, 1) == NULL);
    CHECK(sentinel_findings_withheld(findings) == SENTINEL_OK);
    const sentinel_finding *found = sentinel_findings_get(findings, 0);
    CHECK(text_is(found->type, "AWS_ACCESS_KEY"));
    CHECK(text_is(found->category, "secret"));
    CHECK(text_is(found->severity, "HIGH"));
    CHECK(text_is(found->proof, "structure"));
    CHECK(text_is(found->preview, "AKIA****AM2"));
    CHECK(found->confidence > 0.5 && found->confidence <= 1.0);
    CHECK(found->start == 17 && found->end == 37);
    CHECK(found->line == 2 && found->column == 12);
    CHECK(memcmp(text + found->start, AWS_KEY, found->end - found->start) == 0);
    CHECK(found->fingerprint.data == NULL && found->fingerprint.length == 0);
    CHECK(found->components_length == 0);
    CHECK(found->ruleset.length == 16);
    sentinel_findings_free(findings);
}

static void parts_of_a_credential_are_told(void) {
    sentinel_scanner *scanner = NULL;
    sentinel_scanner_options options = {.size = sizeof options, .without_builtin = true};
    options.rules = sentinel_text_of("patterns:\n"
                                     "  PAIR: {regex: 'id_[0-9]{8}', components: [{rule: PART, within_lines: 1}]}\n"
                                     "  PART: {regex: 'part_[0-9]{8}'}\n");
    CHECK(sentinel_scanner_new(&options, &scanner) == SENTINEL_OK);
    const char text[] = "id_12345678\npart_87654321";
    sentinel_findings *findings = scan(scanner, text, strlen(text));
    const sentinel_finding *pair = sentinel_findings_get(findings, 0);
    CHECK(text_is(pair->type, "PAIR") && pair->components_length == 1);
    CHECK(text_is(pair->components[0].type, "PART"));
    CHECK(pair->components[0].start == 12 && pair->components[0].end == 25);
    sentinel_findings_free(findings);
    sentinel_scanner_free(scanner);
}

static void a_text_is_as_long_as_it_is_said_to_be(void) {
    sentinel_scanner *scanner = builtin_scanner();
    const char text[] = "\xff\0key=" AWS_KEY "\0tail";
    sentinel_buffer out = {0};
    CHECK(sentinel_redact(scanner, text, sizeof text - 1, &out) == SENTINEL_OK);
    const char expected[] = "\xff\0key=[REDACTED:AWS_ACCESS_KEY]\0tail";
    CHECK(out.length == sizeof expected - 1 && memcmp(out.data, expected, sizeof expected) == 0);

    sentinel_buffer again = {0};
    CHECK(sentinel_redact(scanner, out.data, out.length, &again) == SENTINEL_OK);
    CHECK(again.length == out.length && memcmp(again.data, out.data, out.length) == 0);
    sentinel_buffer_free(&again);
    sentinel_buffer_free(&out);

    CHECK(sentinel_redact(scanner, NULL, 0, &out) == SENTINEL_OK);
    CHECK(out.data != NULL && out.length == 0);
    sentinel_buffer_free(&out);
    sentinel_findings *findings = scan(scanner, AWS_KEY, 10); /* half of it is none */
    CHECK(sentinel_findings_count(findings) == 0);
    sentinel_findings_free(findings);
    sentinel_scanner_free(scanner);
}

static void a_text_past_the_limit_is_withheld(void) {
    sentinel_scanner *scanner = NULL;
    sentinel_scanner_options options = {.size = sizeof options, .max_input_bytes = 8};
    CHECK(sentinel_scanner_new(&options, &scanner) == SENTINEL_OK);
    sentinel_buffer out = {0};
    sentinel_findings *findings = NULL;
    CHECK(sentinel_redact_findings(scanner, "123456789", 9, &out, &findings) == SENTINEL_OK);
    CHECK(buffer_is(&out, "[REDACTED:LIMIT]"));
    CHECK(sentinel_findings_withheld(findings) == SENTINEL_LIMIT_EXCEEDED);
    CHECK(sentinel_scanner_withheld(scanner) == 1);
    sentinel_findings_free(findings);
    sentinel_buffer_free(&out);
    CHECK(sentinel_scan(scanner, "123456789", 9, &findings) == SENTINEL_LIMIT_EXCEEDED);
    sentinel_scanner_free(scanner);
}

int main(void) {
    a_finding_has_all_its_fields();
    parts_of_a_credential_are_told();
    a_text_is_as_long_as_it_is_said_to_be();
    a_text_past_the_limit_is_withheld();
    return 0;
}
