#include "heat_map.h"

#include <string.h>

#include "band_colours.h"
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/score/score.h"

enum { SIDE = 5, CELL = 92, LEFT = 96, TOP = 74, WIDTH = 760, HEIGHT = 630 };

struct words {
    const char *title;
    const char *impact;
    const char *likelihood;
    const char *suppliers; /* behind a number */
};

static const struct words words[] = {
    [LOCALE_JA] = {"リスクマップ（影響の大きさ × 発生確率）", "影響の大きさ", "発生確率", "社"},
    [LOCALE_EN] = {"Risk map (impact × likelihood)", "Impact", "Likelihood", "suppliers"},
};

/* How many suppliers stand at (impact, likelihood) in 1..5. */
struct cell {
    size_t count;
    const char *ids; /* JSON */
};

/* Those who are in no cell, as the statement names them. */
enum apart { UNASSESSED, NO_RESPONSE, PARTIAL, NOT_JUDGED, APART };

static const char *const apart_words[APART] = {"unassessed", "no_response", "partial",
                                               "not_judged"};

struct map {
    struct cell cells[SIDE + 1][SIDE + 1];
    size_t assessed;
    size_t apart[APART];
};

static void count_apart(struct map *map, const char *word, size_t count)
{
    for (size_t i = 0; i < APART; i++)
        if (strcmp(apart_words[i], word) == 0)
            map->apart[i] = count;
}

static void read_map(const struct rows *rows, struct map *ret_map)
{
    *ret_map = (struct map){0};
    for (size_t i = 0; i < rows_count(rows); i++) {
        int64_t impact = rows_integer(rows, i, "impact");
        int64_t likelihood = rows_integer(rows, i, "likelihood");
        struct cell *cell = &ret_map->cells[impact % (SIDE + 1)][likelihood % (SIDE + 1)];
        size_t count = (size_t)rows_integer(rows, i, "count");

        if (rows_text(rows, i, "apart") != NULL) {
            count_apart(ret_map, rows_text(rows, i, "apart"), count);
            continue;
        }
        *cell = (struct cell){count, rows_text(rows, i, "ids")};
        ret_map->assessed += count;
    }
}

/* By the product at the middle of the cell. */
static enum score_band band_at(int impact, int likelihood)
{
    return score_band_of(impact * likelihood);
}

static void write_cell(struct buffer *body, int impact, int likelihood, const struct cell *cell)
{
    buffer_printf(body,
                  "{\"impact\":%d,\"likelihood\":%d,\"band\":\"%s\",\"count\":%zu,\"ids\":%s}",
                  impact, likelihood, score_band_word(band_at(impact, likelihood)), cell->count,
                  cell->ids == NULL ? "[]" : cell->ids);
}

bool heat_map_json(struct request *rq, const struct rows *rows)
{
    struct map map;
    struct buffer *body = reply_open(rq, 200);

    read_map(rows, &map);
    buffer_printf(body,
                  "{\"assessed\":%zu,\"unassessed\":%zu,\"apart\":{\"no_response\":%zu,"
                  "\"partial\":%zu,\"not_judged\":%zu},\"cells\":[",
                  map.assessed, map.apart[UNASSESSED], map.apart[NO_RESPONSE], map.apart[PARTIAL],
                  map.apart[NOT_JUDGED]);
    for (int impact = 1; impact <= SIDE; impact++)
        for (int likelihood = 1; likelihood <= SIDE; likelihood++) {
            if (impact + likelihood > 2)
                buffer_add_char(body, ',');
            write_cell(body, impact, likelihood, &map.cells[impact][likelihood]);
        }
    buffer_add_text(body, "]}");
    return true;
}

/* ---- the picture ---- */

