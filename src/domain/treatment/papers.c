#include "renkei/domain/treatment/papers.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

static const char *place_of(struct reading *reading, const char *member)
{
    return arena_printf(reading->arena, "#/%s", member);
}

/* Dates are texts of one form: they compare as they read. */
bool paper_days_fit(struct reading *reading, const json_t *body, const struct paper_days *members,
                    const struct paper_days *days)
{
    if (days->first == NULL || days->last == NULL || strcmp(days->first, days->last) <= 0)
        return true;
    if (json_member(body, members->last) != NULL)
        (void)fault_add(reading->failure, FAULT_IN_BODY, place_of(reading, members->last),
                        FAULT_TOO_SMALL, "min", days->first, (char *)NULL);
    else
        (void)fault_add(reading->failure, FAULT_IN_BODY, place_of(reading, members->first),
                        FAULT_TOO_LARGE, "max", days->last, (char *)NULL);
    return check_faults(reading);
}

bool paper_supplier_exists(struct change *change, const char *supplier_id)
{
    struct rows *supplier;

    if (!db_run(change->db, SQL_SUPPLIER_LOCK, PARAMS(supplier_id), &supplier))
        return false;
    if (rows_count(supplier) == 0)
        (void)fault_add(change->failure, FAULT_IN_BODY, "#/supplier_id", FAULT_UNKNOWN_REFERENCE,
                        (char *)NULL);
    return check_faults(&change->reading);
}

/* The days themselves are shown; what follows from them and the clock is not. */
bool paper_event(struct change *change, const struct paper_told *what)
{
    static const char *const unshown[] = {"revision",   "state",     "notice_by",
                                          "updated_at", "edited_at", NULL};

    return change_row_event(change,
                            &(struct row_told){.type = what->event,
                                               .resource_type = what->resource,
                                               .before = what->before,
                                               .after = what->after,
                                               .supplier = "supplier_id",
                                               .unshown = unshown});
}
