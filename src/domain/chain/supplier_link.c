#include "renkei/domain/chain/supplier_link.h"

#include <string.h>

#include "ends.h"
#include "link_follow.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/treatment/papers.h"

static const struct paper_days days = {"since", "until"};

bool supplier_link_get(struct reading *reading, const char *id, struct rows **ret_link)
{
    return db_read_one(reading->db, SQL_SUPPLIER_LINK_GET, PARAMS(id), ret_link);
}

bool supplier_link_lock(struct change *change, const char *id, const char *expected,
                        struct rows **ret_link)
{
    return db_run_one(change->db, SQL_SUPPLIER_LINK_LOCK, PARAMS(id), ret_link)
        && check_revision(&change->reading, expected, *ret_link);
}

/* Of a link that came or went: both its ends; NULL: it stayed. */
static json_t *ends_of(struct arena *arena, const struct rows *before, const struct rows *after)
{
    const struct rows *link = after != NULL ? after : before;
    const char *from = rows_text(link, 0, "from"), *to = rows_text(link, 0, "to");

    if (before != NULL && after != NULL)
        return NULL;
    return json_keep(arena,
                     after != NULL ? json_pack("{s:[n,s],s:[n,s]}", "from", from, "to", to)
                                   : json_pack("{s:[s,n],s:[s,n]}", "from", from, "to", to));
}

/* It concerns the supplier that is depended on; the other end stands among the changes. */
static bool emit_event(struct change *change, const char *type, const struct rows *before,
                       const struct rows *after)
{
    static const char *const unshown[] = {"revision", "from_supplier", "to_supplier",
                                          "_etag",    "updated_at",    NULL};
    return change_row_event(change,
                            &(struct row_told){.type = type,
                                               .resource_type = "supplier_link",
                                               .before = before,
                                               .after = after,
                                               .supplier = "from",
                                               .unshown = unshown,
                                               .changes = ends_of(change->arena, before, after)});
}

static bool follow(struct change *change, const struct rows *link)
{
    struct link_ends ends = {rows_text(link, 0, "from"), rows_text(link, 0, "to"),
                             rows_text(link, 0, "kind")};

    return links_follow(change, &ends, 1);
}

/* 409 with the link that is there already. */
static bool fail_double(struct reading *reading, const json_t *body)
{
    struct rows *same;

    if (!db_run(reading->db, SQL_SUPPLIER_LINK_SAME,
                PARAMS(json_member(body, "from"), json_member(body, "to"),
                       json_member(body, "kind"), json_member(body, "item")),
                &same))
        return false;
    if (rows_count(same) == 0)
        return fail(reading->failure, PROBLEM_CONFLICT_BUSY, (char *)NULL);
    (void)fault_add(reading->failure, FAULT_IN_BODY, "#", FAULT_DUPLICATE, "id",
                    rows_text(same, 0, "id"), (char *)NULL);
    return fail(reading->failure, PROBLEM_DUPLICATE, (char *)NULL);
}

static bool insert(struct change *change, const char *id, const json_t *body)
{
    struct rows *made;

    return db_run(change->db, SQL_SUPPLIER_LINK_INSERT,
                  PARAMS(id, json_text(change->arena, body), NULL, now_text(&change->reading)),
                  &made)
        && (rows_count(made) > 0 || fail_double(&change->reading, body));
}

bool supplier_link_create(struct change *change, const json_t *body, struct rows **ret_link)
{
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    return paper_days_fit(
               &change->reading, body, &days,
               &(struct paper_days){json_member(body, "since"), json_member(body, "until")})
        && link_ends_fit(&change->reading, body) && insert(change, id, body)
        && supplier_link_get(&change->reading, id, ret_link)
        && emit_event(change, "supplier_link.created", NULL, *ret_link)
        && follow(change, *ret_link);
}

bool supplier_link_change(struct change *change, const struct rows *before, const json_t *body,
                          struct rows **ret_link)
{
    static const char *const bookkeeping[] = {"revision", "from_supplier", "to_supplier", "_etag",
                                              NULL};
    const char *id = rows_text(before, 0, "id");

    if (!db_queue(change->db, SQL_SUPPLIER_LINK_UPDATE, PARAMS(id, json_text(change->arena, body)))
        || !supplier_link_get(&change->reading, id, ret_link)
        || !paper_days_fit(&change->reading, body, &days,
                           &(struct paper_days){rows_text(*ret_link, 0, "since"),
                                                rows_text(*ret_link, 0, "until")}))
        return false;
    if (row_changes(change->arena, before, *ret_link, bookkeeping) == NULL)
        return true;
    return db_queue(change->db, SQL_SUPPLIER_LINK_TOUCH, PARAMS(id, now_text(&change->reading)))
        && supplier_link_get(&change->reading, id, ret_link)
        && emit_event(change, "supplier_link.updated", before, *ret_link)
        && follow(change, *ret_link);
}

bool supplier_link_delete(struct change *change, const struct rows *before)
{
    return db_queue(change->db, SQL_SUPPLIER_LINK_DELETE, PARAMS(rows_text(before, 0, "id")))
        && emit_event(change, "supplier_link.deleted", before, NULL) && follow(change, before);
}
