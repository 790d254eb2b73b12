#include "renkei/domain/exchange/mapping.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "renkei/base/arena.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/contract/contract.h"

/* A header that a profile knows, and what it means. */
struct heading {
    const char *header;
    const char *member;
};

/* Our own words: the members themselves. */
static const struct heading own[] = {
    {"source", "source"},
    {"external_id", "external_id"},
    {"name", "name"},
    {"name_kana", "name_kana"},
    {"corporate_number", "corporate_number"},
    {"country", "country"},
    {"kind", "kind"},
    {"website", "website"},
    {"contact_name", "contact_name"},
    {"contact_email", "contact_email"},
    {"contact_phone", "contact_phone"},
    {"contact_role", "contact_role"},
    {"contact_locale", "contact_locale"},
    {NULL, NULL},
};

/* What vendor masters of Japanese companies call it. */
static const struct heading japanese[] = {
    {"システム", "source"},
    {"取引先コード", "external_id"},
    {"取引先CD", "external_id"},
    {"取引先番号", "external_id"},
    {"仕入先コード", "external_id"},
    {"仕入先CD", "external_id"},
    {"業者コード", "external_id"},
    {"ベンダーコード", "external_id"},
    {"会社名", "name"},
    {"会社名（正式名称）", "name"},
    {"取引先名", "name"},
    {"取引先名称", "name"},
    {"仕入先名", "name"},
    {"仕入先名称", "name"},
    {"商号", "name"},
    {"会社名カナ", "name_kana"},
    {"会社名フリガナ", "name_kana"},
    {"取引先名カナ", "name_kana"},
    {"仕入先名カナ", "name_kana"},
    {"フリガナ", "name_kana"},
    {"カナ", "name_kana"},
    {"法人番号", "corporate_number"},
    {"登録番号", "corporate_number"},
    {"国", "country"},
    {"国コード", "country"},
    {"国名", "country"},
    {"区分", "kind"},
    {"取引先区分", "kind"},
    {"URL", "website"},
    {"ホームページ", "website"},
    {"ウェブサイト", "website"},
    {"担当者", "contact_name"},
    {"担当者名", "contact_name"},
    {"メール", "contact_email"},
    {"メールアドレス", "contact_email"},
    {"担当者メールアドレス", "contact_email"},
    {"E-mail", "contact_email"},
    {"電話", "contact_phone"},
    {"電話番号", "contact_phone"},
    {"TEL", "contact_phone"},
    {"部署", "contact_role"},
    {"部署名", "contact_role"},
    {"担当者部署", "contact_role"},
    {NULL, NULL},
};

static const struct {
    const char *name;
    const struct heading *headings;
} profiles[] = {{"renkei", own}, {"generic-ja", japanese}};

json_t *mapping_built_in(const char *code)
{
    json_t *columns = json_array();
    const struct heading *heading = NULL;

    for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++)
        if (strcmp(profiles[i].name, code) == 0)
            heading = profiles[i].headings;
    for (; heading != NULL && heading->header != NULL; heading++)
        (void)json_array_append_new(columns,
                                    json_pack("{s:s,s:s,s:n}", "header", heading->header, "member",
                                              heading->member, "values"));
    return columns;
}

/* The profile's column under this header, or NULL. */
static const json_t *column_of(const json_t *columns, const char *header)
{
    size_t length;
    const char *text = text_trim(header, strlen(header), &length);

    for (size_t i = 0; i < json_array_size(columns); i++) {
        const json_t *column = json_array_get(columns, i);
        const char *known = json_member(column, "header");

        if (strlen(known) == length && strncasecmp(known, text, length) == 0)
            return column;
    }
    return NULL;
}

static bool has_member(const struct mapping *mapping, const char *member)
{
    for (size_t i = 0; i < mapping->columns; i++)
        if (mapping->member[i] != NULL && strcmp(mapping->member[i], member) == 0)
            return true;
    return false;
}

/* What the row says unless a cell does; the source of the request before that of the profile. */
static void take_constants(struct mapping *mapping, const json_t *order, const json_t *profile)
{
    const char *source = json_member(order, "source");

    mapping->constants = json_object_get(profile, "constants");
    mapping->source = source != NULL ? source : json_member(mapping->constants, "source");
}

const char *mapping_open(struct mapping *ret_mapping, const json_t *order,
                         const char *const *headers, size_t count)
{
    const json_t *profile = json_object_get(order, "mapping");

    *ret_mapping = (struct mapping){0};
    take_constants(ret_mapping, order, profile);
    for (size_t i = 0; i < count; i++) {
        const json_t *column = column_of(json_object_get(profile, "columns"), headers[i]);
        const char *member = json_member(column, "member");

        if (member != NULL && has_member(ret_mapping, member))
            return "column_twice";
        ret_mapping->member[i] = member;
        ret_mapping->values[i] = json_object_get(column, "values");
        ret_mapping->columns = i + 1;
    }
    if (!has_member(ret_mapping, "external_id"))
        return "no_number_column";
    return ret_mapping->source == NULL && !has_member(ret_mapping, "source") ? "no_source" : NULL;
}

