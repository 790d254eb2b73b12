/*
 * Change: one transaction that writes, with its events and, where the caller sent one, its
 * Idempotency-Key.
 *
 * change_begin opens it (the key is its first statement), change_event collects what happened,
 * change_commit appends the events, keeps the reply under the key and commits. A change without
 * effect collects no event, and its key stays free. Lock order everywhere: key, supplier, response,
 * answers, then findings, measures and certificates, which change only while their supplier is
 * locked, and the tenant's event counter last, which change_commit takes care of.
 */
#ifndef RENKEI_DOMAIN_CHANGE_CHANGE_H
#define RENKEI_DOMAIN_CHANGE_CHANGE_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/domain/change/reading.h"

/* What makes a repeated call the same one. */
struct idempotency {
    const char *client;      /* whose key it is: kind of token, supplier and subject */
    const char *key;         /* as sent */
    const char *route;       /* the operation and the values of its path: the key's scope */
    const char *fingerprint; /* SHA-256 of all else that was sent, in hexadecimal */
};

/* A reply as it is kept under a key; what is not there is NULL. */
struct kept_reply {
    int status;
    const char *etag;
    const char *location;
    const char *content_language;
    const char *body;
};

struct change {
    union { /* change->now and change->reading.now are the same */
        struct reading reading;
        struct {
            READING_MEMBERS;
        };
    };
    const struct idempotency *idempotency; /* NULL: no key was sent */
    struct draft *first;                   /* the events so far */
    struct draft **last;
    bool has_effect;   /* by change_event, or by who writes without telling it */
    bool claims_later; /* it is not the last transaction of its call */
    long octets_freed; /* of kept replies that were deleted in it */
};

/* What a save did that may find nothing to do. */
enum saved { SAVED_NOTHING, SAVED_NEW, SAVED_CHANGE };

struct event {
    const char *type;          /* "supplier.updated" */
    const char *resource_type; /* "supplier" */
    const char *resource_id;
    long revision;
    const char *supplier_id; /* or NULL */
    json_t *changes;         /* {member: [old, new]} or NULL; borrowed, owned by the arena */
};

/* Fills `ret_change` and opens its transaction; `idempotency` (may be NULL) must outlive it. */
bool change_begin(struct change *ret_change, const struct reading *reading,
                  const struct idempotency *idempotency);
/*
 * A change of several transactions. Instead of change_begin: nothing is open yet; false if the key
 * has a reply already. Each of them is opened and, but for the last, closed; the last one claims
 * the key and ends with change_commit.
 */
bool change_prepare(struct change *ret_change, const struct reading *reading,
                    const struct idempotency *idempotency);
bool change_open(struct change *change, bool is_last);
bool change_close(struct change *change);
/* Takes back what is open. */
void change_undo(struct change *change);
/* Rolled back with what was recorded in its failure, and begun anew. */
bool change_restart(struct change *change);
/*
 * A part of a change that is kept or undone alone, with its events: what fails in it leaves the
 * others be. Parts may stand in each other.
 */
struct change_part {
    struct draft **last;
    bool had_effect;
    long octets_freed;
};
bool change_part_begin(struct change *change, struct change_part *ret_part);
bool change_part_keep(struct change *change);
/*
 * Takes it back, and what it recorded in the failure; ret_why is what that was. False: the database
 * refused a statement in it, and the change fails as a whole, for the reason that stands.
 */
bool change_part_undo(struct change *change, const struct change_part *part,
                      struct failure *ret_why);
/* Always true, so that it stands in a chain. The texts are used at once. */
bool change_event(struct change *change, const struct event *event);
/* What happened to a resource, by its row before and after. */
struct row_told {
    const char *type;           /* "contract.updated" */
    const char *resource_type;  /* "contract" */
    const struct rows *before;  /* NULL: it was made */
    const struct rows *after;   /* NULL: it is gone */
    const char *supplier;       /* the column that says whose it is, */
    const char *supplier_id;    /* or who that is; both NULL: nobody's */
    const char *const *unshown; /* columns that are no change, NULL at its end */
    json_t *changes;            /* told in place of what differs; or NULL */
};
/* The event of it, its changes as row_changes tells them; always true. */
bool change_row_event(struct change *change, const struct row_told *what);
/*
 * Sends the events so far, so that the database writes them while more are made; change_commit
 * sends the rest. The counter is held from here on: nothing may be locked behind it.
 */
bool change_send_events(struct change *change);
/* What a subject stands for: "user" (a person), "client" (another system) or "system". */
const char *subject_kind(const char *subject);
/* `reply` is kept under the key; without a key it may be NULL. */
bool change_commit(struct change *change, const struct kept_reply *reply);
/*
 * After a failure: if the key was taken by a finished call with the same fingerprint, its reply is
 * ours (true). Another one is PROBLEM_IDEMPOTENCY_KEY_REUSED, one whose reply is gone is
 * PROBLEM_REPLY_NOT_KEPT; otherwise the failure stays.
 */
bool change_replay(struct change *change, struct kept_reply *ret_reply);

#endif
