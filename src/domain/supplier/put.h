/* Steps of the procurement door, for one supplier or many. */
#ifndef DOMAIN_SUPPLIER_PUT_H
#define DOMAIN_SUPPLIER_PUT_H

#include "renkei/domain/supplier/supplier.h"

struct reading;

/*
 * Decides what a put does to the supplier in `row` (NULL rows: there is none): its step, or why it
 * fails.
 */
void put_judge(struct reading *reading, struct supplier_put *put, const struct rows *rows,
               size_t row);
/* Whether the contacts are plainly those stored: no need to read more. */
bool put_contacts_equal(struct reading *reading, const struct supplier_put *put);
/* Of what is sent, the master data alone: what a supplier's own columns are set to. */
json_t *put_master(struct reading *reading, const struct supplier_put *put);
/* Numbers that are not stored yet: of a new supplier its own, and those of the body. */
json_t *put_new_numbers(struct reading *reading, const struct supplier_put *put);

/* Finds the suppliers of many at once; says of each what is wrong with its numbers. */
bool puts_find(struct reading *reading, struct supplier_put *puts, size_t count);
/* Whether the transaction has more to lock behind them, or is not to be kept. */
enum puts_place { PUTS_AMONG, PUTS_LAST };

/*
 * Writes those that create or update; the suppliers are locked in one order. False: the change
 * failed as a whole. PROBLEM_DUPLICATE and PROBLEM_CONFLICT_BUSY: somebody else was quicker. True:
 * one that was written alone has its finished row.
 */
bool puts_write(struct change *change, struct supplier_put **puts, size_t count,
                enum puts_place place);

/* The event of a supplier; texts of the row before (NULL: made) and after (NULL: gone). */
struct supplier_event {
    const char *type;
    const char *id;
    long revision;
    const char *before;
    const char *after;
};
bool supplier_event(struct change *change, const struct supplier_event *event);

#endif
