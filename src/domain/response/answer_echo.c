#include "answer_echo.h"

#include <string.h>

#include "renkei/base/json.h"

static bool is_respondent(const struct reading *reading)
{
    return reading->actor->supplier_id != NULL;
}

static void refuse(struct reading *reading, const char *at, const char *name, enum fault_code code)
{
    (void)fault_add(reading->failure, FAULT_IN_BODY,
                    arena_printf(reading->arena, "%s/%s", at, name), code, (char *)NULL);
}

static void check_type(struct reading *reading, const struct answer *stored, const json_t *input,
                       const char *at)
{
    const char *type = json_string_value(json_object_get(input, "type"));

    if (type != NULL && strcmp(type, stored->type) != 0)
        (void)fault_add(reading->failure, FAULT_IN_BODY,
                        arena_printf(reading->arena, "%s/type", at), FAULT_NOT_ALLOWED_VALUE,
                        "#allowed", arena_printf(reading->arena, "[\"%s\"]", stored->type),
                        (char *)NULL);
}

static void check_time(struct reading *reading, const json_t *input, const char *at)
{
    const char *answered_at = json_string_value(json_object_get(input, "answered_at"));
    instant when;

    if (answered_at != NULL && instant_parse(answered_at, &when) && when > reading->now)
        refuse(reading, at, "answered_at", FAULT_FUTURE);
}

/* Only the asking side enters what was said earlier, by other ways. */
static void check_members(struct reading *reading, const struct answer *stored, const json_t *input,
                          const char *at)
{
    static const char *const names[] = {"code",        "revision",   "evidence",   "review",
                                        "answered_by", "updated_at", "updated_by", "prefilled",
                                        "confirmed",   "channel",    "answered_at"};
    enum { NAMES = sizeof names / sizeof *names, OF_RESPONDENTS = 2 };
    const json_t *current = answer_json(reading, stored);

    for (size_t i = 0; i < NAMES - (is_respondent(reading) ? 0 : OF_RESPONDENTS); i++) {
        const json_t *sent = json_object_get(input, names[i]);

        if (sent != NULL && !json_echoes(sent, json_object_get(current, names[i])))
            refuse(reading, at, names[i], FAULT_READ_ONLY_FIELD);
    }
}

void answer_check_echo(struct reading *reading, const struct answer *stored, const json_t *input,
                       bool is_current, const char *at)
{
    check_type(reading, stored, input, at);
    check_time(reading, input, at);
    if (is_current)
        check_members(reading, stored, input, at);
}

const char *answer_origin_time(struct reading *reading, const struct answer *stored,
                               const json_t *input)
{
    const char *answered_at = json_string_value(json_object_get(input, "answered_at"));
    char text[INSTANT_TEXT];
    instant when;

    if (is_respondent(reading) || answered_at == NULL || !instant_parse(answered_at, &when))
        return NULL;
    instant_format(when, text);
    if (stored->answered_at != NULL && strcmp(text, stored->answered_at) == 0
        && strcmp(stored->channel, "online") == 0)
        return NULL;
    return arena_strdup(reading->arena, text);
}
