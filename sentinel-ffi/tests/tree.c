/* Scans of files and folders: a report for each file, in order, until a callback has enough. */
#define _XOPEN_SOURCE 700
#include "check.h"
#include <sys/stat.h>
#include <unistd.h>

static char root[4096];

static const char *path_of(const char *name) {
    static char path[4200];
    snprintf(path, sizeof path, "%s/%s", root, name);
    return path;
}

static void file(const char *name, const void *content, size_t length) {
    FILE *stream = fopen(path_of(name), "wb");
    CHECK(stream != NULL && fwrite(content, 1, length, stream) == length && fclose(stream) == 0);
}

#define FILE_OF(name, text) file(name, text, sizeof(text) - 1)

static void make_tree(const char *scratch) {
    snprintf(root, sizeof root, "%s/tree-XXXXXX", scratch);
    CHECK(mkdtemp(root) != NULL);
    CHECK(mkdir(path_of(".git"), 0700) == 0 && mkdir(path_of("sub"), 0700) == 0);
    FILE_OF(".env", "key=" AWS_KEY "\n");
    FILE_OF(".git/config", "key=" AWS_KEY "\n");
    FILE_OF(".gitignore", "ignored\n");
    FILE_OF("binary", "\0key=" AWS_KEY "\n");
    FILE_OF("ignored", "key=" AWS_KEY "\n");
    FILE_OF("sub/two", "\n" AWS_KEY " " AWS_KEY "\n");
    CHECK(symlink("two", path_of("sub/link")) == 0);
    /* The key in UTF-16, the lower byte first. */
    char wide[2 + 2 * (sizeof(AWS_KEY) - 1)] = "\xff\xfe";
    for (size_t i = 0; i < sizeof(AWS_KEY) - 1; i++) wide[2 + 2 * i] = AWS_KEY[i];
    file("wide", wide, sizeof wide);
}

/* What a callback has seen. */
struct seen {
    const sentinel_scanner *scanner;
    size_t files, findings, most;
    char words[1000];
    uint64_t bytes, told_files, told_bytes, told_findings;
};

static bool see(const sentinel_file_report *report, void *user_data) {
    struct seen *seen = user_data;
    CHECK(report->path.length > strlen(root) && memcmp(report->path.data, root, strlen(root)) == 0);
    CHECK((report->status == SENTINEL_OK) == (report->error.data == NULL));
    size_t used = strlen(seen->words);
    snprintf(seen->words + used, sizeof seen->words - used, "%.*s:%zu%.*s%.*s ",
             (int)(report->path.length - strlen(root) - 1), report->path.data + strlen(root) + 1,
             sentinel_findings_count(report->findings), (int)report->skipped.length,
             report->skipped.length > 0 ? report->skipped.data : "", (int)report->encoding.length,
             report->encoding.length > 0 ? report->encoding.data : "");
    for (size_t i = 0; i < sentinel_findings_count(report->findings); i++) {
        const sentinel_finding *found = sentinel_findings_get(report->findings, i);
        CHECK(text_is(found->type, "AWS_ACCESS_KEY") && text_is(found->preview, "AKIA****AM2"));
        CHECK(found->end - found->start == sizeof(AWS_KEY) - 1 && found->line >= 1 && found->column >= 1);
    }
    /* The library may be called from in here. */
    sentinel_buffer out = {0};
    CHECK(sentinel_redact(seen->scanner, "", 0, &out) == SENTINEL_OK);
    sentinel_buffer_free(&out);
    seen->findings += sentinel_findings_count(report->findings);
    seen->bytes += report->bytes;
    seen->files++;
    return seen->files != seen->most;
}

static bool tell(uint64_t files, uint64_t bytes, uint64_t findings, void *user_data) {
    struct seen *seen = user_data;
    seen->told_files = files, seen->told_bytes = bytes, seen->told_findings = findings;
    return true;
}

