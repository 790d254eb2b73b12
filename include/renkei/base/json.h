/*
 * JSON values in an arena: who makes one hands it over and never releases it.
 */
#ifndef RENKEI_BASE_JSON_H
#define RENKEI_BASE_JSON_H

#include <jansson.h>
#include <stdbool.h>

struct arena;
struct buffer;

/*
 * Once, before the first value: a value or a text that jansson can find no memory for ends the
 * process, as an arena does. Otherwise it would be stored or sent half made.
 */
void json_begin(void);
/*
 * {member: [old, new]} of two JSON objects given as text, NULL when nothing differs; members named
 * in `ignored` (NULL-terminated) are passed over. Either text may be NULL (created, deleted).
 */
json_t *json_changes(struct arena *arena, const char *before, const char *after,
                     const char *const *ignored);
/*
 * Whether `sent` says of a value nothing but what `stored` says, in any way that client libraries
 * write it: members of an object may be missing, 3 is 3.0, an instant has any offset and digits.
 */
bool json_echoes(const json_t *sent, const json_t *stored);
/* Parses trusted JSON text (made by us) into the arena. */
json_t *json_own(struct arena *arena, const char *text);
/* Hands a new reference to the arena; returns it. */
json_t *json_keep(struct arena *arena, json_t *value);
/* The text of a member; NULL: it is absent, null or no text. */
const char *json_member(const json_t *object, const char *name);
/* Compact text of a value in the arena. */
const char *json_text(struct arena *arena, const json_t *value);
/* The same behind what stands in `text`. */
void json_write(const json_t *value, struct buffer *text);

#endif
