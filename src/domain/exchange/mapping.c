#include "renkei/domain/exchange/mapping.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "cell_value.h"
#include "headings.h"
#include "renkei/base/arena.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/contract/contract.h"
#include "renkei/domain/exchange/import_kind.h"

/* Our own words: the members themselves. */
const struct heading suppliers_own[] = {
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
const struct heading suppliers_japanese[] = {
    JAPANESE_NUMBER,
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

json_t *mapping_built_in(const char *kind, const char *code)
{
    json_t *columns = json_array();

    for (const struct heading *heading = headings_of(kind, code); heading->header != NULL;
         heading++)
        (void)json_array_append_new(columns,
                                    json_pack("{s:s,s:s,s:n}", "header", heading->header, "member",
                                              heading->member, "values"));
    return columns;
}

bool mapping_has_member(const char *kind, const char *member)
{
    for (const struct heading *heading = headings_of(kind, "renkei"); heading->header != NULL;
         heading++)
        if (strcmp(heading->member, member) == 0)
            return true;
    return false;
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

static bool is_said(const struct mapping *mapping, const char *member)
{
    return has_member(mapping, member) || json_member(mapping->constants, member) != NULL;
}

static const char *missing_of(const struct mapping *mapping,
                              const struct import_reference *supplier)
{
    if (is_said(mapping, supplier->id))
        return NULL;
    if (!has_member(mapping, supplier->number))
        return "no_number_column";
    if (mapping->source != NULL || has_member(mapping, "source"))
        return NULL;
    return is_said(mapping, supplier->source) ? NULL : "no_source";
}

/* Something says which suppliers a row is about. */
static const char *missing_column(const struct mapping *mapping)
{
    const char *missing = NULL;

    for (const struct import_reference *supplier = mapping->kind->suppliers;
         supplier->id != NULL && missing == NULL; supplier++)
        missing = missing_of(mapping, supplier);
    return missing;
}

const char *mapping_open(struct mapping *ret_mapping, const json_t *order,
                         const char *const *headers, size_t count)
{
    const json_t *profile = json_object_get(order, "mapping");

    *ret_mapping = (struct mapping){.kind = import_kind_of(order)};
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
    return missing_column(ret_mapping);
}

/* ---- values ---- */

static const struct schema *schema_of(const struct schema *row, const char *member)
{
    for (size_t i = 0; i < row->property_count; i++)
        if (strcmp(row->properties[i].name, member) == 0)
            return row->properties[i].schema;
    return NULL;
}

/* Members of something that a row has a list of; a file says one of each. */
static const struct part {
    const char *prefix;
    const char *list;
    const char *schema;
} parts[] = {{"contact_", "contacts", "ContactInput"},
             {"address_", "addresses", "SupplierAddressInput"}};
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

static json_t *value_of(struct arena *arena, const struct mapping *mapping, size_t column,
                        const char *text, struct cell_fault *fault)
{
    const char *code = NULL, *name;
    int part = part_of(mapping->member[column], &name);
    const struct schema *row =
        schema_by_name(part == OF_ROW ? mapping->kind->schema : parts[part].schema);
    json_t *value = cell_value(arena, schema_of(row, name), text, &code);

    if (code != NULL && fault->code == NULL)
        *fault = (struct cell_fault){code, column};
    return value;
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
                    size_t count, struct cell_fault *ret_fault)
{
    struct made made = {json_keep(arena, json_object()),
                        {json_keep(arena, json_object()), json_keep(arena, json_object())}};

    *ret_fault = (struct cell_fault){0};
    if (mapping->source != NULL)
        (void)json_object_set_new(made.row, "source", json_string(mapping->source));
    for (size_t i = 0; i < count && i < mapping->columns; i++) {
        const char *member = mapping->member[i];
        size_t length;
        const char *text = text_trim(cells[i], strlen(cells[i]), &length);

        if (member == NULL || length == 0)
            continue;
        text = meant(mapping->values[i], arena_copy(arena, text, length));
        say(&made, member, value_of(arena, mapping, i, text, ret_fault));
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