static bool refuse(uint64_t files, uint64_t bytes, uint64_t findings, void *user_data) {
    (void)files, (void)bytes, (void)findings, (void)user_data;
    return false;
}

static struct seen scan(const sentinel_scanner *scanner, sentinel_tree_options options, size_t most) {
    struct seen seen = {.scanner = scanner, .most = most};
    options.size = sizeof options;
    CHECK(sentinel_scan_tree(scanner, sentinel_text_of(root), &options, see, &seen) == SENTINEL_OK);
    return seen;
}

static void every_file_is_reported_in_order(const sentinel_scanner *scanner) {
    struct seen seen = scan(scanner, (sentinel_tree_options){.progress = tell}, 0);
    CHECK(strcmp(seen.words, ".env:1 .gitignore:0 binary:0binary sub/link:0symbolic_link sub/two:2 "
                             "wide:1utf-16le ") == 0);
    CHECK(seen.told_files == seen.files && seen.told_bytes == seen.bytes && seen.told_findings == seen.findings);
    struct seen again = {.scanner = scanner};
    CHECK(sentinel_scan_tree(scanner, sentinel_text_of(root), NULL, see, &again) == SENTINEL_OK);
    CHECK(strcmp(seen.words, again.words) == 0);
}

static void options_choose_files(const sentinel_scanner *scanner) {
    sentinel_tree_options options = {.without_gitignore = true, .without_hidden = true, .follow_links = true};
    options.max_bytes = 40;
    options.threads = 3;
    struct seen seen = scan(scanner, options, 0);
    CHECK(strcmp(seen.words, "binary:0binary ignored:1 sub/link:0too_large sub/two:0too_large "
                             "wide:0too_large ") == 0);
}

static void a_callback_ends_the_scan(const sentinel_scanner *scanner) {
    CHECK(scan(scanner, (sentinel_tree_options){0}, 2).files == 2);
    CHECK(scan(scanner, (sentinel_tree_options){.progress = refuse}, 0).files <= 6);
}

static bool is_missing(const sentinel_file_report *report, void *user_data) {
    CHECK(report->status == SENTINEL_NOT_FOUND && report->error.length > 0 && report->skipped.data == NULL);
    CHECK(sentinel_findings_count(report->findings) == 0);
    *(bool *)user_data = true;
    return true;
}

static void what_is_not_there_is_reported(const sentinel_scanner *scanner) {
    bool reported = false;
    sentinel_text none = sentinel_text_of(path_of("none"));
    CHECK(sentinel_scan_tree(scanner, none, NULL, is_missing, &reported) == SENTINEL_OK && reported);
}

static void wrong_arguments_are_refused(const sentinel_scanner *scanner) {
    sentinel_text path = sentinel_text_of(root);
    CHECK(sentinel_scan_tree(NULL, path, NULL, see, NULL) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_scan_tree(scanner, NONE, NULL, see, NULL) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_scan_tree(scanner, path, NULL, NULL, NULL) == SENTINEL_NULL_POINTER);
    CHECK(sentinel_scan_tree(scanner, sentinel_text_of("\xff"), NULL, see, NULL) == SENTINEL_INVALID_UTF8);
    sentinel_tree_options options = {.size = sizeof options, .threads = 5000};
    CHECK(sentinel_scan_tree(scanner, path, &options, see, NULL) == SENTINEL_INVALID_INPUT);
    CHECK(strstr(sentinel_last_error(), "threads") != NULL);
    options.size = 0;
    CHECK(sentinel_scan_tree(scanner, path, &options, see, NULL) == SENTINEL_INVALID_INPUT);
}

int main(int argc, char **argv) {
    CHECK(argc == 3);
    make_tree(argv[2]);
    sentinel_scanner *scanner = builtin_scanner();
    every_file_is_reported_in_order(scanner);
    options_choose_files(scanner);
    a_callback_ends_the_scan(scanner);
    what_is_not_there_is_reported(scanner);
    wrong_arguments_are_refused(scanner);
    sentinel_scanner_free(scanner);
    return 0;
}
