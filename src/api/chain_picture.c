#include "chain_picture.h"

#include <string.h>

#include "band_colours.h"
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/json.h"

/* Of the drawing, in its own units; texts are cut at so many half-width signs. */
enum {
    COLUMNS = 4,
    COLUMN = 252,
    BOX_WIDTH = 184,
    BOX_HEIGHT = 26,
    ROW = 36,
    LEFT = 28,
    TOP = 104,
    SELF_WIDTH = 88,
    WIDTH = LEFT + COLUMNS * COLUMN + SELF_WIDTH + LEFT,
    FOOT = 96,
    SIGNS = 22,
    NODES_MAX = 200
};

static const char *const stages[COLUMNS] = {"procurement", "production", "logistics", "sales"};

static const struct words {
    const char *title;
    const char *self;
    const char *more;   /* in front of a number */
    const char *others; /* stages without a column */
    const char *network;
    const char *goods;
    const char *own_score; /* in front of a score */
} words[] = {
    [LOCALE_JA] = {"サプライチェーン（矢印は依存する側へ）", "当社", "ほか",
                   "図にない段階（ソフトウェア・サービスなど）", "ネットワーク接続",
                   "物品・ソフトウェア・サービス・データ", "リスク値"},
    [LOCALE_EN] = {"Supply chain (arrows lead to who depends)", "We",
                   "others:", "Stages without a column (software, services …)",
                   "Network connection", "Goods, software, services, data", "score"},
};

struct box {
    const char *id;
    int column;
    int x, y;
};

struct drawing {
    struct buffer svg;
    const struct words *said;
    enum locale locale;
    struct box boxes[NODES_MAX];
    size_t count;
    int rows[COLUMNS];
    json_int_t rest[COLUMNS];
    json_int_t others;
    int height;
    int self_y;
};

static int column_of(const char *stage)
{
    int column = 0;

    while (column < COLUMNS && strcmp(stages[column], stage) != 0)
        column++;
    return column;
}

static struct band_colours colours_of(const char *band)
{
    for (int i = 0; band != NULL && i < SCORE_BANDS; i++)
        if (strcmp(score_band_word((enum score_band)i), band) == 0)
            return band_colours[i];
    return no_band_colours;
}

/* ---- texts ---- */

static void add_sign(struct buffer *svg, const char *sign, size_t length)
{
    if (*sign == '&')
        buffer_add_text(svg, "&amp;");
    else if (*sign == '<')
        buffer_add_text(svg, "&lt;");
    else if (*sign == '>')
        buffer_add_text(svg, "&gt;");
    else
        buffer_add(svg, sign, length);
}

