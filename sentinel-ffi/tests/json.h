/* Reads the documents that the library gives. */
#ifndef JSON_H
#define JSON_H

#include "check.h"

#include <cjson/cJSON.h>

/* Reads a document and frees its buffer. The caller frees what is returned. */
static inline cJSON *parsed(sentinel_buffer *buffer) {
    cJSON *document = cJSON_ParseWithLength((const char *)buffer->data, buffer->length);
    CHECK(document != NULL);
    sentinel_buffer_free(buffer);
    return document;
}

static inline const cJSON *field(const cJSON *object, const char *name) {
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static inline const char *string_of(const cJSON *object, const char *name) {
    const char *value = cJSON_GetStringValue(field(object, name));
    return value == NULL ? "" : value;
}

static inline double number_of(const cJSON *object, const char *name) {
    const cJSON *number = field(object, name);
    CHECK(cJSON_IsNumber(number));
    return number->valuedouble;
}

static inline bool is_set(const cJSON *object, const char *name) {
    const cJSON *value = field(object, name);
    CHECK(value != NULL);
    return !cJSON_IsNull(value);
}

static inline bool string_is(const cJSON *object, const char *name, const char *expected) {
    return strcmp(string_of(object, name), expected) == 0;
}

#endif
