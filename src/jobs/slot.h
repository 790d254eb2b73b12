/*
 * Slot: one endpoint in the hands of the dispatcher: its lease, the messages that were read for it,
 * and which of them is on its way.
 */
#ifndef RENKEI_JOBS_SLOT_H
#define RENKEI_JOBS_SLOT_H

#include "renkei/domain/webhook/delivery.h"
#include "renkei/egress/sender.h"
#include "renkei/jobs/worker.h"

struct slot {
    struct arena *arena; /* of the lease and its page; NULL: the slot is free */
    const char *tenant_id;
    struct webhook_lease lease;
    struct webhook_page page;
    struct webhook_signers signers;
    size_t at;          /* the message that is on its way, or was last */
    long reached;       /* last event that was delivered, and is not stored yet */
    bool has_delivered; /* since it was stored */
    json_t *attempts;   /* not stored yet */
    int64_t stored_at;  /* clock_monotonic */
};

/* Takes a lease that was just claimed, and reads what is to be sent. false: it is free again. */
bool slot_open(struct slot *slot, struct worker *worker, const char *tenant_id,
               const struct webhook_lease *lease);
/* Sends the message at `at`. false: it is free again. */
bool slot_send(struct slot *slot, struct worker *worker, struct sender *sender);
/* The answer has come: the next one is sent, or the endpoint is given back and the slot free. */
void slot_take(struct slot *slot, struct worker *worker, struct sender *sender,
               const struct posted *posted);
/* Gives the endpoint back as far as it is. */
void slot_give_back(struct slot *slot, struct worker *worker);

#endif
