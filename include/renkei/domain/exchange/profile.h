/*
 * Import profile: how the columns of a kind of file are called, and what they mean. Two are built
 * in; a tenant has its own beside them.
 */
#ifndef RENKEI_DOMAIN_EXCHANGE_PROFILE_H
#define RENKEI_DOMAIN_EXCHANGE_PROFILE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct change;
struct reading;
struct rows;

enum { IMPORT_PROFILES_MAX = 50 /* of a tenant, besides those that are built in */ };

/* 409 when there are as many as there may be, or one of this code; 422 what cannot be meant. */
bool import_profile_create(struct change *change, const json_t *body, struct rows **ret_profile);
/* Locks one that is not built in; 404, 409 and 412 as usual. */
bool import_profile_lock(struct change *change, const char *id, const char *expected,
                         struct rows **ret_profile);
/* Merge patch; equal to what is stored: no new revision, no event. */
bool import_profile_change(struct change *change, const struct rows *before, const json_t *body,
                           struct rows **ret_profile);
bool import_profile_delete(struct change *change, const struct rows *before);

/* As clients see it: one that is built in has the columns of this version. The arena's. */
json_t *import_profile_json(struct reading *reading, const struct rows *rows, size_t row);
/* {columns, constants} of a code of a kind; 400 when there is none. The arena's. */
bool import_profile_find(struct reading *reading, const char *kind, const char *code,
                         json_t **ret_mapping);

#endif
