#include "origin.h"

#include <string.h>

#include "renkei/domain/response/response.h"
#include "renkei/domain/workbook/rows.h"
#include "texts.h"

const char *row_text(const json_t *row, size_t column)
{
    const char *text = json_string_value(json_array_get(json_array_get(row, 1), column));

    return text == NULL ? "" : text;
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

bool origin_check(struct reading *reading, const struct response *response, const json_t *rows)
{
    const json_t *row;
    size_t i;

    json_array_foreach(rows, i, row)
    {
        if (strcmp(row_text(row, PAPER_ID), WORKBOOK_MARK) == 0)
            return check(reading, response, row_text(row, PAPER_MARK));
    }
    return workbook_refuse(reading, "not_the_sheet");
}