/* ---- values ---- */

/* 法人番号 as an invoice registration (T...) or with hyphens: the digits are meant. */
static const char *plain_number(struct arena *arena, const char *text)
{
    char *plain = arena_strdup(arena, text), *out = plain;

    if (*text == 'T' || *text == 't')
        text++;
    else if (strncmp(text, "Ｔ", strlen("Ｔ")) == 0)
        text += strlen("Ｔ");
    for (; *text != '\0'; text++)
        if (*text != '-')
            *out++ = *text;
    *out = '\0';
    return plain;
}

static const char *plain_country(const char *text)
{
    static const char *const japan[] = {"日本", "日本国", "JPN", "Japan"};

    for (size_t i = 0; i < sizeof japan / sizeof *japan; i++)
        if (strcasecmp(text, japan[i]) == 0)
            return "JP";
    return text;
}

/* The word whose label it is. */
static const char *plain_word(const char *enumeration, const char *text)
{
    const struct schema *schema = schema_by_name(enumeration);

    for (size_t i = 0; i < schema->word_count; i++)
        for (int locale = LOCALE_JA; locale <= LOCALE_EN; locale++)
            if (schema->words[i].value != NULL && strcmp(schema->words[i].label[locale], text) == 0)
                return schema->words[i].value;
    return text;
}

static const char *plain_text(struct arena *arena, const char *member, const char *text)
{
    if (strcmp(member, "corporate_number") == 0)
        return plain_number(arena, text);
    if (strcmp(member, "country") == 0)
        return plain_country(text);
    return strcmp(member, "kind") == 0 ? plain_word("SupplierKind", text) : text;
}

static json_t *value_of(struct arena *arena, const char *member, const char *text)
{
    return strcmp(text, "\\N") == 0 ? json_null() : json_string(plain_text(arena, member, text));
}

static const char contact_prefix[] = "contact_";
enum { CONTACT_PREFIX = sizeof contact_prefix - 1 };

static bool is_of_contact(const char *member)
{
    return strncmp(member, contact_prefix, CONTACT_PREFIX) == 0;
}

/* A row on its way, and its contact. */
struct made {
    json_t *row;
    json_t *contact;
};

static void say(struct made *made, const char *member, json_t *value)
{
    if (is_of_contact(member))
        (void)json_object_set_new(made->contact, member + CONTACT_PREFIX, value);
    else
        (void)json_object_set_new(made->row, member, value);
}

/* A mark that the profile has a value for. */
static const char *meant(const json_t *values, const char *text)
{
    const char *value = json_member(values, text);

    return value != NULL ? value : text;
}

/* What no cell said; of a contact only where there is one. */
static void say_constants(struct made *made, const struct mapping *mapping)
{
    const char *member;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)mapping->constants, member, value)
    {
        bool of_contact = is_of_contact(member);
        const json_t *in = of_contact ? made->contact : made->row;
        const char *name = member + (of_contact ? CONTACT_PREFIX : 0);

        if (!json_is_null(value) && json_object_get(in, name) == NULL
            && (!of_contact || json_object_size(made->contact) > 0))
            say(made, member, json_incref(value));
    }
}

json_t *mapping_row(struct arena *arena, const struct mapping *mapping, const char *const *cells,
                    size_t count)
{
    struct made made = {json_keep(arena, json_object()), json_keep(arena, json_object())};

    if (mapping->source != NULL)
        (void)json_object_set_new(made.row, "source", json_string(mapping->source));
    for (size_t i = 0; i < count && i < mapping->columns; i++) {
        const char *member = mapping->member[i];
        size_t length;
        const char *text = text_trim(cells[i], strlen(cells[i]), &length);

        if (member == NULL || length == 0)
            continue;
        text = meant(mapping->values[i], arena_copy(arena, text, length));
        say(&made, member, value_of(arena, member, text));
    }
    say_constants(&made, mapping);
    if (json_object_size(made.contact) > 0)
        (void)json_object_set_new(made.row, "contacts", json_pack("[O]", made.contact));
    return made.row;
}

static const char in_contact[] = "#/contacts/0/";

const char *mapping_pointer(struct arena *arena, const char *member)
{
    return is_of_contact(member) ? arena_printf(arena, "%s%s", in_contact, member + CONTACT_PREFIX)
                                 : arena_printf(arena, "#/%s", member);
}

int mapping_column(const char *const *members, size_t count, const char *pointer)
{
    bool is_contact = strncmp(pointer, in_contact, sizeof in_contact - 1) == 0;
    const char *name = pointer + (is_contact ? sizeof in_contact - 1 : strcspn(pointer, "/") + 1);

    for (size_t i = 0; i < count; i++)
        if (members[i] != NULL && is_of_contact(members[i]) == is_contact
            && strcmp(members[i] + (is_contact ? CONTACT_PREFIX : 0), name) == 0)
            return (int)i;
    return -1;
}
