/* What rules cost, and what becomes of one that costs too much. */
#include "check.h"

enum { MIB = 1 << 20 };

static const char rules[] = "patterns:\n"
                            "  KEY: {regex: 'key_[a-z]{4}', entropy: 2.2}\n"
                            "  ALL: {regex: '[a-z0-9]{9}'}\n"
                            "  NEVER: {regex: 'never_[a-z]+'}\n";

static sentinel_scanner *scanner_with(uint64_t budget, bool disable) {
    sentinel_scanner *scanner = NULL;
    sentinel_scanner_options options = {.size = sizeof options, .without_builtin = true};
    options.rules = sentinel_text_of(rules);
    options.rule_budget = budget;
    options.disable_slow_rules = disable;
    CHECK(sentinel_scanner_new(&options, &scanner) == SENTINEL_OK);
    return scanner;
}

static const sentinel_rule_cost *cost_of(const sentinel_profile *profile, const char *rule) {
    for (size_t i = 0; i < sentinel_profile_count(profile); i++) {
        const sentinel_rule_cost *cost = sentinel_profile_get(profile, i);
        if (text_is(cost->rule, rule)) return cost;
    }
    return NULL;
}

static void a_profile_counts_what_each_rule_did(void) {
    sentinel_scanner *scanner = scanner_with(0, false);
    sentinel_profile *profile = NULL;
    const char text[] = "key_abcd key_aaaa key_12\n123456789\n";
    CHECK(sentinel_scan_profile(scanner, text, strlen(text), &profile) == SENTINEL_OK);
    sentinel_scanner_free(scanner); /* what was measured stays */
    CHECK(sentinel_profile_bytes(profile) == strlen(text));
    CHECK(sentinel_profile_nanoseconds(profile) > 0);
    CHECK(sentinel_profile_count(profile) == 2 && sentinel_profile_get(profile, 2) == NULL);
    const sentinel_rule_cost *key = cost_of(profile, "KEY");
    CHECK(key != NULL && key->candidates == 2 && key->regex_runs == 2 && key->matches == 1 && key->refused == 1);
    CHECK(key->searched_bytes == 16 && key->nanoseconds <= sentinel_profile_nanoseconds(profile));
    const sentinel_rule_cost *all = cost_of(profile, "ALL");
    CHECK(all != NULL && all->candidates == 0 && all->matches == 1 && all->searched_bytes == strlen(text));
    CHECK(cost_of(profile, "NEVER") == NULL);
    CHECK(sentinel_profile_get(profile, 0)->nanoseconds >= sentinel_profile_get(profile, 1)->nanoseconds);
    sentinel_profile_free(profile);
}

static void a_text_past_the_limit_has_no_profile(void) {
    sentinel_scanner *scanner = NULL;
    sentinel_profile *profile = NULL;
    sentinel_scanner_options options = {.size = sizeof options, .max_input_bytes = 8};
    CHECK(sentinel_scanner_new(&options, &scanner) == SENTINEL_OK);
    CHECK(sentinel_scan_profile(scanner, "123456789", 9, &profile) == SENTINEL_LIMIT_EXCEEDED);
    CHECK(profile == NULL);
    sentinel_scanner_free(scanner);
}

static size_t found(const sentinel_scanner *scanner, const char *text) {
    sentinel_findings *findings = NULL;
    CHECK(sentinel_scan(scanner, text, strlen(text), &findings) == SENTINEL_OK);
    size_t count = sentinel_findings_count(findings);
    sentinel_findings_free(findings);
    return count;
}

/* No rule keeps a budget of a nanosecond. */
static void a_rule_over_its_budget_is_reported(bool disable) {
    sentinel_scanner *scanner = scanner_with(1, disable);
    sentinel_slow_rules *slow = NULL;
    char *text = malloc(MIB + 1);
    CHECK(text != NULL);
    memset(text, ' ', MIB);
    text[MIB] = '\0';
    memcpy(text, "123456789", 9);
    CHECK(found(scanner, "123456789") == 1);
    CHECK(sentinel_scanner_slow_rules(scanner, &slow) == SENTINEL_OK);
    CHECK(sentinel_slow_rules_count(slow) == 0); /* less than a MiB says nothing */
    sentinel_slow_rules_free(slow);

    found(scanner, text);
    CHECK(found(scanner, "123456789") == (disable ? 0 : 1));
    CHECK(sentinel_scanner_slow_rules(scanner, &slow) == SENTINEL_OK);
    CHECK(sentinel_slow_rules_count(slow) == 1 && sentinel_slow_rules_get(slow, 1) == NULL);
    const sentinel_slow_rule *rule = sentinel_slow_rules_get(slow, 0);
    CHECK(text_is(rule->rule, "ALL") && rule->nanoseconds_per_mib > 1);
    CHECK(rule->disabled == disable && (rule->skipped > 0) == disable);
    sentinel_slow_rules_free(slow);
    free(text);
    sentinel_scanner_free(scanner);
}

static void a_setting_without_its_budget_is_refused(void) {
    sentinel_scanner *scanner = NULL;
    sentinel_scanner_options options = {.size = sizeof options, .disable_slow_rules = true};
    CHECK(sentinel_scanner_new(&options, &scanner) == SENTINEL_INVALID_INPUT);
    CHECK(strstr(sentinel_last_error(), "rule_budget") != NULL);
}

int main(void) {
    a_profile_counts_what_each_rule_did();
    a_text_past_the_limit_has_no_profile();
    a_rule_over_its_budget_is_reported(false);
    a_rule_over_its_budget_is_reported(true);
    a_setting_without_its_budget_is_refused();
    return 0;
}
