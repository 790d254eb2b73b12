#include "renkei/domain/dossier/dossier.h"

#include <string.h>

#include "parts.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/confined/confined.h"
#include "renkei/domain/assess/score_words.h"
#include "renkei/domain/change/checks.h"

enum {
    ROWS = 40,              /* of a table that are read; more have no room on a page */
    SCORES = 8,             /* of the history */
    MOST = 4 * 1024 * 1024, /* bytes of a PDF */
};

/* Of texts.c: the pattern is ours. */
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

/* ---- what there is ---- */

static bool read_score(struct dossier *dossier, const char *supplier_id)
{
    struct rows *score;
    json_t *told;

    if (rows_text(dossier->supplier, 0, "score_id") == NULL)
        return true;
    if (!db_run_one(dossier->reading->db, SQL_RISK_SCORE_OF_SUPPLIER, PARAMS(supplier_id), &score)
        || !score_in_words(dossier->reading, score, &told))
        return false;
    dossier->score = told;
    return true;
}

static bool read_lists(struct dossier *dossier, const char *id)
{
    struct reading *reading = dossier->reading;
    const char *language = reading->locale == LOCALE_JA ? "ja" : "en";
    const char *most = integer_text(reading->arena, ROWS), *now = now_text(reading);
    struct rows *findings, *measures, *certificates, *scores;

    if (!db_run(reading->db, SQL_DOSSIER_FINDINGS, PARAMS(id, language, most), &findings)
        || !db_run(reading->db, SQL_DOSSIER_MEASURES, PARAMS(id, most, now), &measures)
        || !db_run(reading->db, SQL_DOSSIER_CERTIFICATES, PARAMS(id, most, now, NULL),
                   &certificates)
        || !db_run(reading->db, SQL_DOSSIER_SCORES,
                   PARAMS(id, integer_text(reading->arena, SCORES)), &scores))
        return false;
    dossier->findings = findings;
    dossier->measures = measures;
    dossier->certificates = certificates;
    dossier->scores = scores;
    return true;
}

static bool read_all(struct dossier *dossier, const char *id)
{
    struct reading *reading = dossier->reading;
    struct rows *supplier;

    if (!db_begin_snapshot(reading->db)
        || !db_run_one(reading->db, SQL_DOSSIER_SUPPLIER, PARAMS(id, now_text(reading)), &supplier))
        return false;
    dossier->supplier = supplier;
    return read_score(dossier, id) && read_lists(dossier, id) && db_commit(reading->db);
}

/* ---- the pages ---- */

static void add(json_t *page, json_t *block)
{
    (void)json_array_append_new(page, block);
}

static void add_words(const struct dossier *dossier, json_t *page)
{
    const json_t *words = json_object_get(dossier->score, "words");
    const char *status =
        word_label("AssessmentStatus", rows_text(dossier->supplier, 0, "assessment_status"),
                   dossier->reading->locale);

    for (size_t i = 0; i < json_array_size(words); i++)
        add(page, block_text("text", json_string_value(json_array_get(words, i))));
    if (dossier->score == NULL)
        add(page,
            block_text("text",
                       arena_printf(dossier->reading->arena, dossier->texts->never, status)));
}

static json_t *first_page(const struct dossier *dossier)
{
    const struct dossier_texts *texts = dossier->texts;
    struct arena *arena = dossier->reading->arena;
    json_t *page = json_array();

    add(page,
        json_pack("{s:s, s:s, s:s}", "kind", "title", "text",
                  rows_text(dossier->supplier, 0, "name"), "note",
                  arena_printf(arena, "%s　%s", texts->title,
                               arena_printf(arena, texts->head_note,
                                            rows_text(dossier->supplier, 0, "today")))));
    add(page, dossier_fields(dossier));
    add(page, dossier_score(dossier));
    add(page, block_text("heading", texts->words));
    add_words(dossier, page);
    add(page, block_text("heading", texts->certificates));
    add(page, dossier_certificates(dossier));
    return page;
}

static json_t *second_page(const struct dossier *dossier)
{
    const struct dossier_texts *texts = dossier->texts;
    json_t *page = json_array();

    add(page, block_text("heading", texts->findings));
    add(page, dossier_findings(dossier));
    add(page, block_text("heading", texts->measures));
    add(page, dossier_measures(dossier));
    add(page, block_text("heading", texts->history));
    add(page, dossier_history(dossier));
    return page;
}

static const char *describe(const struct dossier *dossier)
{
    struct reading *reading = dossier->reading;
    const char *name = rows_text(dossier->supplier, 0, "name");
    const char *footer =
        arena_printf(reading->arena, dossier->texts->footer,
                     rows_text(dossier->supplier, 0, "today"), reading->actor->subject, name);
    json_t *description = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:[o, o]}", "title",
        arena_printf(reading->arena, "%s: %s", dossier->texts->title, name), "language",
        reading->locale == LOCALE_JA ? "ja" : "en", "author", reading->actor->subject, "created",
        now_text(reading), "footer", footer, "pages", first_page(dossier), second_page(dossier));

    return json_text(reading->arena, json_keep(reading->arena, description));
}

/* ---- the drawing ---- */

struct hearing {
    struct arena *arena;
    struct buffer *bytes;
    const char *error;
};

static bool listen(void *subject, char type, const char *bytes, size_t length)
{
    struct hearing *hearing = subject;

    if (type == FRAME_RESULT)
        hearing->error = json_member(json_own(hearing->arena, bytes), "error");
    else
        buffer_add(hearing->bytes, bytes, length);
    return hearing->bytes->length <= MOST;
}

static bool draw(struct reading *reading, const char *description, struct buffer *ret_bytes)
{
    struct hearing hearing = {.arena = reading->arena, .bytes = ret_bytes};
    enum confined_outcome outcome = confined_ask(reading->arena, DOSSIER_CHILD, description,
                                                 strlen(description), listen, &hearing);

    if (outcome == CONFINED_HEARD && hearing.error == NULL)
        return true;
    if (outcome == CONFINED_HEARD && strcmp(hearing.error, "no_font") == 0)
        return fail(reading->failure, PROBLEM_NO_FONT, (char *)NULL);
    return fail(reading->failure, PROBLEM_UNAVAILABLE, (char *)NULL);
}

bool dossier_write(struct reading *reading, const char *supplier_id, struct buffer *ret_bytes)
{
    struct dossier dossier = {.reading = reading, .texts = dossier_texts(reading->locale)};

    return read_all(&dossier, supplier_id) && draw(reading, describe(&dossier), ret_bytes);
}
