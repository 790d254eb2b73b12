#include "renkei/egress/fetch.h"

#include <curl/curl.h>
#include <stdbool.h>

#include "bounds.h"
#include "renkei/base/arena.h"

enum { CONNECT_MS = 5000, TOTAL_MS = 10000 };

struct answer {
    const struct fetch *fetch;
    struct buffer *body;
};

/* Less than it was given ends the transfer. */
static size_t take(char *bytes, size_t one, size_t count, void *subject)
{
    struct answer *answer = subject;

    (void)one;
    if (answer->body->length + count > answer->fetch->size_max)
        return 0;
    buffer_add(answer->body, bytes, count);
    return count;
}

/* What is not set here or in bounds.c does not happen. */
static bool set_up(CURL *curl, struct answer *answer)
{
    const struct fetch *fetch = answer->fetch;

    return curl_easy_setopt(curl, CURLOPT_URL, fetch->url) == CURLE_OK
        && bound_transfer(curl, "https", CONNECT_MS, TOTAL_MS)
        && curl_easy_setopt(curl, CURLOPT_MAXFILESIZE, (long)fetch->size_max) == CURLE_OK
        && curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take) == CURLE_OK
        && curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer) == CURLE_OK
        && (fetch->ca_file == NULL
            || curl_easy_setopt(curl, CURLOPT_CAINFO, fetch->ca_file) == CURLE_OK);
}

static const char *judge(CURL *curl, CURLcode code, struct arena *arena)
{
    long status = 0;

    if (code == CURLE_WRITE_ERROR || code == CURLE_FILESIZE_EXCEEDED)
        return "the answer is too large";
    if (code != CURLE_OK)
        return curl_easy_strerror(code);
    (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    return status == 200 ? NULL : arena_printf(arena, "it answers %ld", status);
}

const char *fetch_get(const struct fetch *fetch, struct buffer *body)
{
    struct answer answer = {fetch, body};
    CURL *curl = curl_easy_init();
    const char *why;

    if (curl == NULL)
        out_of_memory();
    why = set_up(curl, &answer) ? judge(curl, curl_easy_perform(curl), body->arena)
                                : "this address cannot be fetched";
    curl_easy_cleanup(curl);
    return why;
}
