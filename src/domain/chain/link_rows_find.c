/* What the rows of a bulk mean: the suppliers at their ends, and the links that are there. */
#include <stdlib.h>
#include <string.h>

#include "ends.h"
#include "link_rows.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/supplier/bulk.h"
#include "renkei/domain/treatment/papers.h"

/* How a row says one of its ends. */
struct end_words {
    const char *id, *number, *source;
    const char *at_id, *at_number, *at_source;
    const char *is_there, *is_archived, *merged_into; /* as it was found */
};

static const struct end_words end_from = {"from",       "from_external_id",   "from_source",
                                          "#/from",     "#/from_external_id", "#/from_source",
                                          "from_found", "from_archived",      "from_merged_into"};
static const struct end_words end_to = {"to",       "to_external_id",   "to_source",
                                        "#/to",     "#/to_external_id", "#/to_source",
                                        "to_found", "to_archived",      "to_merged_into"};

static const char *const members[] = {"dependency", "penetration", "since", "until", NULL};

/* What fails is of the row alone. */
static struct reading of_row(const struct reading *reading, const struct link_row *row)
{
    struct reading alone = *reading;

    alone.failure = row->failure;
    return alone;
}

/* ---- as it was sent ---- */

static const char *source_of(const json_t *body, const struct end_words *end)
{
    const char *source = json_member(body, end->source);

    return source != NULL ? source : json_member(body, "source");
}

/* A number says which supplier it is, and where there is none an id. */
static void check_end(struct link_row *row, const struct end_words *end)
{
    bool has_number = json_member(row->body, end->number) != NULL;

    if (has_number && source_of(row->body, end) == NULL)
        (void)fault_add(row->failure, FAULT_IN_BODY, end->at_source, FAULT_REQUIRED, (char *)NULL);
    if (!has_number && json_member(row->body, end->id) == NULL)
        (void)fault_add(row->failure, FAULT_IN_BODY, end->at_id, FAULT_REQUIRED, (char *)NULL);
}

static void refuse_twin(struct reading *reading, struct link_row *row, long twin)
{
    (void)fault_add(row->failure, FAULT_IN_BODY, "#", FAULT_SAME_ENTRY, "#row",
                    integer_text(reading->arena, twin), (char *)NULL);
    (void)fail(row->failure, PROBLEM_DUPLICATE, (char *)NULL);
}

void link_row_read(struct reading *reading, const struct row_fault *fault, long twin,
                   struct link_row *row)
{
    struct reading alone;

    row->failure = arena_alloc(reading->arena, sizeof *row->failure);
    failure_open(row->failure, reading->arena);
    alone = of_row(reading, row);
    if (fault != NULL)
        row_fault_tell(fault, row->failure);
    if (!contract_check_body(schema_by_name("SupplierLinkRow"), row->body, false, row->failure))
        return;
    check_end(row, &end_from);
    check_end(row, &end_to);
    if (check_faults(&alone) && twin > 0)
        refuse_twin(reading, row, twin);
}

static void say_end(json_t *told, const json_t *body, const struct end_words *end)
{
    const char *number = json_member(body, end->number);

    if (number == NULL) {
        (void)json_object_set(told, end->id, json_object_get(body, end->id));
        return;
    }
    (void)json_object_set_new(told, end == &end_from ? "from_number" : "to_number",
                              json_string(number));
    (void)json_object_set_new(told, end->source, json_string(source_of(body, end)));
}

static json_t *those_that_fit(struct reading *reading, const struct link_row *rows, size_t count)
{
    json_t *list = json_keep(reading->arena, json_array());

    for (size_t i = 0; i < count; i++) {
        const json_t *body = rows[i].body;
        json_t *told;

        if (rows[i].failure->problem != PROBLEM_NONE)
            continue;
        told = json_pack("{s:i,s:s,s:s?,s:s?}", "row", (int)i, "kind", json_member(body, "kind"),
                         "item", json_member(body, "item"), "source", json_member(body, "source"));
        say_end(told, body, &end_from);
        say_end(told, body, &end_to);
        (void)json_array_append_new(list, told);
    }
    return list;
}

/* ---- what is to be done ---- */

static bool end_fits(struct reading *alone, const struct link_row *row, const struct rows *found,
                     size_t at, const struct end_words *end)
{
    bool by_number = json_member(row->body, end->number) != NULL;
    const char *merged_into = rows_text(found, at, end->merged_into);

    return link_end_fits(
        alone,
        &(struct link_end){
            .place = by_number ? end->at_number : end->at_id,
            .is_there = rows_boolean(found, at, end->is_there),
            .is_archived = rows_boolean(found, at, end->is_archived),
            .merged_into = merged_into == NULL ? NULL : arena_strdup(alone->arena, merged_into)});
}

/* What the row says of a member; one of a system says all of them, one of people what it has. */
static json_t *said_of(const struct link_row *row, const char *member)
{
    json_t *said = json_object_get(row->body, member);

    return said != NULL || json_member(row->body, "source") == NULL ? said : json_null();
}

static json_t *all_said(struct reading *reading, const struct link_row *row)
{
    json_t *said = json_keep(reading->arena, json_object());

    for (const char *const *member = members; *member != NULL; member++) {
        json_t *value = said_of(row, *member);

        (void)json_object_set(said, *member, value == NULL ? json_null() : value);
    }
    return said;
}

/* As it is to be: what the row says, where `said` is given of what people have not set since. */
static json_t *merged(struct reading *reading, const struct link_row *row, const json_t *said)
{
    json_t *value = json_keep(reading->arena, json_copy((json_t *)(uintptr_t)row->stored));

    for (const char *const *member = members; *member != NULL; member++) {
        json_t *sent = said_of(row, *member);
        bool by_people = said != NULL
            && !json_equal(json_object_get(row->stored, *member), json_object_get(said, *member));

        if (sent != NULL && !by_people)
            (void)json_object_set(value, *member, sent);
    }
    return value;
}

