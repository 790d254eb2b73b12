#include "renkei/domain/exchange/import_kind.h"

#include <string.h>

#include "import_savers.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/supplier/contact.h"
#include "renkei/domain/supplier/supplier.h"
#include "renkei/domain/treatment/certificate.h"

enum { MEMBER = 32 };

#define KEY(...) ((const char *const[]){__VA_ARGS__, NULL})

static const struct import_reference one[] = {{"supplier_id", "external_id", "source"}, {0}};
static const struct import_reference ends[] = {
    {"from", "from_external_id", "from_source"}, {"to", "to_external_id", "to_source"}, {0}};

static const struct import_kind kinds[] = {
    {"suppliers", "SupplierRow", SCOPE_SUPPLIERS_READ, SCOPE_SUPPLIERS_WRITE,
     KEY("source", "external_id"), one, import_save_suppliers, NULL},
    {"contacts", "ContactRow", SCOPE_SUPPLIERS_READ, SCOPE_SUPPLIERS_WRITE,
     KEY("source", "external_id|supplier_id", "email|name"), one, import_save_rows, contact_save},
    {"certificates", "CertificateRow", SCOPE_RISKS_READ, SCOPE_RISKS_WRITE,
     KEY("source", "external_id|supplier_id", "kind", "name", "number"), one, import_save_rows,
     certificate_save},
    {"answers", "AnswerRow", SCOPE_RESPONSES_READ, SCOPE_RESPONSES_WRITE,
     KEY("source", "external_id|supplier_id", "question"), one, import_save_answers, NULL},
    {"profiles", "ProfileRow", SCOPE_SUPPLIERS_READ, SCOPE_SUPPLIERS_WRITE,
     KEY("source", "external_id|supplier_id"), one, import_save_rows, profile_save},
    {"links", "SupplierLinkRow", SCOPE_SUPPLIERS_READ, SCOPE_SUPPLIERS_WRITE,
     KEY("from_source|source", "from_external_id|from", "to_source|source", "to_external_id|to",
         "kind", "item"),
     ends, import_save_links, NULL},
};

const struct import_kind *import_kind_find(const char *word)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].word, word) == 0)
            return &kinds[i];
    return NULL;
}

const struct import_kind *import_kind_of(const json_t *payload)
{
    const char *word = json_member(payload, "kind");

    return word == NULL ? &kinds[0] : import_kind_find(word);
}

bool import_kind_permits(const struct reading *reading, enum scope scope)
{
    return actor_may(reading, scope)
        || fail(reading->failure, PROBLEM_FORBIDDEN, "#scope",
                arena_printf(reading->arena, "[\"%s\"]", scope_name(scope)), (char *)NULL);
}

bool import_with_rows(struct reading *reading, const char *id, struct rows **ret_import)
{
    return db_read_one(reading->db, SQL_IMPORT_GET, PARAMS(id), ret_import)
        && import_kind_permits(reading, import_kind_find(rows_text(*ret_import, 0, "kind"))->read);
}

/* Of "email|name" the first that is said, and what it says; NULL: none. */
static const char *said(const json_t *row, const char *members, char ret_member[MEMBER])
{
    const char *text = NULL;

    while (text == NULL && *members != '\0') {
        size_t length = strcspn(members, "|");

        memcpy(ret_member, members, length);
        ret_member[length] = '\0';
        text = json_member(row, ret_member);
        members += length + (members[length] == '|');
    }
    return text;
}

uint64_t import_kind_key(const struct import_kind *kind, const json_t *row)
{
    const char *id = json_member(row, "id");
    uint64_t hash = TEXT_HASH;
    char member[MEMBER];

    if (id != NULL)
        return text_hash(hash, id);
    for (const char *const *members = kind->key; *members != NULL; members++) {
        const char *text = said(row, *members, member);

        hash = text_hash(text_hash(hash, text == NULL ? "" : text), "\n");
    }
    return hash;
}

const char *import_kind_place(struct arena *arena, const struct import_kind *kind,
                              const json_t *row)
{
    const char *place = "#";
    char member[MEMBER];

    if (json_member(row, "id") != NULL)
        return "#/id";
    for (const char *const *members = kind->key; *members != NULL; members++)
        if (said(row, *members, member) != NULL)
            place = arena_printf(arena, "#/%s", member);
    return place;
}
