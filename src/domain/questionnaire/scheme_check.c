#include "scheme_check.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

/* ---- what stands in it ---- */

static const char *text_at(const json_t *list, size_t index, const char *member)
{
    return json_member(json_array_get(list, index), member);
}

/* Whether one of the first `count` says the same of this member. */
static bool has(const json_t *list, size_t count, const char *member, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (text_same(text_at(list, i, member), text))
            return true;
    return false;
}

static void refuse(struct reading *reading, enum fault_code fault, const char *at)
{
    (void)fault_add(reading->failure, FAULT_IN_BODY, at, fault, (char *)NULL);
}

static void check_areas(struct reading *reading, const json_t *areas)
{
    for (size_t i = 0; i < json_array_size(areas); i++)
        if (has(areas, i, "code", text_at(areas, i, "code")))
            refuse(reading, FAULT_NOT_UNIQUE, arena_printf(reading->arena, "#/areas/%zu/code", i));
}

/* A question speaks once for a requirement. */
static void check_cover(struct reading *reading, const json_t *cover, size_t requirement)
{
    for (size_t i = 0; i < json_array_size(cover); i++)
        for (size_t k = 0; k < i; k++)
            if (text_same(text_at(cover, i, "questionnaire_code"),
                          text_at(cover, k, "questionnaire_code"))
                && text_same(text_at(cover, i, "question"), text_at(cover, k, "question"))) {
                refuse(reading, FAULT_NOT_UNIQUE,
                       arena_printf(reading->arena, "#/requirements/%zu/cover/%zu/question",
                                    requirement, i));
                break;
            }
}

static void check_requirements(struct reading *reading, const json_t *document)
{
    const json_t *areas = json_object_get(document, "areas");
    const json_t *requirements = json_object_get(document, "requirements"), *one;
    size_t i;

    json_array_foreach(requirements, i, one)
    {
        if (has(requirements, i, "id", json_member(one, "id")))
            refuse(reading, FAULT_NOT_UNIQUE,
                   arena_printf(reading->arena, "#/requirements/%zu/id", i));
        if (!has(areas, json_array_size(areas), "code", json_member(one, "area")))
            refuse(reading, FAULT_UNKNOWN_REFERENCE,
                   arena_printf(reading->arena, "#/requirements/%zu/area", i));
        check_cover(reading, json_object_get(one, "cover"), i);
    }
}

/* ---- what it names ---- */

static bool check_questions(struct reading *reading, const json_t *document)
{
    struct rows *unknown;

    if (!db_run(reading->db, SQL_SCHEME_UNKNOWN, PARAMS(json_text(reading->arena, document)),
                &unknown))
        return false;
    for (size_t i = 0; i < rows_count(unknown); i++)
        refuse(reading, FAULT_UNKNOWN_REFERENCE,
               arena_printf(reading->arena, "#/requirements/%s/cover/%s/%s",
                            rows_text(unknown, i, "requirement"), rows_text(unknown, i, "cover"),
                            rows_boolean(unknown, i, "has_questionnaire") ? "question"
                                                                          : "questionnaire_code"));
    return true;
}

/* One level: what is included includes nothing, and what includes is not included. */
static bool check_includes(struct change *change, const json_t *document)
{
    const char *includes = json_member(document, "includes");
    const char *code = json_member(document, "code");
    struct rows *included, *including;

    if (includes == NULL)
        return true;
    if (!db_run(change->db, SQL_SCHEME_INCLUDED, PARAMS(includes), &included)
        || !db_run(change->db, SQL_SCHEME_INCLUDING, PARAMS(code), &including))
        return false;
    if (rows_count(included) == 0)
        refuse(&change->reading, FAULT_UNKNOWN_REFERENCE, "#/includes");
    else if (rows_text(included, 0, "includes") != NULL || rows_count(including) > 0
             || strcmp(includes, code) == 0)
        refuse(&change->reading, FAULT_SCHEME_NESTED, "#/includes");
    return true;
}

bool scheme_check(struct change *change, const json_t *document)
{
    struct reading *reading = &change->reading;

    check_areas(reading, json_object_get(document, "areas"));
    check_requirements(reading, document);
    if (text_same(json_member(document, "certificate_kind"), "other"))
        refuse(reading, FAULT_KIND_OF_ANY_NAME, "#/certificate_kind");
    return check_questions(reading, document) && check_includes(change, document)
        && check_faults(reading);
}
