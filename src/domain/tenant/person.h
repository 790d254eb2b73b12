/* Who is to be erased, as patterns (regular expressions of PostgreSQL) that find them. */
#ifndef DOMAIN_TENANT_PERSON_H
#define DOMAIN_TENANT_PERSON_H

#include <jansson.h>

struct reading;

/* What is known of a person; empty lists where there is nothing. */
struct person {
    const char *subject;   /* of their tokens, or NULL */
    const char *pseudonym; /* what stands in their place */
    json_t *addresses;     /* mail addresses, looked for in all of the tenant */
    json_t *names;         /* names and telephone numbers, in what belongs to `suppliers` */
    json_t *suppliers;     /* ids of those whose contact they are */
    json_t *contacts;      /* ids of their own rows: contacts, user */
};

/*
 * {parameter: text} of the statements sql/queries/erase_*.sql. A pattern that has nothing to look
 * for matches nothing.
 */
json_t *person_patterns(struct reading *reading, const struct person *person);
/* A list of ids as a PostgreSQL array. */
const char *id_array_text(struct reading *reading, const json_t *ids);

#endif
