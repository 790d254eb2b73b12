#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>

#include "check.h"
#include "renkei/contract/tables.h"

/* Steps one match may take: a pattern that backtracks too long refuses the text. */
enum { MATCH_LIMIT = 100000 };

static pcre2_code **compiled;
static pcre2_match_context *limits;

static bool compile(const char *pattern, pcre2_code **ret_code)
{
    int error;
    PCRE2_SIZE offset;
    PCRE2_UCHAR message[128];

    /* `$` is the very end, as JSON Schema means it, not "before a closing line feed" */
    *ret_code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
                              PCRE2_UTF | PCRE2_DOLLAR_ENDONLY, &error, &offset, NULL);
    if (*ret_code != NULL)
        return true;
    (void)pcre2_get_error_message(error, message, sizeof message);
    (void)fprintf(stderr, "renkei: pattern %s: %s at %zu\n", pattern, (const char *)message,
                  offset);
    return false;
}

bool contract_open(void)
{
    if (compiled != NULL)
        return true;
    limits = pcre2_match_context_create(NULL);
    compiled = calloc(contract_tables.pattern_count + 1, sizeof(pcre2_code *));
    if (limits == NULL || compiled == NULL)
        return false;
    (void)pcre2_set_match_limit(limits, MATCH_LIMIT);
    for (size_t i = 0; i < contract_tables.pattern_count; i++)
        if (!compile(contract_tables.patterns[i], &compiled[i]))
            return false;
    return true;
}

bool pattern_matches(size_t index, const char *text, size_t length)
{
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    int found;

    if (data == NULL)
        return false;
    found =
        pcre2_match(compiled[index], (PCRE2_SPTR)text, length, 0, PCRE2_NO_UTF_CHECK, data, limits);
    pcre2_match_data_free(data);
    return found >= 0;
}
