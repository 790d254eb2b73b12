#include "renkei/pdf/pdf.h"

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "sheet.h"

/* One of these files is in Debian's packages fonts-ipaexfont-gothic, fonts-ipafont-gothic, ... */
static const char *const font_files[] = {
    "/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf",
    "/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf",
    "/usr/share/fonts/truetype/fonts-japanese-gothic.ttf",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
};

struct pdf {
    PangoFontMap *fonts;
    PangoContext *context;
    PangoFont *font; /* held, so that its file stays open whatever sizes are asked for */
    bool is_broken;  /* pango warned: what it draws is not what was asked for */
};

static const char *font_file(void)
{
    for (size_t i = 0; i < sizeof font_files / sizeof *font_files; i++)
        if (access(font_files[i], R_OK) == 0)
            return font_files[i];
    return NULL;
}

/* That font alone: neither the machine's configuration nor its list of fonts is read. */
static FcConfig *configure(void)
{
    const char *file = font_file();
    FcConfig *config = file == NULL ? NULL : FcConfigCreate();

    if (config != NULL && !FcConfigAppFontAddFile(config, (const FcChar8 *)file)) {
        FcConfigDestroy(config);
        return NULL;
    }
    return config;
}

static void make_context(struct pdf *pdf)
{
    PangoFontDescription *font = pango_font_description_from_string("sans");

    pdf->context = pango_font_map_create_context(pdf->fonts);
    pango_context_set_font_description(pdf->context, font);
    pango_font_description_free(font);
}

static cairo_status_t keep_nothing(void *subject, const unsigned char *bytes, unsigned length)
{
    (void)subject;
    (void)bytes;
    (void)length;
    return CAIRO_STATUS_SUCCESS;
}

static void open_sheet(const struct pdf *pdf, cairo_surface_t *surface, struct sheet *ret_sheet)
{
    cairo_font_options_t *options = cairo_font_options_create();

    ret_sheet->cairo = cairo_create(surface);
    ret_sheet->context = pdf->context;
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(pdf->context, options);
    cairo_font_options_destroy(options);
    ret_sheet->layout = pango_layout_new(pdf->context);
}

static void close_sheet(struct sheet *sheet)
{
    g_object_unref(sheet->layout);
    cairo_destroy(sheet->cairo);
}

static GLogWriterOutput note_warning(GLogLevelFlags level, const GLogField *fields, gsize count,
                                     gpointer pdf)
{
    (void)fields;
    (void)count;
    if ((level & (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL)) != 0)
        ((struct pdf *)pdf)->is_broken = true;
    return G_LOG_WRITER_HANDLED;
}

static bool hold_font(struct pdf *pdf)
{
    pdf->font =
        pango_context_load_font(pdf->context, pango_context_get_font_description(pdf->context));
    return pdf->font != NULL
        && pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(pdf->font)) != NULL;
}

/* A line drawn for nobody: whatever opens the file does so now. */
static bool warm_up(const struct pdf *pdf)
{
    static const struct type type = {9, 1, INK_TEXT, PANGO_ALIGN_LEFT};
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(keep_nothing, NULL, PAGE_WIDTH, PAGE_HEIGHT);
    struct sheet sheet;
    cairo_status_t status;

    open_sheet(pdf, surface, &sheet);
    (void)text_draw(&sheet, "連携 Renkei \xF0\x9F\x8F\xAD", MARGIN, MARGIN, WIDTH, &type);
    close_sheet(&sheet);
    cairo_surface_finish(surface);
    status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return status == CAIRO_STATUS_SUCCESS;
}

struct pdf *pdf_open(void)
{
    static struct pdf pdf;
    FcConfig *config = configure();

    if (config == NULL)
        return NULL;
    if (!FcConfigSetCurrent(config))
        return NULL;
    FcConfigDestroy(config); /* fontconfig has a reference of its own */
    pdf.fonts = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    make_context(&pdf);
    g_log_set_writer_func(note_warning, &pdf, NULL);
    return hold_font(&pdf) && warm_up(&pdf) && !pdf.is_broken ? &pdf : NULL;
}

