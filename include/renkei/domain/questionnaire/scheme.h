/*
 * Security schemes: lists of requirements, and which questions speak for each. Two are built in; a
 * tenant has its own beside them. Each is called by its code.
 */
#ifndef RENKEI_DOMAIN_QUESTIONNAIRE_SCHEME_H
#define RENKEI_DOMAIN_QUESTIONNAIRE_SCHEME_H

#include <jansson.h>
#include <stdbool.h>

struct change;
struct reading;
struct rows;

bool scheme_get(struct reading *reading, const char *code, struct rows **ret_scheme);
/* 409 when there is one of this code; 422 what cannot be meant. Other members are passed over. */
bool scheme_create(struct change *change, const json_t *body, struct rows **ret_scheme);
/* Locks one that is not built in; 404, 409 and 412 as usual. */
bool scheme_lock(struct change *change, const char *code, const char *expected,
                 struct rows **ret_scheme);
/* Merge patch, lists are replaced; equal to what is stored: no new revision, no event. */
bool scheme_change(struct change *change, const struct rows *before, const json_t *body,
                   struct rows **ret_scheme);
/* 409 while another scheme includes it. */
bool scheme_delete(struct change *change, const struct rows *before);

#endif
