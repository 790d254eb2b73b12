/* Which parts of a workbook matter: from its root, by relation, as every program may call them
 * otherwise. */
#include "workbook.h"

#include <string.h>

#include "part.h"
#include "renkei/base/arena.h"
#include "renkei/base/text.h"

enum { RELATIONS = 1000, SHEETS = 256 };

struct relation {
    const char *id;
    const char *type; /* what stands behind the last slash */
    const char *target;
};

struct opening {
    struct workbook *book;
    const char *wanted; /* name of the sheet; NULL: the first that is shown */
    const char *folder; /* that targets are told from */
    struct relation *relations;
    size_t count, room;
    bool has_root;
};

void *list_grow(struct arena *arena, void *list, size_t count, size_t *room, size_t size)
{
    size_t wider = *room == 0 ? 64 : 2 * *room;

    if (count < *room)
        return list;
    list = *room == 0 ? arena_alloc(arena, wider * size)
                      : arena_grow(arena, list, *room * size, wider * size);
    *room = wider;
    return list;
}

static bool refuse(struct workbook *book, const char *code)
{
    *book->fault = (struct table_fault){code, 0};
    return false;
}

/* ---- relations ---- */

static const char *behind_last_slash(const char *text)
{
    const char *slash = strrchr(text, '/');

    return slash == NULL ? text : slash + 1;
}

static const char *target_name(const struct opening *opening, const char *target)
{
    return *target == '/' ? arena_strdup(opening->book->arena, target + 1)
                          : arena_printf(opening->book->arena, "%s%s", opening->folder, target);
}

static void begin_relation(struct part *part, void *subject, const char *name,
                           const char **attributes)
{
    struct opening *opening = subject;
    struct arena *arena = opening->book->arena;
    const char *id = part_attribute(attributes, "Id"), *type = part_attribute(attributes, "Type");
    const char *target = part_attribute(attributes, "Target");

    if (strcmp(name, "Relationship") != 0 || id == NULL || type == NULL || target == NULL
        || text_same(part_attribute(attributes, "TargetMode"), "External"))
        return;
    if (opening->count == RELATIONS) {
        part_stop(part, "unpacked_too_large", 0);
        return;
    }
    opening->relations = list_grow(arena, opening->relations, opening->count, &opening->room,
                                   sizeof *opening->relations);
    opening->relations[opening->count++] = (struct relation){
        .id = arena_strdup(arena, id),
        .type = arena_strdup(arena, behind_last_slash(type)),
        .target = target_name(opening, target),
    };
}

static const struct relation *relation_of(const struct opening *opening, const char *id,
                                          const char *type)
{
    for (size_t i = 0; i < opening->count; i++) {
        const struct relation *relation = &opening->relations[i];

        if ((id == NULL || strcmp(relation->id, id) == 0) && strcmp(relation->type, type) == 0)
            return relation;
    }
    return NULL;
}

/* Of a part, or of the root (""): what it names. */
static bool read_relations(struct opening *opening, const char *of)
{
    static const struct part_reader reader = {.begin = begin_relation};
    struct workbook *book = opening->book;
    const char *last = behind_last_slash(of);

    opening->count = 0;
    opening->folder = arena_copy(book->arena, of, (size_t)(last - of));
    return part_read(book->archive,
                     arena_printf(book->arena, "%s_rels/%s.rels", opening->folder, last), false,
                     &reader, opening, book->fault);
}

/* ---- the workbook ---- */

static void take_sheet(struct opening *opening, const char **attributes)
{
    struct workbook *book = opening->book;
    const char *name = part_attribute(attributes, "name"), *id = part_attribute(attributes, "id");
    const char *state = part_attribute(attributes, "state");
    const struct relation *relation = id == NULL ? NULL : relation_of(opening, id, "worksheet");
    bool is_shown = state == NULL || strcmp(state, "visible") == 0;

    if (relation == NULL || name == NULL || book->sheet_count == SHEETS)
        return;
    if (opening->wanted == NULL ? !is_shown : strcmp(opening->wanted, name) != 0)
        return;
    book->sheets = list_grow(book->arena, book->sheets, book->sheet_count, &book->sheet_room,
                             sizeof *book->sheets);
    book->sheets[book->sheet_count++] =
        (struct sheet_part){arena_strdup(book->arena, name), relation->target};
}

