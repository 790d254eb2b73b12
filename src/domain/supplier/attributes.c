#include "attributes.h"

#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/clock.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

enum { WHOLE_DIGITS = 15, DECIMALS = 6, WORDS = 100, KEY_SHOWN = 40 };

/* ---- numbers ---- */

static bool is_decimal(const char *text)
{
    size_t whole, behind = 0;

    text += *text == '-';
    whole = strspn(text, "0123456789");
    text += whole;
    if (*text == '.') {
        behind = strspn(++text, "0123456789");
        text += behind;
        if (behind == 0)
            return false;
    }
    return *text == '\0' && whole >= 1 && whole <= WHOLE_DIGITS && behind <= DECIMALS;
}

/* One form for one number, so that it is found: 012.50 is 12.5, -0 is 0. */
static const char *plain_decimal(struct arena *arena, const char *text)
{
    bool is_negative = *text == '-';
    char *plain;

    text += is_negative;
    while (text[0] == '0' && text[1] >= '0' && text[1] <= '9')
        text++;
    plain = arena_printf(arena, "%s%s", is_negative ? "-" : "", text);
    if (strchr(plain, '.') != NULL) {
        char *end = plain + strlen(plain);

        while (end[-1] == '0')
            *--end = '\0';
        if (end[-1] == '.')
            end[-1] = '\0';
    }
    return strcmp(plain, "-0") == 0 ? "0" : plain;
}

/* ---- values ---- */

struct attribute {
    struct change *change;
    const json_t *definition;
    json_t *values;
    const char *key;
    const char *text;
    const char *at; /* its place */
};

static void refuse(const struct attribute *value, enum fault_code code)
{
    (void)fault_add(value->change->failure, FAULT_IN_BODY, value->at, code, (char *)NULL);
}

static void check_decimal(const struct attribute *value)
{
    if (is_decimal(value->text))
        (void)json_object_set_new(value->values, value->key,
                                  json_string(plain_decimal(value->change->arena, value->text)));
    else
        refuse(value, FAULT_NOT_DECIMAL);
}

static void check_choice(const struct attribute *value)
{
    const json_t *choices = json_object_get(value->definition, "choices");
    json_t *allowed = json_keep(value->change->arena, json_array()), *choice;
    const char *words[WORDS];
    size_t index, count = 0;

    json_array_foreach(choices, index, choice)
    {
        const char *word = json_member(choice, "value");

        if (strcmp(word, value->text) == 0)
            return;
        (void)json_array_append_new(allowed, json_string(word));
        if (count < WORDS)
            words[count++] = word;
    }
    (void)fault_add(value->change->failure, FAULT_IN_BODY, value->at, FAULT_NOT_ALLOWED_VALUE,
                    "#allowed", json_text(value->change->arena, allowed), "did_you_mean",
                    closest_word(value->text, words, count), (char *)NULL);
}

static void check_value(const struct attribute *value)
{
    const char *type = json_member(value->definition, "type");
    day date;

    if (strcmp(type, "number") == 0)
        check_decimal(value);
    else if (strcmp(type, "choice") == 0)
        check_choice(value);
    else if (strcmp(type, "date") == 0 && !day_parse(value->text, &date))
        refuse(value, FAULT_NOT_DATE);
}

/* ---- keys ---- */

static const json_t *definition_of(const json_t *definitions, const char *key)
{
    json_t *definition;
    size_t index;

    json_array_foreach(definitions, index, definition)
    {
        if (strcmp(json_member(definition, "key"), key) == 0)
            return definition;
    }
    return NULL;
}

static void refuse_key(const struct attribute *value, const json_t *definitions)
{
    const char *words[WORDS];
    json_t *definition;
    size_t index, count = 0;

    json_array_foreach(definitions, index, definition)
    {
        if (count < WORDS)
            words[count++] = json_member(definition, "key");
    }
    (void)fault_add(value->change->failure, FAULT_IN_BODY, value->at, FAULT_UNKNOWN_MEMBER,
                    "did_you_mean", closest_word(value->key, words, count), (char *)NULL);
}

/* A key that no definition could have stands for itself badly: its place is that of all. */
static const char *place_of(struct arena *arena, const char *key)
{
    size_t plain = strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    return key[plain] != '\0' || plain > KEY_SHOWN ? "#/attributes"
                                                   : arena_printf(arena, "#/attributes/%s", key);
}

static void check_values(struct change *change, json_t *values, const json_t *definitions)
{
    const char *key;
    json_t *value;
    void *next;

    json_object_foreach_safe(values, next, key, value)
    {
        struct attribute one = {.change = change,
                                .values = values,
                                .definition = definition_of(definitions, key),
                                .key = key,
                                .text = json_string_value(value),
                                .at = place_of(change->arena, key)};

        if (one.text == NULL)
            continue;
        if (one.definition == NULL)
            refuse_key(&one, definitions);
        else
            check_value(&one);
    }
}

bool attributes_fit(struct change *change, const json_t *body)
{
    json_t *values = json_object_get(body, "attributes");
    struct rows *rows;

    if (json_object_size(values) == 0)
        return true;
    if (!db_run_one(change->db, SQL_ATTRIBUTE_DEFINITIONS, NO_PARAMS, &rows))
        return false;
    check_values(change, values, json_own(change->arena, rows_text(rows, 0, "attributes")));
    return check_faults(&change->reading);
}

bool attributes_keep(struct change *change, const char *supplier_id, const json_t *body)
{
    const json_t *values = json_object_get(body, "attributes");
    bool stay = values == NULL || (json_is_object(values) && json_object_size(values) == 0);

    return stay
        || (db_queue(change->db, SQL_SUPPLIER_ATTRIBUTES_REMOVE, PARAMS(supplier_id))
            && db_queue(change->db, SQL_SUPPLIER_ATTRIBUTES_ADD, PARAMS(supplier_id)));
}
