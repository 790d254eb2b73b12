/* Answers of a file: those of a supplier are saved together, with one event. */
#include <string.h>

#include "import_savers.h"
#include "renkei/base/json.h"
#include "renkei/domain/exchange/import.h"
#include "renkei/domain/response/answer_file.h"

struct group {
    struct told_answers told;
    struct import_row **rows;
};

static bool is_of(const struct import_row *row, const char *supplier_id)
{
    return row->failure->problem == PROBLEM_NONE && strcmp(row->supplier_id, supplier_id) == 0;
}

/* The rows of a supplier from the first on. */
static void gather(struct change *change, const json_t *payload, struct import_row *rows,
                   size_t count, struct group *ret_group)
{
    *ret_group = (struct group){
        .told = {.supplier_id = rows->supplier_id,
                 .campaign_id = json_member(payload, "campaign_id"),
                 .questionnaire_id = json_member(payload, "questionnaire_id"),
                 .answers = arena_alloc(change->arena, count * sizeof(struct told_answer))},
        .rows = arena_alloc(change->arena, count * sizeof(void *)),
    };
    for (size_t i = 0; i < count; i++)
        if (is_of(&rows[i], rows->supplier_id)) {
            ret_group->rows[ret_group->told.count] = &rows[i];
            ret_group->told.answers[ret_group->told.count++] =
                (struct told_answer){.row = rows[i].value, .failure = rows[i].failure};
        }
}

/* What kept all of them from being saved is of those that would have been. */
static void fail_all(struct group *group, const struct failure *why)
{
    for (size_t i = 0; i < group->told.count; i++) {
        struct told_answer *told = &group->told.answers[i];

        if (told->saved != SAVED_NOTHING && told->failure->problem == PROBLEM_NONE)
            *told->failure = *why;
    }
}

static void settle(struct group *group, bool *is_done, const struct import_row *first)
{
    for (size_t i = 0; i < group->told.count; i++) {
        group->rows[i]->saved = group->told.answers[i].saved;
        is_done[group->rows[i] - first] = true;
    }
}

static bool save_group(struct change *change, struct group *group)
{
    struct change_part part;
    struct failure why;

    if (!change_part_begin(change, &part))
        return false;
    if (answers_tell(change, &group->told))
        return change_part_keep(change);
    if (problem_entry(change->failure->problem)->status >= 500
        || !change_part_undo(change, &part, &why))
        return false;
    fail_all(group, &why);
    return true;
}

static bool save_groups(struct change *change, const struct import_batch *batch,
                        struct import_row *rows, size_t count)
{
    bool *is_done = arena_alloc(change->arena, count * sizeof *is_done);

    memset(is_done, 0, count * sizeof *is_done);
    for (size_t i = 0; i < count; i++) {
        struct group group;

        if (is_done[i] || rows[i].failure->problem != PROBLEM_NONE)
            continue;
        gather(change, batch->payload, &rows[i], count - i, &group);
        if (!save_group(change, &group))
            return false;
        settle(&group, is_done, rows);
    }
    return true;
}

bool import_save_answers(struct change *change, const struct import_batch *batch,
                         struct import_row *rows, size_t count)
{
    return import_save_checked(change, batch, rows, count, save_groups);
}
