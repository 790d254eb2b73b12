/*
 * Certificates of suppliers, entered by hand or as accepted answers declare them. A change by hand
 * is scored again where it can count: kinds p_mark and isms, which stand behind answers
 * (docs/findings.md). All within an open change; the supplier is locked first.
 */
#ifndef RENKEI_DOMAIN_TREATMENT_CERTIFICATE_H
#define RENKEI_DOMAIN_TREATMENT_CERTIFICATE_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/db/db.h"

struct change;
struct reading;

/* The certificate, its state as of a day (NULL: today). */
bool certificate_get(struct reading *reading, const char *id, const char *as_of,
                     struct rows **ret_certificate);
/* The same with its supplier locked; 412 unless its revision is the expected one. */
bool certificate_lock(struct change *change, const char *id, const char *expected,
                      struct rows **ret_certificate);
bool certificate_create(struct change *change, const json_t *body, struct rows **ret_certificate);
/* Merge patch; an equal patch changes nothing and writes no event. */
bool certificate_change(struct change *change, const struct rows *before, const json_t *body,
                        struct rows **ret_certificate);
bool certificate_delete(struct change *change, const struct rows *before);

#endif
