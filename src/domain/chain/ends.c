#include "ends.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

static bool refuse(struct reading *reading, const char *at, enum fault_code code,
                   enum problem problem)
{
    (void)fault_add(reading->failure, FAULT_IN_BODY, at, code, (char *)NULL);
    return fail(reading->failure, problem, (char *)NULL);
}

bool link_end_fits(struct reading *reading, const struct link_end *end)
{
    if (end->merged_into != NULL) {
        (void)refuse(reading, end->place, FAULT_MERGED_SUPPLIER, PROBLEM_SUPPLIER_MERGED);
        return failure_extend(reading->failure, "merged_into",
                              arena_printf(reading->arena, "\"%s\"", end->merged_into));
    }
    if (!end->is_there)
        return refuse(reading, end->place, FAULT_UNKNOWN_REFERENCE, PROBLEM_VALIDATION_FAILED);
    return !end->is_archived
        || refuse(reading, end->place, FAULT_ARCHIVED_SUPPLIER, PROBLEM_SUPPLIER_ARCHIVED);
}

bool link_to_itself(struct reading *reading, const char *place)
{
    return refuse(reading, place, FAULT_LINK_TO_ITSELF, PROBLEM_VALIDATION_FAILED);
}

static bool fits(struct reading *reading, const struct rows *ends, size_t at, const char *place)
{
    return link_end_fits(reading,
                         &(struct link_end){.place = place,
                                            .is_there = rows_boolean(ends, at, "found"),
                                            .is_archived = rows_boolean(ends, at, "archived"),
                                            .merged_into = rows_text(ends, at, "merged_into")});
}

bool link_ends_fit(struct reading *reading, const json_t *body)
{
    const char *from = json_member(body, "from"), *to = json_member(body, "to");
    bool is_self = strcmp(to, LINK_SELF) == 0;
    struct rows *ends;

    if (text_same(from, to))
        return link_to_itself(reading, "#/to");
    return db_run(reading->db, SQL_SUPPLIER_LINK_ENDS, PARAMS(from, is_self ? NULL : to), &ends)
        && fits(reading, ends, 0, "#/from") && (is_self || fits(reading, ends, 1, "#/to"));
}
