#include "master.h"

#include <stdint.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/failure.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"

enum { POSTAL_DIGITS = 7, POSTAL_TEXT = POSTAL_DIGITS + 2, PLACE = 3 };

/* ---- postal codes of Japan ---- */

/* What people write around the digits, in one width or the other. */
static size_t skip_sign(const char *text)
{
    static const char *const signs[] = {"〒", "-", "－", "‐", "−", "–", "ー", " ", "　"};

    return text_start(text, signs, sizeof signs / sizeof *signs);
}

/* A digit of either width; '\0': none. ０ to ９ are EF BC 90 to EF BC 99. */
static char take_digit(const char **text)
{
    const unsigned char *bytes = (const unsigned char *)*text;

    if (bytes[0] >= '0' && bytes[0] <= '9') {
        *text += 1;
        return (char)bytes[0];
    }
    if (bytes[0] != 0xEF || bytes[1] != 0xBC || bytes[2] < 0x90 || bytes[2] > 0x99)
        return '\0';
    *text += 3;
    return (char)('0' + (bytes[2] - 0x90));
}

/* As 100-0001; false: there are not seven digits, or something else. */
static bool postal_code(const char *text, char ret_code[POSTAL_TEXT])
{
    size_t length = 0;

    while (*text != '\0') {
        size_t sign = skip_sign(text);
        char digit = sign > 0 ? '\0' : take_digit(&text);

        text += sign;
        if (sign > 0)
            continue;
        if (digit == '\0' || length == POSTAL_TEXT - 1)
            return false;
        if (length == PLACE)
            ret_code[length++] = '-';
        ret_code[length++] = digit;
    }
    ret_code[length] = '\0';
    return length == POSTAL_TEXT - 1;
}

/* ---- what is left out ---- */

static const struct given {
    const char *member;
    const char *otherwise; /* JSON */
} of_address[] = {{"kind", "\"head_office\""},
                  {"country", "\"JP\""},
                  {"postal_code", "null"},
                  {"region", "null"},
                  {"locality", "null"},
                  {"lines", "[]"},
                  {NULL, NULL}},
  of_service[] = {{"name", "null"},
                  {"data_handled", "null"},
                  {"country", "null"},
                  {"location", "null"},
                  {NULL, NULL}};

static void complete(json_t *list, const struct given *given)
{
    json_t *entry;
    size_t index;

    json_array_foreach(list, index, entry)
    {
        for (const struct given *each = given; each->member != NULL; each++)
            if (json_object_get(entry, each->member) == NULL)
                (void)json_object_set_new(entry, each->member,
                                          json_loads(each->otherwise, JSON_DECODE_ANY, NULL));
    }
}

static bool fix_postal_code(struct arena *arena, json_t *address, size_t index,
                            struct failure *failure)
{
    const char *text = json_member(address, "postal_code");
    char code[POSTAL_TEXT];

    if (text == NULL || strcmp(json_member(address, "country"), "JP") != 0)
        return true;
    if (!postal_code(text, code)) {
        (void)fault_add(failure, FAULT_IN_BODY,
                        arena_printf(arena, "#/addresses/%zu/postal_code", index),
                        FAULT_POSTAL_CODE, (char *)NULL);
        return false;
    }
    (void)json_object_set_new(address, "postal_code", json_string(code));
    return true;
}

bool master_complete(struct arena *arena, const json_t *body, struct failure *failure)
{
    json_t *addresses = json_object_get(body, "addresses"), *address;
    bool fits = true;
    size_t index;

    complete(addresses, of_address);
    complete(json_object_get(body, "services"), of_service);
    json_array_foreach(addresses, index, address)
    {
        fits = fix_postal_code(arena, address, index, failure) && fits;
    }
    return fits;
}

static json_t *head_office(const json_t *addresses)
{
    json_t *address;
    size_t index;

    json_array_foreach(addresses, index, address)
    {
        if (strcmp(json_member(address, "kind"), "head_office") == 0)
            return address;
    }
    return NULL;
}

json_t *master_merge_address(const json_t *stored, const json_t *said, json_t *address)
{
    json_t *merged = json_is_array(stored) ? json_deep_copy(stored) : json_array();
    json_t *found = head_office(merged), *value;
    const char *member;

    if (found == NULL) {
        (void)json_array_append(merged, address);
        return merged;
    }
    json_object_foreach((json_t *)(uintptr_t)said, member, value)
    {
        (void)json_object_set(found, member, json_object_get(address, member));
    }
    return merged;
}
