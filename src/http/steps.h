/*
 * Steps of the walk. Each answers true to go on; false has recorded why in rq->failure.
 */
#ifndef RENKEI_HTTP_STEPS_H
#define RENKEI_HTTP_STEPS_H

#include <stdbool.h>

#include "renkei/contract/contract.h"

struct walk;

/* Closes the pairs of fail() and fault_add(). */
#define STOP ((char *)0)

/* start.c: what every request has, refused or not: clock, language, ids, method and path. */
void start_request(struct walk *walk);

/* route.c: 404, 405, 413. */
bool find_path(struct walk *walk);
bool find_operation(struct walk *walk);
bool fits_body_limit(struct walk *walk);
bool answer_options(struct walk *walk);

/* admission.c: 401, 429, 403. */
bool authenticate(struct walk *walk);
bool stay_within_rate(struct walk *walk);
bool resolve_tenant(struct walk *walk); /* without asking the database */
bool ask_for_tenant(struct walk *walk);
bool check_scopes(struct walk *walk);
/* Asks the database, so behind the body: nobody waits for one with a connection in hand. */
bool follow_link(struct walk *walk);

/* input.c: 415, 406, 400, 428, 422. */
bool check_content_type(struct walk *walk);
bool negotiate_content_type(struct walk *walk);
bool read_parameters(struct walk *walk);
bool read_preconditions(struct walk *walk);
bool expect_body(struct walk *walk);
bool read_body(struct walk *walk);

/* echo.c: 422. */
bool settle_echo(struct walk *walk);

/* The first header of this name, or NULL. */
const char *header_of(const struct walk *walk, const char *name);
/* All of this name as one list, or NULL. */
const char *list_of(const struct walk *walk, const char *name);

#endif
