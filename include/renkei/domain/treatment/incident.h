/*
 * Incidents: what happened at a supplier. An open one shows at least "high" until its review is
 * closed. Within an open change; the supplier is locked before its incident.
 */
#ifndef RENKEI_DOMAIN_TREATMENT_INCIDENT_H
#define RENKEI_DOMAIN_TREATMENT_INCIDENT_H

#include <stdbool.h>

#include "renkei/db/db.h"

struct request;

/* From an IncidentCreate body; of an archived supplier too. */
bool incident_open(struct request *rq, struct rows **ret_incident);
/* Locks supplier and incident; 404 and 412 as usual. */
bool incident_lock(struct request *rq, const char *id, struct rows **ret_incident);
/* Merge patch; an equal patch changes nothing. Closed: 409. */
bool incident_change(struct request *rq, const struct rows *before, struct rows **ret_incident);
/* With the lessons of its review. */
bool incident_close(struct request *rq, const struct rows *before, struct rows **ret_incident);

#endif