static void begin_book(struct part *part, void *subject, const char *name, const char **attributes)
{
    struct opening *opening = subject;
    const char *epoch;

    if (!opening->has_root && strcmp(name, "workbook") != 0) {
        part_stop(part, "not_xlsx", 0);
    } else if (strcmp(name, "workbookPr") == 0) {
        epoch = part_attribute(attributes, "date1904");
        opening->book->counts_from_1904 =
            epoch != NULL && (strcmp(epoch, "1") == 0 || strcmp(epoch, "true") == 0);
    } else if (strcmp(name, "sheet") == 0) {
        take_sheet(opening, attributes);
    }
    opening->has_root = true;
}

static const char *target_of(const struct opening *opening, const char *type)
{
    const struct relation *relation = relation_of(opening, NULL, type);

    return relation == NULL ? NULL : relation->target;
}

bool workbook_next(struct workbook *book)
{
    const struct sheet_part *sheet;

    if (book->sheets_begun == book->sheet_count)
        return false;
    sheet = &book->sheets[book->sheets_begun++];
    book->sheet = sheet->part;
    book->sheet_name = sheet->name;
    book->merge_count = 0;
    return true;
}

static bool find_parts(struct opening *opening)
{
    static const struct part_reader reader = {.begin = begin_book};
    struct workbook *book = opening->book;

    if (!read_relations(opening, ""))
        return false;
    book->book = target_of(opening, "officeDocument");
    if (book->book == NULL)
        return refuse(book, "not_xlsx");
    if (!read_relations(opening, book->book)
        || !part_read(book->archive, book->book, false, &reader, opening, book->fault))
        return false;
    book->strings = target_of(opening, "sharedStrings");
    book->styles = target_of(opening, "styles");
    return workbook_next(book) || refuse(book, "no_sheet");
}

/* ---- what it is ---- */

static void begin_type(struct part *part, void *subject, const char *name, const char **attributes)
{
    const char *type = part_attribute(attributes, "ContentType");

    (void)subject, (void)name;
    if (type != NULL
        && (strcasestr(type, "macroEnabled") != NULL || strcasestr(type, "vbaProject") != NULL))
        part_stop(part, "macros", 0);
}

static bool check_types(struct workbook *book)
{
    static const struct part_reader reader = {.begin = begin_type};

    return part_read(book->archive, "[Content_Types].xml", false, &reader, NULL, book->fault);
}

/* An encrypted workbook lies in a container of another kind, as the files before XLSX did. */
static const char ole[] = "\xd0\xcf\x11\xe0", zip[] = "PK\x03\x04";

static bool begins(const char *bytes, size_t length, const char *mark)
{
    return length >= 4 && memcmp(bytes, mark, 4) == 0;
}

bool looks_like_workbook(const char *bytes, size_t length)
{
    return begins(bytes, length, ole) || begins(bytes, length, zip);
}

static size_t least(size_t one, size_t other)
{
    return one < other ? one : other;
}

static bool limit(struct workbook *book, const struct workbook_file *file)
{
    size_t most = file->most_unpacked == 0 ? SIZE_MAX : file->most_unpacked;

    if (file->most_parts > 0 && archive_parts(book->archive) > file->most_parts)
        return refuse(book, "unpacked_too_large");
    if (file->most_times > 0)
        most = least(most, file->most_times * file->bytes.length);
    archive_limit(book->archive, most);
    return true;
}

static bool open_archive(struct workbook *book, const char *bytes, size_t length)
{
    enum archive_outcome outcome;

    if (begins(bytes, length, ole))
        return refuse(book, "encrypted");
    if (!begins(bytes, length, zip))
        return refuse(book, "wrong_format");
    book->archive = archive_open(book->arena, bytes, length, &outcome);
    return book->archive != NULL
        || refuse(book,
                  outcome == ARCHIVE_UNSAFE      ? "unsafe_names"
                      : outcome == ARCHIVE_LARGE ? "unpacked_too_large"
                                                 : "not_xlsx");
}

struct workbook *workbook_open(struct arena *arena, const struct workbook_file *file,
                               struct table_fault *ret_fault)
{
    struct workbook *book = arena_alloc(arena, sizeof *book);
    struct opening opening = {.book = book, .wanted = file->sheet};

    *ret_fault = (struct table_fault){0};
    book->arena = arena;
    book->fault = ret_fault;
    book->most_texts = file->most_texts == 0 ? SIZE_MAX : file->most_texts;
    return open_archive(book, file->bytes.bytes, file->bytes.length) && limit(book, file)
            && check_types(book) && find_parts(&opening) && styles_read(book) && strings_read(book)
        ? book
        : NULL;
}

const char *workbook_sheet(const struct workbook *book)
{
    return book->sheet_name;
}
