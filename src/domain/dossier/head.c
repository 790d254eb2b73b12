/* The upper half of a dossier's first page: who it is, and the number. */
#include <string.h>

#include "parts.h"
#include "renkei/base/json.h"
#include "renkei/score/score.h"

enum { SIDE = 5 };

/* Of texts.c: the pattern is ours. */
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"

json_t *block_text(const char *kind, const char *text)
{
    return json_pack("{s:s, s:s}", "kind", kind, "text", text);
}

/* ---- who ---- */

static const char *external_number(const struct dossier *dossier)
{
    const json_t *ids =
        json_own(dossier->reading->arena, rows_text(dossier->supplier, 0, "external_ids"));
    const json_t *first = json_array_get(ids, 0);

    return first == NULL ? NULL
                         : arena_printf(dossier->reading->arena, "%s:%s",
                                        json_member(first, "source"), json_member(first, "id"));
}

static const char *tier_text(const struct dossier *dossier)
{
    const char *tier =
        word_label("Tier", rows_text(dossier->supplier, 0, "tier"), dossier->reading->locale);

    return tier != NULL && rows_boolean(dossier->supplier, 0, "tier_provisional")
        ? arena_printf(dossier->reading->arena, dossier->texts->provisional, tier)
        : tier;
}

static json_t *pairs(const struct dossier *dossier, const char *const values[4])
{
    json_t *row = json_array();

    for (int i = 0; i < 4; i++)
        (void)json_array_append_new(
            row, json_string(values[i] == NULL ? dossier->texts->none : values[i]));
    return row;
}

json_t *dossier_fields(const struct dossier *dossier)
{
    const struct dossier_texts *texts = dossier->texts;
    const struct rows *supplier = dossier->supplier;
    enum locale locale = dossier->reading->locale;
    const char *const rows[][4] = {
        {texts->number, external_number(dossier), texts->corporate_number,
         rows_text(supplier, 0, "corporate_number")},
        {texts->tier, tier_text(dossier), texts->country, rows_text(supplier, 0, "country")},
        {texts->owner, rows_text(supplier, 0, "owner"), texts->review,
         rows_text(supplier, 0, "next_review_on")},
        {texts->status, word_label("SupplierStatus", rows_text(supplier, 0, "status"), locale),
         texts->assessed,
         word_label("AssessmentStatus", rows_text(supplier, 0, "assessment_status"), locale)},
    };
    json_t *fields = json_array();

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        (void)json_array_append_new(fields, pairs(dossier, rows[i]));
    return json_pack("{s:s, s:o}", "kind", "fields", "rows", fields);
}

/* ---- the map ---- */

static json_t *map_shades(void)
{
    json_t *shades = json_array();

    for (int impact = 1; impact <= SIDE; impact++)
        for (int likelihood = 1; likelihood <= SIDE; likelihood++)
            (void)json_array_append_new(shades,
                                        json_integer((int)score_band_of(impact * likelihood) + 1));
    return shades;
}

static json_t *map_block(const struct dossier *dossier)
{
    const struct rows *supplier = dossier->supplier;

    return json_pack("{s:I, s:I, s:o, s:s, s:s}", "impact",
                     (json_int_t)rows_integer(supplier, 0, "map_impact"), "likelihood",
                     (json_int_t)rows_integer(supplier, 0, "map_likelihood"), "shades",
                     map_shades(), "impact_label", dossier->texts->impact, "likelihood_label",
                     dossier->texts->likelihood);
}

/* ---- the number ---- */

static double number(const struct dossier *dossier, const char *name)
{
    return json_number_value(json_object_get(dossier->score, name));
}

static bool has_number(const struct dossier *dossier, const char *name)
{
    return json_is_number(json_object_get(dossier->score, name));
}

static int shade_of(const char *band)
{
    for (int i = 0; band != NULL && i < SCORE_BANDS; i++)
        if (strcmp(score_band_word((enum score_band)i), band) == 0)
            return i + 1;
    return 0;
}

static void add_line(json_t *lines, const char *text)
{
    (void)json_array_append_new(lines, json_string(text));
}

/* What a reader must know besides, so that the number does not mislead. */
static json_t *lines_below(const struct dossier *dossier)
{
    struct arena *arena = dossier->reading->arena;
    const struct dossier_texts *texts = dossier->texts;
    const json_t *range = json_object_get(dossier->score, "range");
    enum locale locale = dossier->reading->locale;
    json_t *lines = json_array();

    add_line(lines,
             arena_printf(
                 arena, texts->reason,
                 word_label("BandReason", rows_text(dossier->supplier, 0, "band_reason"), locale)));
    if (has_number(dossier, "confidence"))
        add_line(lines,
                 arena_printf(arena, texts->confidence,
                              word_label("ConfidenceLabel",
                                         json_member(dossier->score, "confidence_label"), locale),
                              json_number_value(json_object_get(range, "low")),
                              json_number_value(json_object_get(range, "high"))));
    if (has_number(dossier, "projected"))
        add_line(lines, arena_printf(arena, texts->projected, number(dossier, "projected")));
    if (dossier->score != NULL)
        add_line(lines,
                 arena_printf(arena, texts->as_of, json_member(dossier->score, "as_of"),
                              json_member(dossier->score, "model_version")));
    if (rows_text(dossier->supplier, 0, "map_impact") == NULL)
        add_line(lines, texts->no_place);
    return lines;
}

json_t *dossier_score(const struct dossier *dossier)
{
    struct arena *arena = dossier->reading->arena;
    const char *band = rows_text(dossier->supplier, 0, "band");
    bool scored = band != NULL && has_number(dossier, "score");

    return json_pack("{s:s, s:s, s:s, s:s, s:i, s:o, s:o}", "kind", "score", "value",
                     scored ? arena_printf(arena, "%.1f", number(dossier, "score"))
                            : dossier->texts->none,
                     "unit",
                     scored ? arena_printf(arena, dossier->texts->of_25, number(dossier, "impact"),
                                           number(dossier, "likelihood"))
                            : dossier->texts->no_number,
                     "label", word_label("Band", band, dossier->reading->locale), "shade",
                     shade_of(band), "lines", lines_below(dossier), "map", map_block(dossier));
}
