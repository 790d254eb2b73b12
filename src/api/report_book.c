#include "report_book.h"

#include <string.h>

#include "attack_kind_table.h"
#include "renkei/api/request.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"
#include "renkei/score/score.h"

enum { BANDS_AND_APART = 9, HEAD_POINTS = 36 };

/* The columns that every count by band has, the worst first. */
static const struct standing {
    const char *column;
    const char *enumeration;
    const char *word;
} standings[BANDS_AND_APART] = {
    {"bands.very_high", "Band", "very_high"},
    {"bands.high", "Band", "high"},
    {"bands.moderate", "Band", "moderate"},
    {"bands.low", "Band", "low"},
    {"bands.very_low", "Band", "very_low"},
    {"unassessed", "Band", NULL},
    {"apart.no_response", "AssessmentStatus", "no_response"},
    {"apart.partial", "AssessmentStatus", "partial"},
    {"apart.not_judged", "AssessmentStatus", "not_judged"},
};

static void put_standing_heads(struct book_reply *reply)
{
    for (size_t i = 0; i < BANDS_AND_APART; i++)
        book_text(reply->book,
                  word_label(standings[i].enumeration, standings[i].word, reply->rq->locale),
                  strcmp(standings[i].enumeration, "Band") == 0 && standings[i].word != NULL
                      ? band_look(standings[i].word)
                      : BOOK_HEADER);
}

/* Its first row and column stay in sight. */
static void begin_sheet(struct book_reply *reply, const char *const *names, const double *widths,
                        size_t count)
{
    book_begin_sheet(reply->book,
                     &(struct book_sheet){.name = book_say(reply, names),
                                          .widths = widths,
                                          .width_count = count,
                                          .head_rows = 1,
                                          .head_columns = 1});
}

/* ---- the distribution by tier ---- */

static const char *count_of(const struct book_reply *reply, const json_t *tier, const char *column)
{
    const char *dot = strchr(column, '.'), *word = dot == NULL ? column : dot + 1;
    const json_t *holder =
        strncmp(column, "apart.", 6) == 0 ? json_object_get(tier, "apart") : tier;

    return integer_text(reply->rq->arena, (long)json_integer_value(json_object_get(holder, word)));
}

void report_book_tiers(struct book_reply *reply, const struct rows *summary)
{
    static const char *const names[] = {"重要度別", "By tier"},
                             *const heads[] = {"重要度区分", "Tier"},
                             *const totals[] = {"取引先数", "Suppliers"},
                             *const words[] = {"T1", "T2", "T3", "T4"};
    static const double widths[] = {28, 11};
    const json_t *tiers = json_own(reply->rq->arena, rows_text(summary, 0, "tiers"));
    struct book *book = reply->book;

    book_begin_sheet(book,
                     &(struct book_sheet){.name = book_say(reply, names),
                                          .widths = widths,
                                          .width_count = 2,
                                          .other_width = 13,
                                          .head_rows = 1,
                                          .head_columns = 1});
    book_set_height(book, HEAD_POINTS);
    book_put_head(reply, heads);
    book_put_head(reply, totals);
    put_standing_heads(reply);
    book_end_row(book);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const json_t *tier = json_object_get(tiers, words[i]);

        book_text(book, word_label("Tier", words[i], reply->rq->locale), BOOK_TEXT);
        book_number(book, count_of(reply, tier, "total"), BOOK_NUMBER);
        for (size_t j = 0; j < BANDS_AND_APART; j++)
            book_number(book, count_of(reply, tier, standings[j].column), BOOK_NUMBER);
        book_end_row(book);
    }
}

/* ---- the heat map ---- */

enum { SIDE = 5 };

struct map {
    const char *counts[SIDE + 1][SIDE + 1]; /* impact, likelihood; [0][0] is nobody's */
};

static void read_map(const struct rows *rows, struct map *ret_map)
{
    *ret_map = (struct map){0};
    for (size_t i = 0; i < rows_count(rows); i++)
        if (rows_text(rows, i, "apart") == NULL)
            ret_map->counts[rows_integer(rows, i, "impact") % (SIDE + 1)]
                           [rows_integer(rows, i, "likelihood") % (SIDE + 1)] =
                rows_text(rows, i, "count");
}

