/*
 * Certificates of suppliers, entered by hand or as accepted answers declare them. A change by hand
 * is scored again where it can count: kinds p_mark and isms, which stand behind answers
 * (docs/findings.md). All within an open change; the supplier is locked first.
 */
#ifndef RENKEI_DOMAIN_TREATMENT_CERTIFICATE_H
#define RENKEI_DOMAIN_TREATMENT_CERTIFICATE_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/domain/change/change.h"

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
/*
 * A certificate as a row of a file says it: the one of this id, or else of this kind, name and
 * number; of a row without a number or name that of its kind. There is none: a new one. Members
 * that the row does not say stay. Equal to what is stored: nothing is written. 422 where several
 * fit.
 */
bool certificate_save(struct change *change, const char *supplier_id, const json_t *row,
                      enum saved *ret_saved);
bool certificate_delete(struct change *change, const struct rows *before);

#endif
