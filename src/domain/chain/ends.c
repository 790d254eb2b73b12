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

static bool is_there(struct reading *reading, const struct rows *ends, size_t at, const char *place)
{
    const char *merged_into = rows_text(ends, at, "merged_into");

    if (merged_into != NULL) {
        (void)refuse(reading, place, FAULT_MERGED_SUPPLIER, PROBLEM_SUPPLIER_MERGED);
        return failure_extend(reading->failure, "merged_into",
                              arena_printf(reading->arena, "\"%s\"", merged_into));
    }
    if (!rows_boolean(ends, at, "found"))
        return refuse(reading, place, FAULT_UNKNOWN_REFERENCE, PROBLEM_VALIDATION_FAILED);
    return !rows_boolean(ends, at, "archived")
        || refuse(reading, place, FAULT_ARCHIVED_SUPPLIER, PROBLEM_SUPPLIER_ARCHIVED);
}

bool link_ends_fit(struct reading *reading, const json_t *body)
{
    const char *from = json_member(body, "from"), *to = json_member(body, "to");
    bool is_self = strcmp(to, LINK_SELF) == 0;
    struct rows *ends;

    if (text_same(from, to))
        return refuse(reading, "#/to", FAULT_LINK_TO_ITSELF, PROBLEM_VALIDATION_FAILED);
    return db_run(reading->db, SQL_SUPPLIER_LINK_ENDS, PARAMS(from, is_self ? NULL : to), &ends)
        && is_there(reading, ends, 0, "#/from") && (is_self || is_there(reading, ends, 1, "#/to"));
}
