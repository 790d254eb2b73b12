/*
 * Certificates of suppliers, entered by hand or as accepted answers declare them. A change by hand
 * is scored again where it can count: kinds p_mark and isms, which stand behind answers
 * (docs/findings.md). All within an open change; the supplier is locked first.
 */
#ifndef RENKEI_DOMAIN_TREATMENT_CERTIFICATE_H
#define RENKEI_DOMAIN_TREATMENT_CERTIFICATE_H

#include <stdbool.h>

#include "renkei/db/db.h"

struct request;

/* The certificate of the path, its state as of the query's day or today. */
bool certificate_get(struct request *rq, struct rows **ret_certificate);
/* The same with its supplier locked; 412 when If-Match is not current. */
bool certificate_lock(struct request *rq, struct rows **ret_certificate);
bool certificate_create(struct request *rq, struct rows **ret_certificate);
/* Merge patch; an equal patch changes nothing and writes no event. */
bool certificate_change(struct request *rq, const struct rows *before,
                        struct rows **ret_certificate);
bool certificate_delete(struct request *rq, const struct rows *before);

#endif
