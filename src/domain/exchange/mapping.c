#include "renkei/domain/exchange/mapping.h"

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

static const struct heading *headings_of(const char *profile)
{
    for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++)
        if (strcmp(profiles[i].name, profile) == 0)
            return profiles[i].headings;
    return NULL;
}

bool mapping_profile_known(const char *profile)
{
    return headings_of(profile) != NULL;
}

static const char *member_of(const struct heading *headings, const char *header)
{
    size_t length;
    const char *text = text_trim(header, strlen(header), &length);

    for (; headings->header != NULL; headings++)
        if (strlen(headings->header) == length && strncasecmp(headings->header, text, length) == 0)
            return headings->member;
    return NULL;
}

static bool has_member(const struct mapping *mapping, const char *member)
{
    for (size_t i = 0; i < mapping->columns; i++)
        if (mapping->member[i] != NULL && strcmp(mapping->member[i], member) == 0)
            return true;
    return false;
}

const char *mapping_open(struct mapping *ret_mapping, const char *profile, const char *source,
                         const char *const *headers, size_t count)
{
    const struct heading *headings = headings_of(profile);

    *ret_mapping = (struct mapping){.source = source};
    for (size_t i = 0; i < count; i++) {
        const char *member = member_of(headings, headers[i]);

        if (member != NULL && has_member(ret_mapping, member))
            return "column_twice";
        ret_mapping->member[i] = member;
        ret_mapping->columns = i + 1;
    }
    if (!has_member(ret_mapping, "external_id"))
        return "no_number_column";
    return source == NULL && !has_member(ret_mapping, "source") ? "no_source" : NULL;
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

json_t *mapping_row(struct arena *arena, const struct mapping *mapping, const char *const *cells,
                    size_t count)
{
    json_t *row = json_keep(arena, json_object()), *contact = json_object();

    if (mapping->source != NULL)
        (void)json_object_set_new(row, "source", json_string(mapping->source));
    for (size_t i = 0; i < count && i < mapping->columns; i++) {
        const char *member = mapping->member[i];
        size_t length;
        const char *text = text_trim(cells[i], strlen(cells[i]), &length);

        if (member == NULL || length == 0)
            continue;
        text = arena_copy(arena, text, length);
        if (is_of_contact(member))
            (void)json_object_set_new(contact, member + CONTACT_PREFIX,
                                      value_of(arena, member, text));
        else
            (void)json_object_set_new(row, member, value_of(arena, member, text));
    }
    if (json_object_size(contact) > 0)
        (void)json_object_set_new(row, "contacts", json_pack("[O]", contact));
    json_decref(contact);
    return row;
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
