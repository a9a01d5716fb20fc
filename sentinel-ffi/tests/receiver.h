/* An HTTP server for one request on the loopback interface: what a security team's hook would be. */
#ifndef RECEIVER_H
#define RECEIVER_H

#include "check.h"

#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct receiver {
    int socket;
    pthread_t thread;
    char url[64];
    char request[16384]; /* once it is joined: head and body */
    const char *body;
} receiver;

/* Where the body starts once all of the request is there, or NULL. */
static inline const char *whole_body(const char *request) {
    const char *end = strstr(request, "\r\n\r\n");
    const char *length = strstr(request, "content-length: ");
    if (end == NULL || length == NULL || length > end) return NULL;
    return strlen(end + 4) >= strtoul(length + 16, NULL, 10) ? end + 4 : NULL;
}

static inline void *receiver_run(void *argument) {
    receiver *self = argument;
    int connection = accept(self->socket, NULL, NULL);
    CHECK(connection >= 0);
    size_t filled = 0;
    while ((self->body = whole_body(self->request)) == NULL) {
        ssize_t got = read(connection, self->request + filled, sizeof self->request - 1 - filled);
        CHECK(got > 0);
        filled += (size_t)got;
    }
    const char answer[] = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
    CHECK(write(connection, answer, strlen(answer)) == (ssize_t)strlen(answer));
    close(connection);
    return NULL;
}

static inline void receiver_start(receiver *self) {
    memset(self, 0, sizeof *self);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    self->socket = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(bind(self->socket, (struct sockaddr *)&address, size) == 0);
    CHECK(listen(self->socket, 1) == 0);
    CHECK(getsockname(self->socket, (struct sockaddr *)&address, &size) == 0);
    snprintf(self->url, sizeof self->url, "http://127.0.0.1:%d/hooks", ntohs(address.sin_port));
    CHECK(pthread_create(&self->thread, NULL, receiver_run, self) == 0);
}

static inline void receiver_join(receiver *self) {
    CHECK(pthread_join(self->thread, NULL) == 0);
    close(self->socket);
}

#endif
