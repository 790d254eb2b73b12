/*
 * Reading: what a step of the domain works with: the database as one actor of one tenant sees it,
 * at one instant. Made by `api` of a request, or by a job; nothing here knows of requests or HTTP.
 */
#ifndef RENKEI_DOMAIN_CHANGE_READING_H
#define RENKEI_DOMAIN_CHANGE_READING_H

#include <stdbool.h>

#include "renkei/auth/auth.h"
#include "renkei/base/arena.h"
#include "renkei/base/clock.h"
#include "renkei/base/failure.h"
#include "renkei/contract/contract.h"
#include "renkei/db/db.h"

/* The members of struct reading, which struct change has as well. */
#define READING_MEMBERS                                                                            \
    struct arena *arena;           /* of everything that is made on the way */                     \
    struct failure *failure;       /* why a step returned false */                                 \
    struct db *db;                 /* of the actor's tenant */                                     \
    instant now;                   /* nothing below looks at a clock */                            \
    enum locale locale;            /* of texts that people read */                                 \
    const struct principal *actor; /* who does it */                                               \
    const char *request_id         /* as events show it */

struct reading {
    READING_MEMBERS;
};

/* Whether the actor may see who this is: a respondent sees people of its own side alone. */
bool actor_sees(const struct reading *reading, const char *subject);
/* Whether the actor has to do with a question: who answers some sections alone sees no other. */
bool actor_answers(const struct reading *reading, const char *code);
bool actor_may(const struct reading *reading, enum scope scope);
/* `now` in the arena, as parameters of statements take it. */
const char *now_text(const struct reading *reading);
/* The date of `now` in the tenant's time zone, "YYYY-MM-DD" in the arena. */
bool tenant_today(const struct reading *reading, const char **ret_today);

#endif
