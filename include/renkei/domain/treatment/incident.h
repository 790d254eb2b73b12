/*
 * Incidents: what happened at a supplier. An open one shows at least "high" until its review is
 * closed. Within an open change; the supplier is locked before its incident.
 */
#ifndef RENKEI_DOMAIN_TREATMENT_INCIDENT_H
#define RENKEI_DOMAIN_TREATMENT_INCIDENT_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/db/db.h"

struct change;
struct reading;

/* From an IncidentCreate body; of an archived supplier too. */
bool incident_open(struct change *change, const json_t *body, struct rows **ret_incident);
/* Locks supplier and incident; 404 and 412 as usual. */
bool incident_lock(struct change *change, const char *id, const char *expected,
                   struct rows **ret_incident);
/* Merge patch; an equal patch changes nothing. Closed: 409. */
bool incident_change(struct change *change, const struct rows *before, const json_t *body,
                     struct rows **ret_incident);
/* With the lessons of its review. */
bool incident_close(struct change *change, const struct rows *before, const json_t *body,
                    struct rows **ret_incident);

/* 409 invalid_state unless it is open. */
bool incident_is_open(struct reading *reading, const struct rows *incident);
/* Notes the campaign that asks those whom the incident may reach; the incident is locked. */
bool incident_inquired(struct change *change, const struct rows *before, const char *campaign_id);

#endif