static void draw_cell(struct buffer *svg, const struct words *said, int impact, int likelihood,
                      size_t count)
{
    enum score_band band = band_at(impact, likelihood);
    int x = LEFT + (impact - 1) * CELL, y = TOP + (SIDE - likelihood) * CELL;

    buffer_add_text(svg, "<g><title>");
    buffer_printf(svg, "%s %d × %s %d: %zu %s", said->impact, impact, said->likelihood, likelihood,
                  count, said->suppliers);
    buffer_printf(svg,
                  "</title><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" "
                  "fill=\"%s\"/>",
                  x + 2, y + 2, CELL - 4, CELL - 4, band_colours[band].fill);
    if (count > 0)
        buffer_printf(svg,
                      "<text x=\"%d\" y=\"%d\" font-size=\"26\" font-weight=\"600\" "
                      "text-anchor=\"middle\" fill=\"%s\">%zu</text>",
                      x + CELL / 2, y + CELL / 2 + 9, band_colours[band].ink, count);
    buffer_add_text(svg, "</g>");
}

static void draw_axes(struct buffer *svg, const struct words *said)
{
    int bottom = TOP + SIDE * CELL, middle = SIDE * CELL / 2;

    for (int i = 0; i < SIDE; i++)
        buffer_printf(svg,
                      "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d</text>"
                      "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d</text>",
                      LEFT + i * CELL + CELL / 2, bottom + 22, i + 1, LEFT - 10,
                      TOP + (SIDE - 1 - i) * CELL + CELL / 2 + 5, i + 1);
    buffer_printf(svg,
                  "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" font-weight=\"600\">%s →</text>"
                  "<text transform=\"translate(40 %d) rotate(-90)\" text-anchor=\"middle\" "
                  "font-weight=\"600\">%s →</text>",
                  LEFT + middle, bottom + 50, said->impact, TOP + middle, said->likelihood);
}

static void draw_legend(struct buffer *svg, enum locale locale, const struct map *map)
{
    const struct words *said = &words[locale];
    int x = LEFT + SIDE * CELL + 24, y = TOP + 4;

    for (int band = SCORE_BANDS - 1; band >= 0; band--, y += 30)
        buffer_printf(svg,
                      "<rect x=\"%d\" y=\"%d\" width=\"20\" height=\"20\" rx=\"4\" fill=\"%s\"/>"
                      "<text x=\"%d\" y=\"%d\">%s</text>",
                      x, y, band_colours[band].fill, x + 30, y + 15,
                      word_label("Band", score_band_word((enum score_band)band), locale));
    for (size_t i = 0; i < APART; i++, y += 24)
        if (i == UNASSESSED || map->apart[i] > 0)
            buffer_printf(svg, "<text x=\"%d\" y=\"%d\" font-size=\"12\">%s: %zu %s</text>", x,
                          y + 28,
                          i == UNASSESSED ? word_label("Band", NULL, locale)
                                          : word_label("AssessmentStatus", apart_words[i], locale),
                          map->apart[i], said->suppliers);
}

bool heat_map_svg(struct request *rq, const struct rows *rows)
{
    const struct words *said = &words[rq->locale];
    struct buffer *svg = reply_open(rq, 200);
    struct map map;

    read_map(rows, &map);
    buffer_printf(svg,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
                  "height=\"%d\" role=\"img\" lang=\"%s\" font-size=\"15\" fill=\"#1f2933\" "
                  "font-family=\"" PICTURE_FONT "\">"
                  "<title>%s</title><rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>"
                  "<text x=\"%d\" y=\"44\" font-size=\"21\" font-weight=\"600\">%s</text>",
                  WIDTH, HEIGHT, WIDTH, HEIGHT, rq->locale == LOCALE_JA ? "ja" : "en", said->title,
                  WIDTH, HEIGHT, LEFT, said->title);
    for (int impact = 1; impact <= SIDE; impact++)
        for (int likelihood = 1; likelihood <= SIDE; likelihood++)
            draw_cell(svg, said, impact, likelihood, map.cells[impact][likelihood].count);
    draw_axes(svg, said);
    draw_legend(svg, rq->locale, &map);
    buffer_add_text(svg, "</svg>\n");
    rq->reply.content_type = rq->accept;
    return true;
}