/* A link of somebody else: nothing to do where it says the same, and else it is a second one. */
static void judge_foreign(struct link_row *row)
{
    bool differs = false;

    for (const char *const *member = members; *member != NULL; member++) {
        const json_t *sent = json_object_get(row->body, *member);

        differs =
            differs || (sent != NULL && !json_equal(sent, json_object_get(row->stored, *member)));
    }
    row->step = LINK_STAYS;
    if (!differs)
        return;
    (void)fault_add(row->failure, FAULT_IN_BODY, "#", FAULT_DUPLICATE, "id", row->id, (char *)NULL);
    (void)fail(row->failure, PROBLEM_DUPLICATE, (char *)NULL);
}

static void judge_stored(struct reading *reading, struct link_row *row, const struct rows *found,
                         size_t at)
{
    const char *system = json_member(row->body, "source"), *text = rows_text(found, at, "said");
    const json_t *said = text == NULL ? NULL : json_own(reading->arena, text);

    if (system != NULL && !text_same(system, rows_text(found, at, "source"))) {
        judge_foreign(row);
        return;
    }
    row->value = merged(reading, row, system == NULL ? NULL : said);
    if (system != NULL && !json_equal(all_said(reading, row), said))
        row->said = all_said(reading, row);
    row->step =
        row->said != NULL || !json_equal(row->value, row->stored) ? LINK_CHANGES : LINK_STAYS;
}

static void judge_new(struct reading *alone, struct link_row *row, const struct rows *found,
                      size_t at)
{
    row->value = all_said(alone, row);
    if (row->from != NULL && text_same(row->from, row->to))
        (void)link_to_itself(
            alone, json_member(row->body, "to") != NULL ? end_to.at_id : end_to.at_number);
    else if (end_fits(alone, row, found, at, &end_from))
        (void)end_fits(alone, row, found, at, &end_to);
    row->step = LINK_IS_NEW;
}

static const char *owned(struct reading *reading, const struct rows *found, size_t at,
                         const char *column)
{
    const char *text = rows_text(found, at, column);

    return text == NULL ? NULL : arena_strdup(reading->arena, text);
}

/* What tells it apart, as texts are stored. */
static void say_as_found(struct link_row *row, const struct rows *found, size_t at)
{
    const char *system = rows_text(found, at, "system");

    (void)json_object_set_new(row->body, "item", json_string(rows_text(found, at, "item")));
    if (system != NULL)
        (void)json_object_set_new(row->body, "source", json_string(system));
}

static void judge(struct reading *reading, struct link_row *row, const struct rows *found,
                  size_t at)
{
    static const struct paper_days days = {"since", "until"};
    struct reading alone = of_row(reading, row);

    row->from = owned(reading, found, at, "from");
    row->to = owned(reading, found, at, "to");
    row->id = owned(reading, found, at, "id");
    say_as_found(row, found, at);
    if (row->id == NULL)
        judge_new(&alone, row, found, at);
    else {
        row->revision = (long)rows_integer(found, at, "revision");
        row->stored = json_own(reading->arena, rows_text(found, at, "value"));
        judge_stored(&alone, row, found, at);
    }
    if (row->failure->problem == PROBLEM_NONE)
        (void)paper_days_fit(&alone, row->body, &days,
                             &(struct paper_days){json_member(row->value, "since"),
                                                  json_member(row->value, "until")});
    if (row->failure->problem != PROBLEM_NONE)
        row->step = LINK_FAILS;
}

/* ---- two rows about one link ---- */

static int compare_rows(const void *one, const void *other)
{
    const struct link_row *a = *(struct link_row *const *)one;
    const struct link_row *b = *(struct link_row *const *)other;
    int order = strcmp(a->from, b->from);

    if (order == 0)
        order = strcmp(a->to, b->to);
    if (order == 0)
        order = strcmp(json_member(a->body, "kind"), json_member(b->body, "kind"));
    return order != 0 ? order : strcmp(json_member(a->body, "item"), json_member(b->body, "item"));
}

/* Which of them is right nobody can tell, however each names its ends. */
static void refuse_twins(struct reading *reading, struct link_row *rows, size_t count)
{
    struct link_row **sorted = arena_alloc(reading->arena, count * sizeof(void *));
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (rows[i].step != LINK_FAILS)
            sorted[kept++] = &rows[i];
    qsort(sorted, kept, sizeof(void *), compare_rows);
    for (size_t i = 1; i < kept; i++)
        if (compare_rows(&sorted[i - 1], &sorted[i]) == 0) {
            if (sorted[i - 1]->failure->problem == PROBLEM_NONE)
                refuse_twin(reading, sorted[i - 1], sorted[i]->number);
            refuse_twin(reading, sorted[i], sorted[i - 1]->number);
            sorted[i - 1]->step = sorted[i]->step = LINK_FAILS;
        }
}

bool link_rows_find(struct reading *reading, struct link_row *rows, size_t count)
{
    struct rows *found;

    if (!db_read(reading->db, SQL_SUPPLIER_LINK_ROWS_FIND,
                 PARAMS(json_text(reading->arena, those_that_fit(reading, rows, count))), &found))
        return false;
    for (size_t i = 0; i < rows_count(found); i++)
        judge(reading, &rows[rows_integer(found, i, "_row")], found, i);
    rows_drop(found);
    refuse_twins(reading, rows, count);
    return true;
}