static void put_map(struct book_reply *reply, const struct map *map)
{
    static const char *const corners[] = {"発生確率 ＼ 影響の大きさ", "Likelihood \\ impact"};
    struct book *book = reply->book;

    book_put_head(reply, corners);
    for (int impact = 1; impact <= SIDE; impact++)
        book_number(book, integer_text(reply->rq->arena, impact), BOOK_HEADER);
    book_end_row(book);
    for (int likelihood = SIDE; likelihood >= 1; likelihood--) {
        book_set_height(book, 36);
        book_number(book, integer_text(reply->rq->arena, likelihood), BOOK_HEADER);
        for (int impact = 1; impact <= SIDE; impact++) {
            const char *count = map->counts[impact][likelihood];

            book_number(book, count == NULL ? "0" : count,
                        (enum book_look)(BOOK_SHADE_1 + score_band_of(impact * likelihood)));
        }
        book_end_row(book);
    }
}

/* Those who stand in no cell, by why. */
static void put_apart(struct book_reply *reply, const struct rows *rows)
{
    static const char *const heads[] = {"マップ外の取引先", "Suppliers in no cell"};
    enum locale locale = reply->rq->locale;

    book_end_row(reply->book);
    book_put_head(reply, heads);
    book_text(reply->book, NULL, BOOK_HEADER);
    book_end_row(reply->book);
    for (size_t i = 0; i < rows_count(rows); i++) {
        const char *word = rows_text(rows, i, "apart");

        if (word == NULL)
            continue;
        book_text(reply->book,
                  strcmp(word, "unassessed") == 0 ? word_label("Band", NULL, locale)
                                                  : word_label("AssessmentStatus", word, locale),
                  BOOK_TEXT);
        book_number(reply->book, rows_text(rows, i, "count"), BOOK_NUMBER);
        book_end_row(reply->book);
    }
}

void report_book_map(struct book_reply *reply, const struct rows *cells)
{
    static const char *const names[] = {"リスクマップ", "Risk map"};
    static const double widths[] = {28, 12, 12, 12, 12, 12};
    struct map map;

    read_map(cells, &map);
    begin_sheet(reply, names, widths, sizeof widths / sizeof *widths);
    put_map(reply, &map);
    put_apart(reply, cells);
}

/* ---- over time ---- */

/* "2026-11-23 weakest-link-blend/1→2": before and behind it numbers do not compare. */
static const char *changes_text(const struct book_reply *reply, const char *json)
{
    const json_t *changes = json_own(reply->rq->arena, json);
    struct buffer text;

    buffer_open(&text, reply->rq->arena, 64);
    for (size_t i = 0; i < json_array_size(changes); i++) {
        const json_t *change = json_array_get(changes, i);

        buffer_printf(&text, "%s%s %s→%s", i == 0 ? "" : "; ", json_member(change, "day"),
                      json_member(change, "from"), json_member(change, "to"));
    }
    return text.data;
}

static void put_month(struct book_reply *reply, const struct rows *months, size_t row)
{
    struct book *book = reply->book;

    book_day(book, arena_printf(reply->rq->arena, "%s-01", rows_text(months, row, "month")),
             BOOK_MONTH);
    for (size_t i = 0; i < BANDS_AND_APART; i++)
        book_number(book, rows_text(months, row, standings[i].column), BOOK_NUMBER);
    book_number(book, micro_text(reply->rq->arena, rows_text(months, row, "mean_score:micro")),
                BOOK_DECIMAL);
    book_text(book, rows_text(months, row, "model_version"), BOOK_TEXT);
    book_text(book, changes_text(reply, rows_text(months, row, "model_changes")), BOOK_TEXT);
    book_end_row(book);
}

void report_book_trend(struct book_reply *reply, const struct rows *months)
{
    static const char *const names[] = {"推移", "Trend"}, *const heads[] = {"月末", "End of month"},
                             *const means[] = {"平均リスク値", "Mean score"},
                             *const models[] = {"評価モデル", "Scoring model"},
                             *const changes[] = {"モデルの変更（前後の値は比較不可）",
                                                 "Change of model (numbers do not compare)"};
    static const double widths[] = {12, 11, 11, 11, 11, 11, 11, 13, 13, 13, 11, 24, 44};

    begin_sheet(reply, names, widths, sizeof widths / sizeof *widths);
    book_set_height(reply->book, HEAD_POINTS);
    book_put_head(reply, heads);
    put_standing_heads(reply);
    book_put_head(reply, means);
    book_put_head(reply, models);
    book_put_head(reply, changes);
    book_end_row(reply->book);
    for (size_t i = 0; i < rows_count(months); i++)
        put_month(reply, months, i);
}

/* ---- by threat ---- */

