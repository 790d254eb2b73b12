/*
 * Evidence: files that show what an answer says (docs/evidence.md).
 *
 * A file is its supplier's, and behind answers of one response or of several. Whoever changes what
 * is behind the answers of a response holds that response; a file itself is locked behind it. What
 * is in the bytes is nobody's business but a worker's.
 */
#ifndef RENKEI_DOMAIN_EVIDENCE_EVIDENCE_H
#define RENKEI_DOMAIN_EVIDENCE_EVIDENCE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "renkei/db/db.h"

struct buffer;
struct change;
struct media_type;
struct reading;

#define EVIDENCE_JOB "evidence" /* its payload names the file: evidence_id */

struct evidence_place {
    const char *response_id;
    const char *code; /* of the question; NULL: of whichever */
    const char *id;   /* of the file; of a new one NULL */
};

struct evidence_order {
    struct evidence_place place;
    const char *name;
    const struct media_type *type;
    const char *effective_on; /* or NULL */
    const char *expires_on;
    const char *bytes;
    size_t length;
    unsigned room_mb; /* what all files of the tenant may hold, in 10^6 bytes */
};

/* ---- Reading ---- */

/* 404 unless whoever asks reaches the response, and the file is of it. */
bool evidence_get(struct reading *reading, const struct evidence_place *place,
                  struct rows **ret_file);
/* 409 evidence_held, 410 file_gone unless its bytes may be handed out. */
bool evidence_is_free(struct reading *reading, const struct rows *file);
/* Adds the next piece of the bytes; ret_found is false behind the last. */
bool evidence_read(struct reading *reading, const char *id, long piece, struct buffer *into,
                   bool *ret_found);

/* ---- Changing ---- */

/*
 * Stores a file behind an answer, or puts one of the response that has the same bytes there;
 * ret_added is false when it was there already.
 */
bool evidence_add(struct change *change, const struct evidence_order *order, struct rows **ret_file,
                  bool *ret_added);
/*
 * Puts a file of the supplier, of whatever response, behind an answer of this one; 404 unless
 * whoever asks reaches it, 409 evidence_held and 410 file_gone of one that shows nothing.
 */
bool evidence_reuse(struct change *change, const struct evidence_place *place, unsigned room_mb,
                    struct rows **ret_file);
bool evidence_change(struct change *change, const struct evidence_place *place,
                     const char *expected, const json_t *body, struct rows **ret_file);
/* Takes it from the answer; a file that no response has any more is deleted. */
bool evidence_remove(struct change *change, const struct evidence_place *place,
                     const char *expected);
/* The bytes go for good, the row stays. Once erased nothing happens. */
bool evidence_erase(struct change *change, const struct evidence_place *place,
                    const char *expected);

/* ---- What a worker finds ---- */

struct evidence_verdict {
    const char *from; /* the state that was read */
    const char *state;
    const char *refusal;   /* or NULL */
    const char *signature; /* of a virus, or NULL */
};
/* Once for each file and state: nothing happens when it is gone, or another state by now. */
bool evidence_settle(struct change *change, const char *id, const struct evidence_verdict *verdict);

#endif
