#include "part.h"

#include <expat.h>
#include <string.h>

/* What no spreadsheet writes: elements so deep, a tag or a comment so long. */
enum { DEPTH = 16, TOKEN_BYTES = 1024 * 1024 };

struct part {
    XML_Parser parser;
    const struct part_reader *reader;
    void *subject;
    struct table_fault *fault;
    size_t depth;
    size_t fed; /* bytes */
    bool is_stopped;
};

static const char *local_name(const char *name)
{
    const char *colon = strchr(name, ':');

    return colon == NULL ? name : colon + 1;
}

const char *part_attribute(const char **attributes, const char *name)
{
    for (; *attributes != NULL; attributes += 2)
        if (strcmp(local_name(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

void part_stop(struct part *part, const char *code, size_t line)
{
    if (!part->is_stopped)
        *part->fault = (struct table_fault){code, line};
    part->is_stopped = true;
    (void)XML_StopParser(part->parser, XML_FALSE);
}

static void begin(void *user, const char *name, const char **attributes)
{
    struct part *part = user;

    if (++part->depth > DEPTH)
        part_stop(part, "not_xlsx", 0);
    else if (!part->is_stopped)
        part->reader->begin(part, part->subject, local_name(name), attributes);
}

static void end(void *user, const char *name)
{
    struct part *part = user;

    part->depth--;
    if (part->reader->end != NULL && !part->is_stopped)
        part->reader->end(part, part->subject, local_name(name));
}

static void text(void *user, const char *bytes, int length)
{
    struct part *part = user;

    if (!part->is_stopped)
        part->reader->text(part->subject, bytes, (size_t)length);
}

/* Nothing that a workbook needs; it is where entities are made. */
static void refuse_doctype(void *user, const char *name, const char *system, const char *public,
                           int has_internal)
{
    (void)name, (void)system, (void)public, (void)has_internal;
    part_stop(user, "xml_doctype", 0);
}

static bool parse(struct part *part, const char *bytes, size_t length, bool is_last)
{
    if (XML_Parse(part->parser, bytes, (int)length, is_last) == XML_STATUS_OK)
        return true;
    if (!part->is_stopped)
        part_stop(part,
                  XML_GetErrorCode(part->parser) == XML_ERROR_NO_MEMORY ? "too_costly" : "not_xlsx",
                  0);
    return false;
}

static bool take(void *subject, const char *bytes, size_t length)
{
    struct part *part = subject;

    part->fed += length;
    if (!parse(part, bytes, length, false))
        return false;
    if ((long long)part->fed - XML_GetCurrentByteIndex(part->parser) > TOKEN_BYTES)
        part_stop(part, "unpacked_too_large", 0);
    return !part->is_stopped;
}

static void judge(struct part *part, enum archive_outcome outcome, bool is_optional)
{
    static const char *const words[] = {
        [ARCHIVE_BROKEN] = "not_xlsx",
        [ARCHIVE_ENCRYPTED] = "encrypted",
        [ARCHIVE_LARGE] = "unpacked_too_large",
        [ARCHIVE_MISSING] = "not_xlsx",
    };

    if (outcome == ARCHIVE_GOOD)
        (void)parse(part, "", 0, true);
    else if (outcome != ARCHIVE_STOPPED && !(outcome == ARCHIVE_MISSING && is_optional))
        *part->fault = (struct table_fault){words[outcome], 0};
}

bool part_read(struct archive *archive, const char *name, bool is_optional,
               const struct part_reader *reader, void *subject, struct table_fault *ret_fault)
{
    struct part part = {
        .parser = XML_ParserCreate(NULL), .reader = reader, .subject = subject, .fault = ret_fault};

    *ret_fault = (struct table_fault){0};
    if (part.parser == NULL) {
        *ret_fault = (struct table_fault){"too_costly", 0};
        return false;
    }
    XML_SetUserData(part.parser, &part);
    XML_SetElementHandler(part.parser, begin, end);
    if (reader->text != NULL)
        XML_SetCharacterDataHandler(part.parser, text);
    XML_SetStartDoctypeDeclHandler(part.parser, refuse_doctype);
    judge(&part, archive_read(archive, name, take, &part), is_optional);
    XML_ParserFree(part.parser);
    return ret_fault->code == NULL;
}
