#include "origin.h"

#include <string.h>

#include "renkei/base/text.h"
#include "renkei/domain/change/reading.h"
#include "renkei/domain/response/response.h"
#include "renkei/domain/workbook/rows.h"
#include "texts.h"

const char *row_text(const json_t *row, size_t column)
{
    const char *text = json_string_value(json_array_get(json_array_get(row, 1), column));

    return text == NULL ? "" : text;
}

const char *row_visible(struct reading *reading, const json_t *row, size_t column)
{
    const char *text = row_text(row, column);
    size_t length;
    const char *trimmed = text_trim(text, strlen(text), &length);

    return text_visible(trimmed, length) ? arena_copy(reading->arena, trimmed, length) : NULL;
}

const char *row_fault(const json_t *row, size_t column)
{
    return json_string_value(json_array_get(json_array_get(row, 2), column));
}

/* "questionnaire/response", the second empty in a blank sheet. */
static bool check(struct reading *reading, const struct response *response, const char *origin)
{
    const char *slash = strchr(origin, '/');
    size_t length = slash == NULL ? 0 : (size_t)(slash - origin);

    if (slash == NULL)
        return workbook_refuse(reading, "not_the_sheet");
    if (slash[1] != '\0' && strcmp(slash + 1, response->id) != 0)
        return workbook_refuse(reading, "other_response");
    return (length == strlen(response->questionnaire->id)
            && strncmp(origin, response->questionnaire->id, length) == 0)
        || workbook_refuse(reading, "other_questionnaire");
}

static enum workbook_layout row_layout(const json_t *row)
{
    const char *cells[CRITERION_ID + 1];

    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        cells[i] = row_text(row, i);
    return layout_of(cells, sizeof cells / sizeof *cells);
}

bool origin_check(struct reading *reading, const struct response *response, const json_t *rows,
                  enum workbook_layout *ret_layout)
{
    const json_t *row;
    size_t i;

    *ret_layout = LAYOUT_NONE;
    json_array_foreach(rows, i, row)
    {
        enum workbook_layout layout = row_layout(row);

        if (layout != LAYOUT_NONE)
            *ret_layout = layout;
        if (layout == LAYOUT_OURS)
            return check(reading, response, row_text(row, PAPER_MARK));
    }
    return *ret_layout != LAYOUT_NONE || workbook_refuse(reading, "not_the_sheet");
}