/* ---- pages ---- */

enum { BLOCKS = 32 };

struct plan {
    const json_t *block;
    const struct block_kind *kind;
    double height;
};

static size_t measure(const struct sheet *sheet, const json_t *blocks, struct plan *plans,
                      double *ret_left)
{
    size_t count = 0;

    for (size_t i = 0; i < json_array_size(blocks) && count < BLOCKS; i++) {
        struct plan *plan = &plans[count];

        plan->block = json_array_get(blocks, i);
        plan->kind = block_kind_of(plan->block);
        if (plan->kind == NULL)
            continue;
        plan->height = plan->kind->least == NULL ? plan->kind->height(sheet, plan->block)
                                                 : plan->kind->least(sheet, plan->block);
        *ret_left -= plan->height;
        count++;
    }
    return count;
}

/* What is left goes to those that were cut, the first of them first. */
static void share(const struct sheet *sheet, struct plan *plans, size_t count, double left)
{
    for (size_t i = 0; i < count && left > 0; i++) {
        double wanted = plans[i].kind->least == NULL
            ? 0
            : plans[i].kind->height(sheet, plans[i].block) - plans[i].height;
        double given = wanted < left ? wanted : left;

        plans[i].height += given;
        left -= given;
    }
}

static void draw_footer(const struct sheet *sheet, const json_t *description, size_t page,
                        size_t pages)
{
    static const struct type type = {7.5, 1, INK_PALE, PANGO_ALIGN_LEFT};
    static const struct type number_type = {8, 1, INK_PALE, PANGO_ALIGN_RIGHT};
    double y = PAGE_HEIGHT - FOOT + 8;
    char number[48];

    (void)snprintf(number, sizeof number, "%zu / %zu", page, pages);
    (void)text_draw(sheet, text_of(description, "footer"), MARGIN, y, WIDTH - 50, &type);
    (void)text_draw(sheet, number, MARGIN + WIDTH - 50, y, 50, &number_type);
}

static void draw_page(struct sheet *sheet, const json_t *blocks)
{
    struct plan plans[BLOCKS];
    double left = PAGE_HEIGHT - MARGIN - FOOT;
    size_t count = measure(sheet, blocks, plans, &left);

    share(sheet, plans, count, left);
    sheet->y = MARGIN;
    for (size_t i = 0; i < count; i++)
        plans[i].kind->draw(sheet, plans[i].block, plans[i].height);
}

static void draw_pages(struct sheet *sheet, const json_t *description)
{
    const json_t *pages = json_object_get(description, "pages");
    size_t count = json_array_size(pages);

    for (size_t i = 0; i < count; i++) {
        draw_page(sheet, json_array_get(pages, i));
        draw_footer(sheet, description, i + 1, count);
        cairo_show_page(sheet->cairo);
    }
}

/* ---- the file ---- */

struct stream {
    pdf_sink *sink;
    void *subject;
};

static cairo_status_t pass_on(void *subject, const unsigned char *bytes, unsigned length)
{
    struct stream *stream = subject;

    return stream->sink(stream->subject, bytes, length) ? CAIRO_STATUS_SUCCESS
                                                        : CAIRO_STATUS_WRITE_ERROR;
}

static void set_metadata(cairo_surface_t *surface, const json_t *description)
{
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
                                   text_of(description, "title"));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR,
                                   text_of(description, "author"));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                   text_of(description, "created"));
}

bool pdf_draw(struct pdf *pdf, const json_t *description, pdf_sink *sink, void *subject)
{
    struct stream stream = {sink, subject};
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(pass_on, &stream, PAGE_WIDTH, PAGE_HEIGHT);
    struct sheet sheet;
    cairo_status_t status;

    set_metadata(surface, description);
    open_sheet(pdf, surface, &sheet);
    pango_context_set_language(pdf->context,
                               pango_language_from_string(text_of(description, "language")));
    draw_pages(&sheet, description);
    close_sheet(&sheet);
    cairo_surface_finish(surface);
    status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return status == CAIRO_STATUS_SUCCESS && !pdf->is_broken;
}
