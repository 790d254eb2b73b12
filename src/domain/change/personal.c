#include "personal.h"

#include <stdlib.h>
#include <string.h>

#include "renkei/auth/auth.h"
#include "renkei/base/arena.h"
#include "renkei/base/clock.h"
#include "renkei/base/random.h"
#include "renkei/base/text.h"

enum { SALT_BYTES = 16, SALT_HEX = 2 * SALT_BYTES + 1 };

/*
 * Members whose texts are words of the contract or codes of a questionnaire, sorted. A member that
 * is not among them may be anybody's name.
 */
static const char *const words[] = {
    "amend_codes",
    "assessment_status",
    "attack_kind",
    "band",
    "band_reason",
    "cause",
    "channel",
    "closed_reason",
    "code",
    "codes",
    "computed_band",
    "confidence",
    "connect",
    "cors_origins",
    "cost_bearer",
    "country",
    "disabled_because",
    "end_cause",
    "ended_reason",
    "evidence",
    "format",
    "impact",
    "kind",
    "locale",
    "media_type",
    "model_version",
    "order",
    "outcome",
    "profile",
    "question_code",
    "questionnaire_code",
    "reasons",
    "recipient",
    "refusal",
    "requisition",
    "return_codes",
    "rules",
    "scopes",
    "scoring_model",
    "secret_id",
    "severity",
    "sha256",
    "share_data",
    "side",
    "state",
    "status",
    "subject_type",
    "threats",
    "tier",
    "time_zone",
    "type",
    "types",
};

void personal_open(struct arena *arena, struct personal *ret_personal)
{
    ret_personal->is_empty = true;
    buffer_open(&ret_personal->values, arena, 256);
    buffer_add_char(&ret_personal->values, '[');
}

static void add_commitment(struct buffer *body, const unsigned char salt[SALT_BYTES],
                           const char *value)
{
    char commitment[SHA256_HEX];
    struct buffer salted;

    buffer_open(&salted, body->arena, 256);
    buffer_add(&salted, (const char *)salt, SALT_BYTES);
    buffer_add_text(&salted, value);
    sha256_hex(salted.data, salted.length, commitment);
    buffer_printf(body, "{\"sha256\":\"%s\"}", commitment);
}

void personal_add(struct personal *personal, const char *place, const char *value,
                  struct buffer *body)
{
    unsigned char salt[SALT_BYTES];
    char text[SALT_HEX];

    random_block(salt);
    hex_text(salt, sizeof salt, text);
    add_commitment(body, salt, value);
    buffer_printf(&personal->values, "%s[\"%s\",\"%s\",", personal->is_empty ? "" : ",", place,
                  text);
    buffer_add_text(&personal->values, value);
    buffer_add_char(&personal->values, ']');
    personal->is_empty = false;
}

const char *personal_text(struct personal *personal)
{
    if (personal->is_empty)
        return NULL;
    buffer_add_char(&personal->values, ']');
    return personal->values.data;
}

/* ---- which values ---- */

static int compare_words(const void *key, const void *word)
{
    return strcmp(key, *(const char *const *)word);
}

static bool is_id(const char *text)
{
    size_t length = strspn(text, "0123456789abcdef-");

    return length == UUID_TEXT - 1 && text[length] == '\0' && text[8] == '-' && text[13] == '-';
}

/* A day, or a day with a time behind it. */
static bool is_time(const char *text)
{
    size_t digits = strspn(text, "0123456789-");

    return digits == 10 && text[4] == '-' && text[7] == '-'
        && (text[10] == '\0'
            || (text[10] == 'T' && text[11 + strspn(text + 11, "0123456789:.+-Z")] == '\0'));
}

static bool has_text(const json_t *value)
{
    const char *text = json_string_value(value), *name;
    json_t *inner;
    size_t i;

    if (text != NULL)
        return !is_id(text) && !is_time(text);
    json_array_foreach(value, i, inner)
    {
        if (has_text(inner))
            return true;
    }
    json_object_foreach((json_t *)(uintptr_t)value, name, inner)
    {
        if (has_text(inner))
            return true;
    }
    return false;
}

bool is_personal(const char *member, const json_t *value)
{
    return has_text(value)
        && bsearch(member, words, sizeof words / sizeof *words, sizeof *words, compare_words)
        == NULL;
}
