/*
 * Media type: what a file behind an answer may be, and what its name and its first bytes must say
 * then. What the rest of it says is looked at by a worker (renkei/file/sniff.h).
 */
#ifndef RENKEI_DOMAIN_EVIDENCE_MEDIA_TYPE_H
#define RENKEI_DOMAIN_EVIDENCE_MEDIA_TYPE_H

#include <stdbool.h>
#include <stddef.h>

struct media_type {
    const char *name;
    const char *extensions; /* with blanks between */
    const char *begins;     /* its first bytes; NULL: a text */
};

/* The type that a Content-Type names, whatever its parameters; NULL: it is none of ours. */
const struct media_type *media_type_find(const char *content_type);
/* No path, and the last extension is one of the type. */
bool media_type_fits_name(const struct media_type *type, const char *name);
/* Whether the bytes begin as the type does; of a text, that there is no NUL in it. */
bool media_type_fits_bytes(const struct media_type *type, const char *bytes, size_t length);

#endif
