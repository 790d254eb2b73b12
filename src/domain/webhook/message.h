/* Message: an event as an endpoint gets it. */
#ifndef RENKEI_DOMAIN_WEBHOOK_MESSAGE_H
#define RENKEI_DOMAIN_WEBHOOK_MESSAGE_H

#include "renkei/domain/webhook/delivery.h"

/*
 * From the event as it is stored. What may say something of a person is a commitment there, and is
 * left out here: `withheld` names it. For a lease that is full the event has its values, and keeps
 * them. `cursor` may be NULL.
 */
void message_of_event(const struct reading *reading, const struct webhook_lease *lease,
                      const json_t *event, const char *cursor, struct webhook_message *ret_message);
void message_of_test(const struct reading *reading, const struct webhook_lease *lease,
                     struct webhook_message *ret_message);

#endif
