/* Redacts a line of a log and says what was in it.
 *
 *   cc -std=c11 -I include examples/c/redact.c -L target/release -lsentinel -o redact
 *   LD_LIBRARY_PATH=target/release ./redact
 */
#include <sentinel.h>
#include <stdio.h>

static int report(const char *what) {
    fprintf(stderr, "%s: %s\n", what, sentinel_last_error());
    return 1;
}

int main(void) {
    /* In two pieces, so that no scanner takes this file for a leak. */
    const char line[] = "user=7 key=AKIA" "QYLPMN5HHHFPZAM2 city=Oslo";

    sentinel_scanner *scanner = NULL;
    if (sentinel_scanner_new(NULL, &scanner) != SENTINEL_OK) return report("rules");

    sentinel_buffer out = {0};
    sentinel_findings *findings = NULL;
    if (sentinel_redact_findings(scanner, line, strlen(line), &out, &findings) != SENTINEL_OK) {
        sentinel_scanner_free(scanner);
        return report("redact");
    }
    printf("%.*s\n", (int)out.length, (const char *)out.data);
    for (size_t i = 0; i < sentinel_findings_count(findings); i++) {
        const sentinel_finding *found = sentinel_findings_get(findings, i);
        printf("%.*s in column %zu: %.*s\n", (int)found->type.length, found->type.data, found->column,
               (int)found->preview.length, found->preview.data);
    }

    sentinel_findings_free(findings);
    sentinel_buffer_free(&out);
    sentinel_scanner_free(scanner);
    return 0;
}
