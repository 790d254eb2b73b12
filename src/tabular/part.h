/*
 * Part: one XML document of a workbook, read as it is unpacked. Names come without their prefix,
 * since programs choose it as they like.
 */
#ifndef RENKEI_TABULAR_PART_H
#define RENKEI_TABULAR_PART_H

#include "renkei/file/archive.h"
#include "renkei/tabular/tabular.h"

struct part;

struct part_reader {
    void (*begin)(struct part *part, void *subject, const char *name, const char **attributes);
    void (*end)(struct part *part, void *subject, const char *name); /* or NULL */
    void (*text)(void *subject, const char *text, size_t length);    /* or NULL */
};

/* The value of an attribute, or NULL. */
const char *part_attribute(const char **attributes, const char *name);
/* Ends the reading; `code` NULL: without a fault. */
void part_stop(struct part *part, const char *code, size_t line);
/*
 * Reads it to its end, or until it was stopped. false: `ret_fault` says why. One that is not there
 * is a fault of the file, unless `is_optional`.
 */
bool part_read(struct archive *archive, const char *name, bool is_optional,
               const struct part_reader *reader, void *subject, struct table_fault *ret_fault);

#endif