static void put_threat(struct book_reply *reply, const struct rows *threats, size_t row)
{
    const json_t *worst = json_own(reply->rq->arena, rows_text(threats, row, "worst_supplier"));
    struct book *book = reply->book;

    book_number(book, rows_text(threats, row, "rank"), BOOK_NUMBER);
    book_text(book, rows_text(threats, row, "name"), BOOK_TEXT);
    book_text(book, rows_text(threats, row, "code"), BOOK_TEXT);
    book_number(book, micro_text(reply->rq->arena, rows_text(threats, row, "intensity:micro")),
                BOOK_DECIMAL);
    book_number(book, rows_text(threats, row, "suppliers"), BOOK_NUMBER);
    book_number(book, micro_text(reply->rq->arena, rows_text(threats, row, "mean:micro")),
                BOOK_DECIMAL);
    book_number(book, micro_text(reply->rq->arena, rows_text(threats, row, "worst:micro")),
                BOOK_DECIMAL);
    book_text(book, worst == NULL ? NULL : json_member(worst, "name"), BOOK_TEXT);
    book_end_row(book);
}

void report_book_threats(struct book_reply *reply, const struct rows *threats)
{
    static const char *const names[] = {"脅威別", "By threat"};
    static const char *const heads[][2] = {
        {"順位", "Rank"},
        {"脅威", "Threat"},
        {"コード", "Code"},
        {"強さ", "Intensity"},
        {"取引先数", "Suppliers"},
        {"平均リスク値", "Mean score"},
        {"最大リスク値", "Worst score"},
        {"最大の取引先", "Worst supplier"},
    };
    static const double widths[] = {7, 44, 26, 10, 10, 12, 12, 34};

    book_begin_sheet(reply->book,
                     &(struct book_sheet){.name = book_say(reply, names),
                                          .widths = widths,
                                          .width_count = sizeof widths / sizeof *widths,
                                          .head_rows = 1,
                                          .head_columns = 2});
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        book_put_head(reply, heads[i]);
    book_end_row(reply->book);
    for (size_t i = 0; i < rows_count(threats); i++)
        put_threat(reply, threats, i);
}

/* ---- by kind of attack ---- */

static void put_attack_kind(struct book_reply *reply, const struct rows *kinds, size_t row)
{
    struct arena *arena = reply->rq->arena;
    const json_t *worst = json_own(arena, rows_text(kinds, row, "worst_supplier"));
    const json_t *first = json_own(arena, rows_text(kinds, row, "fix_first"));
    struct book *book = reply->book;

    book_text(book, rows_text(kinds, row, "name"), BOOK_TEXT);
    book_number(book, rows_text(kinds, row, "suppliers"), BOOK_NUMBER);
    for (size_t i = 0; i < BANDS_AND_APART; i++)
        book_number(book, rows_text(kinds, row, standings[i].column), BOOK_NUMBER);
    book_number(book, rows_text(kinds, row, "not_asked"), BOOK_NUMBER);
    book_number(book, micro_text(arena, rows_text(kinds, row, "mean:micro")), BOOK_DECIMAL);
    book_number(book, micro_text(arena, rows_text(kinds, row, "worst:micro")), BOOK_DECIMAL);
    book_text(book, worst == NULL ? NULL : json_member(worst, "name"), BOOK_TEXT);
    book_text(book, first == NULL ? NULL : json_member(json_object_get(first, "question"), "text"),
              BOOK_TEXT);
    book_text(book, drivers_text(arena, json_own(arena, rows_text(kinds, row, "drivers"))),
              BOOK_TEXT);
    book_end_row(book);
}

void report_book_attack_kinds(struct book_reply *reply, const struct rows *kinds)
{
    static const char *const names[] = {"攻撃の種類別", "By kind of attack"};
    static const char *const heads[][2] = {{"攻撃の種類", "Kind of attack"},
                                           {"取引先数", "Suppliers"}};
    static const char *const more[][2] = {
        {"該当する設問なし", "Not asked"},
        {"平均の発生確率", "Mean likelihood"},
        {"最大の発生確率", "Worst likelihood"},
        {"最大の取引先", "Worst supplier"},
        {"最初に対応を依頼する設問", "What to ask for first"},
        {"主な要因となっている設問", "Questions that matter most"},
    };
    static const double widths[] = {30, 10, 11, 11, 11, 11, 11, 13, 13,
                                    13, 11, 11, 11, 11, 30, 50, 60};

    begin_sheet(reply, names, widths, sizeof widths / sizeof *widths);
    book_set_height(reply->book, HEAD_POINTS);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        book_put_head(reply, heads[i]);
    put_standing_heads(reply);
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        book_put_head(reply, more[i]);
    book_end_row(reply->book);
    for (size_t i = 0; i < rows_count(kinds); i++)
        put_attack_kind(reply, kinds, i);
}
