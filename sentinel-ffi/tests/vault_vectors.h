/* Runs the vectors of vaults: steps with one vault, each with what it gives or the code of its error. */
#ifndef VAULT_VECTORS_H
#define VAULT_VECTORS_H

#include "vector_files.h"

/* A part of a case as JSON; missing where it is not there. Free its data. */
static inline sentinel_text printed(const cJSON *step, const char *name) {
    const cJSON *part = field(step, name);
    return part == NULL ? NONE : sentinel_text_of(cJSON_PrintUnformatted(part));
}

static inline sentinel_text word_of(const cJSON *step, const char *name) {
    return sentinel_text_of(cJSON_GetStringValue(field(step, name)));
}

static inline sentinel_status tokenized(const cJSON *step, const sentinel_scanner *scanner, const sentinel_vault *vault,
                                        sentinel_buffer *out) {
    const char *text = string_of(step, "tokenize");
    sentinel_vault *scoped = NULL;
    CHECK(sentinel_vault_scoped(vault, word_of(step, "tenant"), word_of(step, "session"), &scoped) == SENTINEL_OK);
    sentinel_status status = sentinel_tokenize(scanner, scoped, text, strlen(text), out);
    sentinel_vault_free(scoped);
    return status;
}

static inline sentinel_status step_given(const cJSON *step, const sentinel_scanner *scanner,
                                         const sentinel_vault *vault, sentinel_buffer *out, sentinel_buffer *traces) {
    if (field(step, "tokenize") != NULL) return tokenized(step, scanner, vault, out);
    sentinel_text grant = printed(step, "grant"), policy = printed(step, "policy");
    sentinel_status status =
        field(step, "restore") != NULL
            ? sentinel_restore(vault, text_field(step, "restore"), grant, out)
            : sentinel_guard(text_field(step, "guard"), word_of(step, "sink"), vault, grant, policy, out, traces);
    cJSON_free((void *)grant.data);
    cJSON_free((void *)policy.data);
    return status;
}

/* The complaint about traces, if there is one. */
static inline const char *check_traces(const cJSON *step, sentinel_buffer *given) {
    const cJSON *expected = field(step, "traces");
    cJSON *traces = parsed(given);
    const char *complaint = cJSON_GetArraySize(traces) == cJSON_GetArraySize(expected) ? NULL : "the number of traces";
    for (int i = 0; complaint == NULL && i < cJSON_GetArraySize(expected); i++) {
        const cJSON *trace = cJSON_GetArrayItem(traces, i), *wanted = cJSON_GetArrayItem(expected, i);
        bool same = string_is(trace, "kind", cJSON_GetStringValue(cJSON_GetArrayItem(wanted, 0))) &&
                    string_is(trace, "action", cJSON_GetStringValue(cJSON_GetArrayItem(wanted, 1))) &&
                    number_of(trace, "line") == cJSON_GetArrayItem(wanted, 2)->valuedouble;
        if (!same) complaint = "a trace is another";
    }
    cJSON_Delete(traces);
    return complaint;
}

static inline const char *check_step(const cJSON *step, const sentinel_scanner *scanner, const sentinel_vault *vault) {
    sentinel_buffer out = {0}, traces = {0};
    sentinel_status status = step_given(step, scanner, vault, &out, &traces);
    if (field(step, "error") != NULL) {
        if (status == SENTINEL_OK) return "no error";
        if (strcmp(sentinel_status_code(status), string_of(step, "error")) != 0) return "another error";
        const cJSON *word;
        cJSON_ArrayForEach(word, field(step, "names")) {
            if (strstr(sentinel_last_error(), cJSON_GetStringValue(word)) == NULL) return "the error lacks a name";
        }
        cJSON_ArrayForEach(word, field(step, "hides")) {
            if (strstr(sentinel_last_error_json(), cJSON_GetStringValue(word)) != NULL) return "the error quotes a value";
        }
        return NULL;
    }
    if (status != SENTINEL_OK) return "an error";
    const char *complaint = buffer_is(&out, string_of(step, "gives")) ? NULL : "the text is another";
    sentinel_buffer_free(&out);
    if (field(step, "traces") == NULL) return complaint;
    const char *about_traces = check_traces(step, &traces);
    return complaint == NULL ? about_traces : complaint;
}

/* The complaint about a case, if there is one. */
static inline const char *vault_case(const cJSON *vault_case, const sentinel_scanner *scanner) {
    cJSON *options = cJSON_Duplicate(vault_case, true);
    cJSON *steps = cJSON_DetachItemFromObjectCaseSensitive(options, "steps");
    char *text = cJSON_PrintUnformatted(options);
    sentinel_vault *vault = NULL;
    CHECK(sentinel_vault_open(sentinel_text_of("memory://"), sentinel_text_of(text), &vault) == SENTINEL_OK);
    const char *complaint = NULL;
    const cJSON *step;
    cJSON_ArrayForEach(step, steps) {
        if (complaint == NULL) complaint = check_step(step, scanner, vault);
    }
    sentinel_vault_free(vault);
    cJSON_free(text);
    cJSON_Delete(steps);
    cJSON_Delete(options);
    return complaint;
}

#endif
