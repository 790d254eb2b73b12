/*
 * Inquiry: those whom an incident may reach are asked, once, whether it has. Within an open change.
 */
#ifndef RENKEI_DOMAIN_CAMPAIGN_INQUIRY_H
#define RENKEI_DOMAIN_CAMPAIGN_INQUIRY_H

#include <jansson.h>
#include <stdbool.h>

struct change;
struct rows;

/*
 * The campaign of the incident: made from an InquiryCreate body, or the one that is there
 * (*ret_is_new false, nothing is asked). 409 invalid_state of a closed incident, 409
 * nobody_affected.
 */
bool incident_inquiry(struct change *change, const char *incident_id, const json_t *body,
                      struct rows **ret_campaign, json_t **ret_added, bool *ret_is_new);

#endif
