/* Rows of an import that were not saved, a page at a time; and what a cancelled one left. */
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/contract/contract.h"
#include "renkei/domain/exchange/import.h"
#include "renkei/domain/exchange/import_kind.h"
#include "renkei/domain/exchange/kept_rows.h"

/* ---- what is left ---- */

static void add_rest(struct change *change, const json_t *row, struct buffer *lines)
{
    const char *detail = word_label("ImportRowOutcome", IMPORT_UNPROCESSED, change->locale);
    json_t *told = json_keep(
        change->arena,
        json_pack("{s:O,s:O,s:O,s:s,s:s,s:s,s:s,s:n}", "row", json_object_get(row, "row"), "line",
                  json_object_get(row, "line"), "cells", json_object_get(row, "cells"),
                  "error_code", IMPORT_UNPROCESSED, "error_field", "", "error_value", "",
                  "error_detail", detail, "problem"));

    buffer_add_text(lines, json_text(change->arena, told));
    buffer_add_char(lines, '\n');
}

bool import_keep_rest(struct change *change, struct import_batch *batch)
{
    struct buffer lines;

    buffer_open(&lines, change->arena, 1024);
    for (size_t i = 0; i < json_array_size(batch->rows); i++)
        add_rest(change, json_array_get(batch->rows, i), &lines);
    *batch->kept += (long)lines.length;
    return kept_rows_add(change, batch->id, IMPORT_UNPROCESSED, &lines, batch->piece);
}

/* ---- for people ---- */

struct row_page {
    struct arena *arena;
    struct buffer text;
    long left;
};

static bool take_row(void *subject, const char *line)
{
    struct row_page *page = subject;
    json_t *row;

    if (page->left-- == 0)
        return false;
    row = json_own(page->arena, line);
    (void)json_object_del(row, "cells");
    buffer_add_text(&page->text, page->text.length == 0 ? "" : ",");
    buffer_add_text(&page->text, json_text(page->arena, row));
    return true;
}

bool import_rows(struct reading *reading, struct import_row_page *page, const char **ret_text)
{
    struct kept_rows kept = {.reading = reading,
                             .job_id = page->id,
                             .part = page->outcome,
                             .piece = page->piece,
                             .line = page->line};
    struct row_page taken = {.arena = reading->arena, .left = page->limit};
    struct rows *import;

    buffer_open(&taken.text, reading->arena, 16 * 1024);
    if (!import_with_rows(reading, page->id, &import) || !kept_rows_read(&kept, take_row, &taken))
        return false;
    page->piece = kept.piece;
    page->line = kept.line;
    page->has_more = kept.has_more;
    *ret_text = taken.text.data;
    return true;
}
