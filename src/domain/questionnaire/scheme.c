#include "renkei/domain/questionnaire/scheme.h"

#include <stdint.h>

#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "scheme_check.h"

static const char *language(const struct reading *reading)
{
    return reading->locale == LOCALE_JA ? "ja" : "en";
}

bool scheme_get(struct reading *reading, const char *code, struct rows **ret_scheme)
{
    return db_read_one(reading->db, SQL_SCHEME_GET, PARAMS(code, language(reading)), ret_scheme);
}

/* ---- as it is stored ---- */

/* The named members, null where there is none. */
static json_t *members_of(const json_t *object, const char *const *names)
{
    json_t *made = json_object();

    for (; *names != NULL; names++) {
        json_t *value = json_object_get(object, *names);

        (void)json_object_set_new(made, *names,
                                  value == NULL ? json_null() : json_deep_copy(value));
    }
    return made;
}

static json_t *list_of(const json_t *list, const char *const *names)
{
    json_t *made = json_array();
    const json_t *one;
    size_t i;

    json_array_foreach(list, i, one)
    {
        (void)json_array_append_new(made, members_of(one, names));
    }
    return made;
}

/* Each member is there, and none but those of a scheme. */
static json_t *plain(struct reading *reading, const json_t *scheme)
{
    static const char *const members[] = {
        "code",      "version",     "title_ja",         "title_en", "publisher", "final_since",
        "judged_by", "valid_years", "certificate_kind", "includes", "criteria",  NULL};
    static const char *const of_area[] = {"code", "title_ja", "title_en", NULL};
    static const char *const of_requirement[] = {"id",       "area",  "title_ja", "title_en",
                                                 "criteria", "cover", NULL};
    static const char *const of_cover[] = {"questionnaire_code", "question", "cover", NULL};
    json_t *made = json_keep(reading->arena, members_of(scheme, members)), *one;
    json_t *requirements = list_of(json_object_get(scheme, "requirements"), of_requirement);
    size_t i;

    (void)json_object_set_new(made, "areas", list_of(json_object_get(scheme, "areas"), of_area));
    (void)json_object_set_new(made, "requirements", requirements);
    json_array_foreach(requirements, i, one)
    {
        (void)json_object_set_new(one, "cover", list_of(json_object_get(one, "cover"), of_cover));
    }
    return made;
}

/* ---- what is told of it ---- */

/* Ids of what `other` does not hold equal. */
static json_t *differing(const json_t *list, const json_t *other, const char *key)
{
    json_t *ids = json_array();
    json_t *one, *kept;
    size_t i, k;

    json_array_foreach(list, i, one)
    {
        bool is_kept = false;

        json_array_foreach(other, k, kept)
        {
            is_kept = is_kept || json_equal(one, kept);
        }
        if (!is_kept)
            (void)json_array_append(ids, json_object_get(one, key));
    }
    return ids;
}

static void tell_list(json_t *changes, const json_t *old, const json_t *new, const char *name,
                      const char *key)
{
    const json_t *before = json_object_get(old, name), *after = json_object_get(new, name);

    if (!json_equal(before, after))
        (void)json_object_set_new(
            changes, name,
            json_pack("[oo]", differing(before, after, key), differing(after, before, key)));
}

/* {title_ja: [old, new], requirements: [ids that were, ids that are]}; NULL: there is none. */
static json_t *changes_of(struct reading *reading, const json_t *old, const json_t *new)
{
    static const char *const lists[] = {"areas", "requirements", NULL};
    json_t *changes =
        json_changes(reading->arena, old == NULL ? NULL : json_text(reading->arena, old),
                     new == NULL ? NULL : json_text(reading->arena, new), lists);

    if (changes == NULL)
        changes = json_keep(reading->arena, json_object());
    tell_list(changes, old, new, "areas", "code");
    tell_list(changes, old, new, "requirements", "id");
    return changes;
}

static bool emit_event(struct change *change, const char *type, const struct rows *row,
                       json_t *changes)
{
    return change_row_event(change,
                            &(struct row_told){
                                .type = type,
                                .resource_type = "scheme",
                                .after = row,
                                .changes = changes,
                            });
}

/* ---- changing ---- */

bool scheme_create(struct change *change, const json_t *body, struct rows **ret_scheme)
{
    json_t *document = plain(&change->reading, body);
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    return scheme_check(change, document)
        && db_queue(change->db, SQL_SCHEME_INSERT,
                    PARAMS(id, json_text(change->arena, document), now_text(&change->reading)))
        && scheme_get(&change->reading, json_member(document, "code"), ret_scheme)
        && emit_event(change, "scheme.created", *ret_scheme,
                      changes_of(&change->reading, NULL, document));
}

bool scheme_lock(struct change *change, const char *code, const char *expected,
                 struct rows **ret_scheme)
{
    return db_run_one(change->db, SQL_SCHEME_LOCK, PARAMS(code, language(&change->reading)),
                      ret_scheme)
        && check_revision(&change->reading, expected, *ret_scheme)
        && (!rows_boolean(*ret_scheme, 0, "built_in")
            || fail(change->failure, PROBLEM_BUILT_IN, (char *)NULL));
}

/* Lists that are null stay. */
static json_t *patched(struct reading *reading, const json_t *old, const json_t *body)
{
    static const char *const lists[] = {"areas", "requirements"};
    json_t *new = json_keep(reading->arena, json_copy((json_t *)(uintptr_t)old));

    (void)json_object_update(new, (json_t *)(uintptr_t)body);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (json_is_null(json_object_get(new, lists[i])))
            (void)json_object_set(new, lists[i], json_object_get(old, lists[i]));
    return plain(reading, new);
}

bool scheme_change(struct change *change, const struct rows *before, const json_t *body,
                   struct rows **ret_scheme)
{
    json_t *old = json_own(change->arena, rows_text(before, 0, "_document"));
    json_t *new = patched(&change->reading, old, body);

    *ret_scheme = (struct rows *)before;
    if (json_equal(plain(&change->reading, old), new))
        return true;
    return scheme_check(change, new)
        && db_queue(change->db, SQL_SCHEME_UPDATE,
                    PARAMS(rows_text(before, 0, "id"), json_text(change->arena, new),
                           now_text(&change->reading)))
        && scheme_get(&change->reading, rows_text(before, 0, "code"), ret_scheme)
        && emit_event(change, "scheme.updated", *ret_scheme,
                      changes_of(&change->reading, old, new));
}

bool scheme_delete(struct change *change, const struct rows *before)
{
    struct rows *including;

    if (!db_run(change->db, SQL_SCHEME_INCLUDING, PARAMS(rows_text(before, 0, "code")), &including))
        return false;
    if (rows_count(including) > 0)
        return fail(change->failure, PROBLEM_SCHEME_INCLUDED, "code",
                    rows_text(including, 0, "code"), (char *)NULL);
    return db_queue(change->db, SQL_SCHEME_DELETE, PARAMS(rows_text(before, 0, "id")))
        && emit_event(change, "scheme.deleted", before,
                      changes_of(&change->reading,
                                 json_own(change->arena, rows_text(before, 0, "_document")), NULL));
}
