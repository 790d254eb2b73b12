/*
 * What is odd about a document and may still be published: ranges of a number that leave a hole, or
 * that overlap. A number in a hole counts as the worse of its neighbours, one in two ranges as the
 * first of them (score_range_of).
 */
#include <math.h>
#include <stdlib.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/reading.h"
#include "renkei/domain/questionnaire/questionnaire.h"

struct span {
    double min, max;
};

static double end_of(const json_t *range, const char *name, double open)
{
    const json_t *end = score_member(range, name);

    return end == NULL ? open : json_number_value(end);
}

static int by_start(const void *one, const void *other)
{
    const struct span *left = one, *right = other;

    return left->min < right->min ? -1 : left->min > right->min;
}

static json_t *warning(enum locale locale, const char *at, const char *code,
                       const struct span *between)
{
    return json_pack("{s:s,s:s,s:s,s:f,s:f}", "pointer", at, "code", code, "text",
                     word_label("QuestionnaireWarningCode", code, locale), "from", between->min,
                     "to", between->max);
}

/* The next range against all before it: it begins behind them, within them, or where they end. */
static void compare(struct reading *reading, const char *at, double reached,
                    const struct span *next, json_t *warnings)
{
    const struct span hole = {reached, next->min},
                      overlap = {next->min, next->max < reached ? next->max : reached};

    if (next->min > reached)
        (void)json_array_append_new(warnings, warning(reading->locale, at, "range_hole", &hole));
    else if (next->min < reached)
        (void)json_array_append_new(warnings,
                                    warning(reading->locale, at, "range_overlap", &overlap));
}

static void look_at_ranges(struct reading *reading, const json_t *ranges, const char *at,
                           json_t *warnings)
{
    size_t count = json_array_size(ranges);
    struct span *spans = arena_alloc(reading->arena, (count + 1) * sizeof *spans);
    double reached;

    for (size_t i = 0; i < count; i++)
        spans[i] = (struct span){end_of(json_array_get(ranges, i), "min", -INFINITY),
                                 end_of(json_array_get(ranges, i), "max", INFINITY)};
    qsort(spans, count, sizeof *spans, by_start);
    reached = count == 0 ? 0 : spans[0].max;
    for (size_t i = 1; i < count; i++) {
        compare(reading, at, reached, &spans[i], warnings);
        reached = spans[i].max > reached ? spans[i].max : reached;
    }
}

json_t *questionnaire_warnings(struct reading *reading, const struct rows *row)
{
    const json_t *document = json_own(reading->arena, rows_text(row, 0, "_document"));
    json_t *warnings = json_keep(reading->arena, json_array());
    const json_t *section, *question;
    size_t s, q;

    json_array_foreach(json_object_get(document, "sections"), s, section)
    {
        json_array_foreach(json_object_get(section, "questions"), q, question)
        {
            look_at_ranges(
                reading, json_object_get(question, "ranges"),
                arena_printf(reading->arena, "#/sections/%zu/questions/%zu/ranges", s, q),
                warnings);
        }
    }
    return warnings;
}