static size_t sign_length(const char *sign)
{
    unsigned char first = (unsigned char)*sign;

    return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* Escaped, and cut where it would leave its box. */
static void add_text(struct buffer *svg, const char *text, size_t signs)
{
    size_t used = 0;

    while (*text != '\0') {
        size_t length = sign_length(text), width = length < 3 ? 1 : 2;

        if (used + width > signs) {
            buffer_add_text(svg, "…");
            return;
        }
        add_sign(svg, text, length);
        used += width;
        text += length;
    }
}

/* ---- where everything stands ---- */

static void place_suppliers(struct drawing *drawing, const json_t *suppliers)
{
    json_t *one;
    size_t i;

    json_array_foreach(suppliers, i, one)
    {
        int column = column_of(json_member(one, "stage"));

        if (column == COLUMNS || drawing->count == NODES_MAX) {
            drawing->others++;
            continue;
        }
        drawing->boxes[drawing->count++] =
            (struct box){json_member(json_object_get(one, "supplier"), "id"), column,
                         LEFT + column * COLUMN, TOP + drawing->rows[column]++ * ROW};
    }
}

static void place_rest(struct drawing *drawing, const json_t *rest)
{
    json_t *one;
    size_t i;

    json_array_foreach(rest, i, one)
    {
        int column = column_of(json_member(one, "stage"));
        json_int_t count = json_integer_value(json_object_get(one, "count"));

        if (column == COLUMNS)
            drawing->others += count;
        else
            drawing->rest[column] += count;
    }
}

static void measure(struct drawing *drawing)
{
    int rows = 3;

    for (int column = 0; column < COLUMNS; column++) {
        int needed = drawing->rows[column] + (drawing->rest[column] > 0 ? 1 : 0);

        rows = needed > rows ? needed : rows;
    }
    drawing->height = TOP + rows * ROW + FOOT;
    drawing->self_y = TOP + (rows - 1) * ROW / 2;
}

static const struct box *find(const struct drawing *drawing, const char *id)
{
    for (size_t i = 0; i < drawing->count; i++)
        if (strcmp(drawing->boxes[i].id, id) == 0)
            return &drawing->boxes[i];
    return NULL;
}

/* ---- drawing ---- */

/* To a later column from right to left, back from left to right, within one around its side. */
static void draw_curve(struct drawing *drawing, const struct box *from, const struct box *to,
                       bool is_network)
{
    bool is_back = to->column < from->column, is_beside = to->column == from->column;
    int x1 = is_back ? from->x : from->x + BOX_WIDTH;
    int x2 = is_back || is_beside ? to->x + BOX_WIDTH : to->x;
    int y1 = from->y + BOX_HEIGHT / 2, y2 = to->y + BOX_HEIGHT / 2;
    int bend = is_beside ? 46 : (x2 - x1) / 2;

    buffer_printf(
        &drawing->svg, "<path d=\"M%d %dC%d %d %d %d %d %d\" class=\"%s\" marker-end=\"url(#a)\"/>",
        x1, y1, x1 + bend, y1, x2 + (is_beside ? bend : -bend), y2, x2, y2, is_network ? "n" : "g");
}

static void draw_links(struct drawing *drawing, const json_t *links)
{
    struct box self = {"self", COLUMNS, LEFT + COLUMNS * COLUMN, drawing->self_y};
    json_t *one;
    size_t i;

    json_array_foreach(links, i, one)
    {
        const char *target = json_member(one, "to");
        const struct box *from = find(drawing, json_member(one, "from"));
        const struct box *to = strcmp(target, "self") == 0 ? &self : find(drawing, target);

        if (from != NULL && to != NULL)
            draw_curve(drawing, from, to, strcmp(json_member(one, "kind"), "network") == 0);
    }
}

static void draw_box(struct drawing *drawing, const struct box *box, const json_t *one)
{
    struct buffer *svg = &drawing->svg;
    const char *name = json_member(json_object_get(one, "supplier"), "name");
    const char *band = json_member(one, "band");
    struct band_colours colours = colours_of(band);
    const json_t *score = json_object_get(one, "score");

    buffer_add_text(svg, "<g><title>");
    add_text(svg, name, SIZE_MAX);
    buffer_printf(svg, " – %s", word_label("Band", band, drawing->locale));
    if (json_is_number(score))
        buffer_printf(svg, " (%s %.2f)", drawing->said->own_score, json_number_value(score));
    buffer_printf(svg,
                  "</title><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"5\" "
                  "fill=\"%s\"/><text x=\"%d\" y=\"%d\" fill=\"%s\">",
                  box->x, box->y, BOX_WIDTH, BOX_HEIGHT, colours.fill, box->x + 8, box->y + 18,
                  colours.ink);
    add_text(svg, name, SIGNS);
    buffer_add_text(svg, "</text></g>");
}

static void draw_suppliers(struct drawing *drawing, const json_t *suppliers)
{
    json_t *one;
    size_t i;

    json_array_foreach(suppliers, i, one)
    {
        const struct box *box = find(drawing, json_member(json_object_get(one, "supplier"), "id"));

        if (box != NULL)
            draw_box(drawing, box, one);
    }
}

static void draw_columns(struct drawing *drawing)
{
    struct buffer *svg = &drawing->svg;

    for (int column = 0; column < COLUMNS; column++) {
        int x = LEFT + column * COLUMN;

        buffer_printf(svg, "<text x=\"%d\" y=\"%d\" font-size=\"16\" font-weight=\"600\">%s</text>",
                      x, TOP - 18, word_label("SupplyChainStage", stages[column], drawing->locale));
        if (drawing->rest[column] > 0)
            buffer_printf(svg, "<text x=\"%d\" y=\"%d\">%s %" JSON_INTEGER_FORMAT "</text>", x + 8,
                          TOP + drawing->rows[column] * ROW + 18, drawing->said->more,
                          drawing->rest[column]);
    }
    buffer_printf(svg,
                  "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"5\" fill=\"#1f2933\"/>"
                  "<text x=\"%d\" y=\"%d\" fill=\"#ffffff\" text-anchor=\"middle\">%s</text>",
                  LEFT + COLUMNS * COLUMN, drawing->self_y, SELF_WIDTH, BOX_HEIGHT,
                  LEFT + COLUMNS * COLUMN + SELF_WIDTH / 2, drawing->self_y + 18,
                  drawing->said->self);
}

static void draw_legend(struct drawing *drawing)
{
    struct buffer *svg = &drawing->svg;
    int x = LEFT, y = drawing->height - FOOT + 24;

    for (int band = SCORE_BANDS - 1; band >= 0; band--, x += 116)
        buffer_printf(svg,
                      "<rect x=\"%d\" y=\"%d\" width=\"18\" height=\"18\" rx=\"4\" fill=\"%s\"/>"
                      "<text x=\"%d\" y=\"%d\">%s</text>",
                      x, y, band_colours[band].fill, x + 25, y + 14,
                      word_label("Band", score_band_word((enum score_band)band), drawing->locale));
    buffer_printf(svg,
                  "<rect x=\"%d\" y=\"%d\" width=\"18\" height=\"18\" rx=\"4\" fill=\"%s\"/>"
                  "<text x=\"%d\" y=\"%d\">%s</text>",
                  x, y, no_band_colours.fill, x + 25, y + 14,
                  word_label("Band", NULL, drawing->locale));
    buffer_printf(svg,
                  "<path d=\"M%d %dh44\" class=\"g\"/><text x=\"%d\" y=\"%d\">%s</text>"
                  "<path d=\"M%d %dh44\" class=\"n\"/><text x=\"%d\" y=\"%d\">%s</text>",
                  LEFT, y + 40, LEFT + 52, y + 45, drawing->said->goods, LEFT + 400, y + 40,
                  LEFT + 452, y + 45, drawing->said->network);
    if (drawing->others > 0)
        buffer_printf(svg, "<text x=\"%d\" y=\"%d\">%s: %" JSON_INTEGER_FORMAT "</text>",
                      LEFT + 620, y + 45, drawing->said->others, drawing->others);
}

static void draw_frame(struct drawing *drawing)
{
    buffer_printf(&drawing->svg,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
                  "height=\"%d\" role=\"img\" lang=\"%s\" font-size=\"13\" fill=\"#1f2933\" "
                  "font-family=\"" PICTURE_FONT "\"><title>%s</title><style>"
                  ".g,.n{fill:none;stroke:#64748b;stroke-width:1.4}"
                  ".n{stroke:#b3202c;stroke-dasharray:5 4}</style>"
                  "<defs><marker id=\"a\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" "
                  "markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">"
                  "<path d=\"M0 0L8 4L0 8z\" fill=\"#64748b\"/></marker></defs>"
                  "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>"
                  "<text x=\"%d\" y=\"44\" font-size=\"20\" font-weight=\"600\">%s</text>",
                  WIDTH, drawing->height, WIDTH, drawing->height,
                  drawing->locale == LOCALE_JA ? "ja" : "en", drawing->said->title, WIDTH,
                  drawing->height, LEFT, drawing->said->title);
}

bool chain_svg(struct request *rq, const json_t *picture)
{
    struct drawing *drawing = arena_alloc(rq->arena, sizeof *drawing);
    const json_t *suppliers = json_object_get(picture, "suppliers");

    memset(drawing, 0, sizeof *drawing);
    drawing->said = &words[rq->locale];
    drawing->locale = rq->locale;
    buffer_open(&drawing->svg, rq->arena, 32 * 1024);
    place_suppliers(drawing, suppliers);
    place_rest(drawing, json_object_get(picture, "rest"));
    measure(drawing);
    draw_frame(drawing);
    draw_links(drawing, json_object_get(picture, "links"));
    draw_suppliers(drawing, suppliers);
    draw_columns(drawing);
    draw_legend(drawing);
    buffer_add_text(&drawing->svg, "</svg>\n");
    (void)reply_text(rq, 200, drawing->svg.data, NULL);
    rq->reply.content_type = rq->accept;
    return true;
}
