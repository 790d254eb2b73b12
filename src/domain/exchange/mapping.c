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
    {"address_country", "address_country"},
    {"address_postal_code", "address_postal_code"},
    {"address_region", "address_region"},
    {"address_locality", "address_locality"},
    {"address_lines", "address_lines"},
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
    {"郵便番号", "address_postal_code"},
    {"〒", "address_postal_code"},
    {"都道府県", "address_region"},
    {"市区町村", "address_locality"},
    {"市町村", "address_locality"},
    {"住所", "address_lines"},
    {"所在地", "address_lines"},
    {"本社所在地", "address_lines"},
    {"番地", "address_lines"},
    {"町名・番地", "address_lines"},
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
    if (strcmp(member, "country") == 0 || strcmp(member, "address_country") == 0)
        return plain_country(text);
    return strcmp(member, "kind") == 0 ? plain_word("SupplierKind", text) : text;
}

/* A cell with line breaks is several. */
static json_t *lines_of(const char *text)
{
    json_t *lines = json_array();

    while (*text != '\0') {
        size_t length = strcspn(text, "\r\n");

        if (length > 0)
            (void)json_array_append_new(lines, json_stringn(text, length));
        text += length + strspn(text + length, "\r\n");
    }
    return lines;
}

static json_t *value_of(struct arena *arena, const char *member, const char *text)
{
    bool is_clear = strcmp(text, "\\N") == 0;

    if (strcmp(member, "address_lines") == 0)
        return lines_of(is_clear ? "" : text);
    return is_clear ? json_null() : json_string(plain_text(arena, member, text));
}

/* Members of something that a row has a list of; a file says one of each. */
static const struct part {
    const char *prefix;
    const char *list;
} parts[] = {{"contact_", "contacts"}, {"address_", "addresses"}};
enum { ADDRESS = 1, PARTS = sizeof parts / sizeof *parts, OF_ROW = -1 };

/* Which of the parts, and what the member is called in it. */
static int part_of(const char *member, const char **ret_name)
{
    for (int i = 0; i < PARTS; i++)
        if (strncmp(member, parts[i].prefix, strlen(parts[i].prefix)) == 0) {
            *ret_name = member + strlen(parts[i].prefix);
            return i;
        }
    *ret_name = member;
    return OF_ROW;
}

/* A row on its way, and its parts. */
struct made {
    json_t *row;
    json_t *parts[PARTS];
};

static void say(struct made *made, const char *member, json_t *value)
{
    const char *name;
    int part = part_of(member, &name);

    (void)json_object_set_new(part == OF_ROW ? made->row : made->parts[part], name, value);
}

/* A mark that the profile has a value for. */
static const char *meant(const json_t *values, const char *text)
{
    const char *value = json_member(values, text);

    return value != NULL ? value : text;
}

/* What no cell said; of a part only where there is one. */
static void say_constants(struct made *made, const struct mapping *mapping)
{
    const char *member, *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)mapping->constants, member, value)
    {
        int part = part_of(member, &name);
        const json_t *in = part == OF_ROW ? made->row : made->parts[part];

        if (!json_is_null(value) && json_object_get(in, name) == NULL
            && (part == OF_ROW || json_object_size(in) > 0))
            say(made, member, json_incref(value));
    }
}

/* An address is where its supplier is, unless a cell says so. */
static void add_parts(struct made *made)
{
    json_t *address = made->parts[ADDRESS], *country = json_object_get(made->row, "country");

    if (json_object_size(address) > 0 && json_is_string(country)
        && json_object_get(address, "country") == NULL)
        (void)json_object_set(address, "country", country);
    for (int i = 0; i < PARTS; i++)
        if (json_object_size(made->parts[i]) > 0)
            (void)json_object_set_new(made->row, parts[i].list, json_pack("[O]", made->parts[i]));
}

json_t *mapping_row(struct arena *arena, const struct mapping *mapping, const char *const *cells,
                    size_t count)
{
    struct made made = {json_keep(arena, json_object()),
                        {json_keep(arena, json_object()), json_keep(arena, json_object())}};

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
    add_parts(&made);
    return made.row;
}

const char *mapping_pointer(struct arena *arena, const char *member)
{
    const char *name;
    int part = part_of(member, &name);

    return part == OF_ROW ? arena_printf(arena, "#/%s", member)
                          : arena_printf(arena, "#/%s/0/%s", parts[part].list, name);
}

static bool skip(const char **at, const char *text)
{
    size_t length = strlen(text);

    if (strncmp(*at, text, length) != 0)
        return false;
    *at += length;
    return true;
}

/* Whether the pointer is to the member, or into it. */
static bool points_to(const char *pointer, const char *member)
{
    const char *name;
    int part = part_of(member, &name);

    return skip(&pointer, "#/")
        && (part == OF_ROW || (skip(&pointer, parts[part].list) && skip(&pointer, "/0/")))
        && skip(&pointer, name) && (*pointer == '\0' || *pointer == '/');
}

int mapping_column(const char *const *members, size_t count, const char *pointer)
{
    for (size_t i = 0; i < count; i++)
        if (members[i] != NULL && points_to(pointer, members[i]))
            return (int)i;
    return -1;
}
