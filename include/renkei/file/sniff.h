/*
 * Sniff: what a file is by its content, whoever sent it and whatever it is called. The magic of
 * what looks is read once, before the process gives up opening files.
 */
#ifndef RENKEI_FILE_SNIFF_H
#define RENKEI_FILE_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Once in the process. false: the list of magic is not installed. */
bool sniff_open(void);
/*
 * Why the bytes are not what this media type promises: wrong_type, encrypted, macros; NULL: they
 * are. Of an office document only the names of its parts are looked at.
 */
const char *sniff_refusal(struct arena *arena, const char *media_type, const char *bytes,
                          size_t length);

#endif
