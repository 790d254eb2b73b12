/* The tables of a dossier. */
#include <stdlib.h>

#include "parts.h"

enum { CELLS = 5, LEAST = 2, WHOLE = 99 };

const char *micro_number(const struct dossier *dossier, const char *micro)
{
    return micro == NULL
        ? NULL
        : arena_printf(dossier->reading->arena, "%.1f", strtod(micro, NULL) / 1000000.0);
}

static json_t *texts_array(const char *const *texts, size_t count)
{
    json_t *array = json_array();

    for (size_t i = 0; i < count; i++)
        (void)json_array_append_new(array, json_string(texts[i] == NULL ? "" : texts[i]));
    return array;
}

/* One kind of table: its heads, the shares of its columns, and how a row is written. */
struct table {
    const struct rows *rows;
    const char *const *heads;
    const int *widths;
    size_t columns;
    const char *empty;
    int least; /* rows that have room whatever else there is */
    void (*write)(const struct dossier *dossier, const struct rows *rows, size_t row,
                  const char *ret_cells[CELLS]);
};

static json_t *table_block(const struct dossier *dossier, const struct table *table)
{
    size_t count = rows_count(table->rows);
    json_t *rows = json_array(), *widths = json_array();
    json_int_t total = count > 0 && rows_has(table->rows, "total")
        ? rows_integer(table->rows, 0, "total")
        : (json_int_t)count;

    for (size_t i = 0; i < table->columns; i++)
        (void)json_array_append_new(widths, json_integer(table->widths[i]));
    for (size_t i = 0; i < count; i++) {
        const char *cells[CELLS] = {NULL};

        table->write(dossier, table->rows, i, cells);
        (void)json_array_append_new(rows, texts_array(cells, table->columns));
    }
    return json_pack("{s:s, s:o, s:o, s:o, s:I, s:i, s:s, s:s}", "kind", "table", "heads",
                     texts_array(table->heads, table->columns), "widths", widths, "rows", rows,
                     "total", total, "least", table->least, "empty", table->empty, "more",
                     dossier->texts->more);
}

static const char *label(const struct dossier *dossier, const char *enumeration, const char *word)
{
    return word_label(enumeration, word, dossier->reading->locale);
}

static const char *form(const struct dossier *dossier, bool applies, const char *pattern,
                        const char *text)
{
    if (!applies || text == NULL)
        return text;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* of texts.c */
    return arena_printf(dossier->reading->arena, pattern, text);
#pragma GCC diagnostic pop
}

/* ---- findings ---- */

static void write_finding(const struct dossier *dossier, const struct rows *rows, size_t row,
                          const char *ret_cells[CELLS])
{
    ret_cells[0] = rows_text(rows, row, "code");
    ret_cells[1] = rows_text(rows, row, "text");
    ret_cells[2] = label(dossier, "FindingKind", rows_text(rows, row, "kind"));
    ret_cells[3] = label(dossier, "FindingState", rows_text(rows, row, "state"));
    ret_cells[4] = micro_number(dossier, rows_text(rows, row, "reduction_micro"));
}

json_t *dossier_findings(const struct dossier *dossier)
{
    static const int widths[] = {13, 46, 17, 14, 10};

    return table_block(dossier,
                       &(struct table){dossier->findings, dossier->texts->finding_heads, widths, 5,
                                       dossier->texts->no_findings, LEAST, write_finding});
}

/* ---- measures ---- */

static void write_measure(const struct dossier *dossier, const struct rows *rows, size_t row,
                          const char *ret_cells[CELLS])
{
    const char *assignee = rows_text(rows, row, "assignee");

    ret_cells[0] = rows_text(rows, row, "title");
    ret_cells[1] =
        assignee != NULL ? assignee : label(dossier, "MeasureSide", rows_text(rows, row, "side"));
    ret_cells[2] = label(dossier, "MeasureState", rows_text(rows, row, "state"));
    ret_cells[3] = form(dossier, rows_boolean(rows, row, "overdue"), dossier->texts->overdue,
                        rows_text(rows, row, "due_on"));
}

json_t *dossier_measures(const struct dossier *dossier)
{
    static const int widths[] = {44, 22, 17, 17};

    return table_block(dossier,
                       &(struct table){dossier->measures, dossier->texts->measure_heads, widths, 4,
                                       dossier->texts->no_measures, LEAST, write_measure});
}

/* ---- certificates ---- */

static void write_certificate(const struct dossier *dossier, const struct rows *rows, size_t row,
                              const char *ret_cells[CELLS])
{
    const char *name = rows_text(rows, row, "name");

    ret_cells[0] =
        name != NULL ? name : label(dossier, "CertificateKind", rows_text(rows, row, "kind"));
    ret_cells[1] = rows_text(rows, row, "number");
    ret_cells[2] = form(dossier, rows_boolean(rows, row, "expiry_assumed"), dossier->texts->assumed,
                        rows_text(rows, row, "expires_on"));
    ret_cells[3] =
        form(dossier, rows_boolean(rows, row, "renewal_pending"), dossier->texts->renewal,
             label(dossier, "CertificateState", rows_text(rows, row, "state")));
}

json_t *dossier_certificates(const struct dossier *dossier)
{
    static const int widths[] = {36, 24, 20, 20};

    return table_block(dossier,
                       &(struct table){dossier->certificates, dossier->texts->certificate_heads,
                                       widths, 4, dossier->texts->no_certificates, LEAST,
                                       write_certificate});
}

/* ---- history ---- */

static void write_score(const struct dossier *dossier, const struct rows *rows, size_t row,
                        const char *ret_cells[CELLS])
{
    ret_cells[0] = rows_text(rows, row, "day");
    ret_cells[1] = micro_number(dossier, rows_text(rows, row, "score_micro"));
    ret_cells[2] = label(dossier, "Band", rows_text(rows, row, "band"));
    ret_cells[3] = label(dossier, "ScoreCause", rows_text(rows, row, "cause"));
    ret_cells[4] = rows_text(rows, row, "model_version");
}

json_t *dossier_history(const struct dossier *dossier)
{
    static const int widths[] = {16, 12, 18, 29, 25};

    return table_block(dossier,
                       &(struct table){dossier->scores, dossier->texts->history_heads, widths, 5,
                                       dossier->texts->no_history, WHOLE, write_score});
}
