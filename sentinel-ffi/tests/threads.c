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

/* A destructor of the thread's own data: what Rust kept for the thread is gone by then. */
static void last_call(void *own) {
    CHECK(sentinel_scan(own, NULL, 1, NULL) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_last_error()[0] == '\0');
    sentinel_scanner_free(own);
}

static void *leave_to_destructor(void *key) {
    sentinel_scanner *own = builtin_scanner();
    CHECK(sentinel_scan(own, NULL, 1, NULL) == SENTINEL_NULL_POINTER);
    CHECK(pthread_setspecific(*(pthread_key_t *)key, own) == 0);
    return NULL;
}

static void a_thread_may_free_as_it_ends(void) {
    pthread_key_t key;
    pthread_t thread;
    CHECK(pthread_key_create(&key, last_call) == 0);
    CHECK(pthread_create(&thread, NULL, leave_to_destructor, &key) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(pthread_key_delete(key) == 0);
}

int main(void) {
    a_thread_may_free_as_it_ends();
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
