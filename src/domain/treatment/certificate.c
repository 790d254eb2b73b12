#include "renkei/domain/treatment/certificate.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"

static const char *as_of(const struct request *rq)
{
    for (size_t i = 0; i < rq->operation->query_count; i++)
        if (strcmp(rq->operation->query[i].name, "as_of") == 0)
            return rq->parameters.query[i].text;
    return NULL;
}

static bool find(struct request *rq, const char *id, struct rows **ret_certificate)
{
    return db_read_one(rq->db, SQL_CERTIFICATE_GET, PARAMS(id, as_of(rq), now_text(&rq->reading)),
                       ret_certificate);
}

bool certificate_get(struct request *rq, struct rows **ret_certificate)
{
    return find(rq, path_value(rq, "id"), ret_certificate);
}

bool certificate_lock(struct request *rq, struct rows **ret_certificate)
{
    return db_queue(rq->db, SQL_CERTIFICATE_LOCK_SUPPLIER, PARAMS(path_value(rq, "id")))
        && certificate_get(rq, ret_certificate)
        && check_revision(&rq->reading, expected_revision(rq), *ret_certificate);
}

static bool tell(struct request *rq, const char *type, const struct rows *before,
                 const struct rows *after)
{
    static const char *const unshown[] = {"revision", "state", "updated_at", "edited_at", NULL};
    const struct rows *shown = after != NULL ? after : before;
    struct event event = {
        .type = type,
        .resource_type = "certificate",
        .resource_id = rows_text(shown, 0, "id"),
        .revision = (long)rows_integer(shown, 0, "revision"),
        .supplier_id = rows_text(shown, 0, "supplier_id"),
        .changes = json_changes(rq->arena, before == NULL ? NULL : row_json(rq->arena, before),
                                after == NULL ? NULL : row_json(rq->arena, after), unshown),
    };

    return change_event(rq->change, &event);
}

/* Whether answers may rest on it. */
static bool may_count(const struct rows *row)
{
    const char *kind = row == NULL ? "" : rows_text(row, 0, "kind");

    return strcmp(kind, "p_mark") == 0 || strcmp(kind, "isms") == 0;
}

static bool rescore(struct request *rq, const struct rows *before, const struct rows *after)
{
    const struct rows *shown = after != NULL ? after : before;
    struct rescore what = {.supplier_id = rows_text(shown, 0, "supplier_id"),
                           .cause = "certificate"};

    return (!may_count(before) && !may_count(after)) || supplier_rescore(rq->change, &what, NULL);
}

/* "other" says nothing without a name. */
static bool is_named(struct request *rq, const char *kind, const char *name)
{
    if (strcmp(kind, "other") == 0 && name == NULL)
        (void)fault_add(&rq->failure, FAULT_IN_BODY, "#/name", FAULT_REQUIRED, (char *)NULL);
    return check_faults(&rq->reading);
}

static const char *body_text(const struct request *rq, const char *name)
{
    return json_string_value(json_object_get(rq->body, name));
}

static bool supplier_exists(struct request *rq, const char *supplier_id)
{
    struct rows *supplier;

    if (!db_run(rq->db, SQL_SUPPLIER_LOCK, PARAMS(supplier_id), &supplier))
        return false;
    if (rows_count(supplier) == 0)
        (void)fault_add(&rq->failure, FAULT_IN_BODY, "#/supplier_id", FAULT_UNKNOWN_REFERENCE,
                        (char *)NULL);
    return check_faults(&rq->reading);
}

bool certificate_create(struct request *rq, struct rows **ret_certificate)
{
    const char *supplier_id = body_text(rq, "supplier_id");
    char id[UUID_TEXT];

    uuid_v7(rq->now, id);
    return is_named(rq, body_text(rq, "kind"), body_text(rq, "name"))
        && supplier_exists(rq, supplier_id)
        && db_queue(rq->db, SQL_CERTIFICATE_INSERT,
                    PARAMS(id, supplier_id, json_text(rq->arena, rq->body), now_text(&rq->reading)))
        && find(rq, id, ret_certificate) && tell(rq, "certificate.created", NULL, *ret_certificate)
        && rescore(rq, NULL, *ret_certificate);
}

bool certificate_change(struct request *rq, const struct rows *before,
                        struct rows **ret_certificate)
{
    static const char *const none[] = {NULL};
    const char *id = rows_text(before, 0, "id");

    if (!db_queue(rq->db, SQL_CERTIFICATE_UPDATE, PARAMS(id, json_text(rq->arena, rq->body)))
        || !find(rq, id, ret_certificate)
        || !is_named(rq, rows_text(*ret_certificate, 0, "kind"),
                     rows_text(*ret_certificate, 0, "name")))
        return false;
    if (json_changes(rq->arena, row_json(rq->arena, before), row_json(rq->arena, *ret_certificate),
                     none)
        == NULL)
        return true;
    return db_queue(rq->db, SQL_CERTIFICATE_TOUCH, PARAMS(id, now_text(&rq->reading)))
        && find(rq, id, ret_certificate)
        && tell(rq, "certificate.updated", before, *ret_certificate)
        && rescore(rq, before, *ret_certificate);
}

bool certificate_delete(struct request *rq, const struct rows *before)
{
    return db_queue(rq->db, SQL_CERTIFICATE_DELETE, PARAMS(rows_text(before, 0, "id")))
        && tell(rq, "certificate.deleted", before, NULL) && rescore(rq, before, NULL);
}
