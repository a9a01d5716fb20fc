/* One scanner and one service, used by several threads at the same time. */
#include "check.h"

#include <pthread.h>

enum { THREADS = 4, ROUNDS = 50, RECORDS = 5 };

static sentinel_scanner *scanner;
static sentinel_service *service;

static void *work(void *unused) {
    (void)unused;
    const char line[] = "key=" AWS_KEY;
    for (int round = 0; round < ROUNDS; round++) {
        sentinel_buffer out = {0};
        CHECK(sentinel_redact(scanner, line, strlen(line), &out) == SENTINEL_OK);
        CHECK(buffer_is(&out, "key=[REDACTED:AWS_ACCESS_KEY]"));
        sentinel_buffer_free(&out);
    }
    for (int record = 0; record < RECORDS; record++) {
        sentinel_buffer out = {0};
        CHECK(sentinel_process(service, line, strlen(line), NULL, &out) == SENTINEL_OK);
        sentinel_buffer_free(&out);
    }
    return NULL;
}

int main(void) {
    scanner = builtin_scanner();
    CHECK(sentinel_open(sentinel_text_of("memory://"), NULL, &service) == SENTINEL_OK);
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) CHECK(pthread_create(&threads[i], NULL, work, NULL) == 0);
    for (int i = 0; i < THREADS; i++) CHECK(pthread_join(threads[i], NULL) == 0);

    sentinel_buffer verified = {0};
    CHECK(sentinel_hyperlog_verify(service, &verified) == SENTINEL_OK);
    char entries[32];
    snprintf(entries, sizeof entries, "\"entries\":%d", THREADS * RECORDS);
    CHECK(strstr((const char *)verified.data, entries) != NULL);
    sentinel_buffer_free(&verified);
    sentinel_close(service);
    sentinel_scanner_free(scanner);
    return 0;
}
