/*
 * Evidence carried on: the files behind answers of one round, behind those of the next. No byte is
 * copied; a file takes room once, whatever it is behind. Files themselves: domain/evidence.
 */
#ifndef RENKEI_DOMAIN_RESPONSE_EVIDENCE_CARRY_H
#define RENKEI_DOMAIN_RESPONSE_EVIDENCE_CARRY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct change;
struct rows;

enum {
    EVIDENCE_FILES = 20, /* of one response */
};

enum carry {
    CARRY_USABLE,    /* what still shows something: not expired, refused, infected or erased */
    CARRY_AS_IT_WAS, /* whatever has become of it: the answer stays as it was accepted */
};

/*
 * Puts files behind answers of a response, which is held, that are behind the same answers of the
 * one it was prefilled from. `codes`: of its questions, as an array literal of PostgreSQL. As many
 * as there is room for; those that are there already stay.
 */
bool evidence_carry(struct change *change, const char *response_id, const char *codes,
                    enum carry what);

/* What events of files do not show, for json_changes. */
extern const char *const evidence_unshown[];
/* Collects an event of a file; the row has its id, revision and supplier_id. */
bool evidence_event(struct change *change, const char *type, const struct rows *files, size_t row,
                    json_t *changes);

#endif
