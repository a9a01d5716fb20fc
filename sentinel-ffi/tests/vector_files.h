/* Reads the files of vectors: split marks out, JSON in, texts with their true length. */
#ifndef VECTOR_FILES_H
#define VECTOR_FILES_H

#include "json.h"

#include <dirent.h>

/* Stands inside tokens, so that no scanner takes a file of vectors for a leak. */
#define SPLIT_MARK "<" "|>"
/* cJSON ends a string at its first zero byte. Until the string is read, this stands for it. */
#define ZERO_ESCAPE "\\u0000"
#define STANDS_FOR_ZERO_ESCAPE "\\uE0FF"
#define STANDS_FOR_ZERO "\xEE\x83\xBF"

typedef struct vector_files {
    char **paths;
    size_t length;
} vector_files;

static inline vector_files vector_files_in(const char *folder) {
    vector_files files = {0};
    DIR *directory = opendir(folder);
    CHECK(directory != NULL);
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        size_t length = strlen(entry->d_name);
        if (length < 5 || strcmp(entry->d_name + length - 5, ".json") != 0) continue;
        size_t size = strlen(folder) + length + 2;
        char *path = malloc(size);
        snprintf(path, size, "%s/%s", folder, entry->d_name);
        files.paths = realloc(files.paths, (files.length + 1) * sizeof *files.paths);
        files.paths[files.length++] = path;
    }
    closedir(directory);
    return files;
}

static inline void vector_files_free(vector_files *files) {
    for (size_t i = 0; i < files->length; i++) free(files->paths[i]);
    free(files->paths);
}

/* Replaces every `from` in place by `to`, which is not longer. Returns the length afterwards. */
static inline size_t replace(char *text, size_t length, const char *from, const char *to, size_t to_length) {
    size_t from_length = strlen(from), written = 0;
    for (size_t at = 0; at < length;) {
        if (length - at >= from_length && memcmp(text + at, from, from_length) == 0) {
            memcpy(text + written, to, to_length);
            written += to_length;
            at += from_length;
        } else {
            text[written++] = text[at++];
        }
    }
    text[written] = '\0';
    return written;
}

static inline cJSON *vector_file_read(const char *path) {
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL && fseek(file, 0, SEEK_END) == 0);
    long size = ftell(file);
    CHECK(size > 0);
    rewind(file);
    char *text = malloc((size_t)size + 1);
    size_t length = fread(text, 1, (size_t)size, file);
    CHECK(length == (size_t)size);
    fclose(file);
    length = replace(text, length, SPLIT_MARK, "", 0);
    length = replace(text, length, ZERO_ESCAPE, STANDS_FOR_ZERO_ESCAPE, strlen(STANDS_FOR_ZERO_ESCAPE));
    cJSON *document = cJSON_ParseWithLength(text, length);
    free(text);
    CHECK(document != NULL);
    return document;
}

static inline int base64_digit(char c) {
    const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *digit = strchr(digits, c);
    return c == '\0' || digit == NULL ? -1 : (int)(digit - digits);
}

/* Decodes in place; what is decoded is never longer. */
static inline size_t base64_decode(char *text) {
    size_t written = 0;
    unsigned bits = 0;
    int held = 0;
    for (const char *at = text; *at != '\0' && *at != '='; at++) {
        int digit = base64_digit(*at);
        CHECK(digit >= 0);
        bits = bits << 6 | (unsigned)digit;
        held += 6;
        if (held >= 8) {
            held -= 8;
            text[written++] = (char)(bits >> held & 0xFF);
        }
    }
    return written;
}

/* A text of a case, in the document's own memory. Each is read once: reading changes it. */
static inline sentinel_text text_field(const cJSON *test, const char *name) {
    char *text = cJSON_GetStringValue(field(test, name));
    if (text == NULL) return (sentinel_text){0};
    return (sentinel_text){text, replace(text, strlen(text), STANDS_FOR_ZERO, "", 1)};
}

/* A text of a case, or bytes in base64. */
static inline sentinel_text input_of(const cJSON *test, const char *text, const char *base64) {
    if (field(test, base64) == NULL) return text_field(test, text);
    char *bytes = cJSON_GetStringValue(field(test, base64));
    CHECK(bytes != NULL);
    return (sentinel_text){bytes, base64_decode(bytes)};
}

#endif
