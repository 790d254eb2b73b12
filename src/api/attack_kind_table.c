#include "attack_kind_table.h"

#include <string.h>

#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"
#include "renkei/file/csv.h"
#include "renkei/file/member.h"

static const char *const columns[] = {
    "code",
    "name",
    "suppliers",
    "bands.very_high",
    "bands.high",
    "bands.moderate",
    "bands.low",
    "bands.very_low",
    "not_asked",
    "unassessed",
    "apart.no_response",
    "apart.partial",
    "apart.not_judged",
    "mean",
    "worst",
    "worst_supplier.id",
    "worst_supplier.name",
    "fix_first.question.text",
    "fix_first.suppliers",
    "fix_first.points",
    "drivers",
};

enum { COLUMNS = sizeof columns / sizeof *columns };

const char *drivers_text(struct arena *arena, const json_t *drivers)
{
    struct buffer text;

    buffer_open(&text, arena, 256);
    for (size_t i = 0; i < json_array_size(drivers); i++)
        buffer_printf(&text, "%s%zu. %s", i == 0 ? "" : "\n", i + 1,
                      json_member(json_object_get(json_array_get(drivers, i), "question"), "text"));
    return text.data;
}

static void write_kind(struct csv *csv, struct arena *arena, const json_t *kind)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        const json_t *value = member_at(kind, columns[i]);

        if (json_is_array(value))
            csv_text(csv, drivers_text(arena, value));
        else
            member_to_csv(csv, arena, value);
    }
    csv_end_row(csv);
}

bool attack_kind_table(struct request *rq, const struct rows *kinds)
{
    struct csv csv = {.body = reply_open(rq, 200), .guards = true};

    csv_mark(&csv);
    for (size_t i = 0; i < COLUMNS; i++)
        csv_text(&csv, columns[i]);
    csv_end_row(&csv);
    for (size_t i = 0; i < rows_count(kinds); i++) {
        struct buffer text;

        buffer_open(&text, rq->arena, 2048);
        rows_write_object(kinds, i, &text);
        write_kind(&csv, rq->arena, json_own(rq->arena, text.data));
    }
    rq->reply.content_type = "text/csv; charset=utf-8; header=present";
    rq->reply.disposition = "attachment; filename=\"attack-kinds.csv\"";
    return true;
}
