/* Addresses and services of a supplier as they are stored: complete, postal codes in one form. */
#ifndef RENKEI_SRC_DOMAIN_SUPPLIER_MASTER_H
#define RENKEI_SRC_DOMAIN_SUPPLIER_MASTER_H

#include <jansson.h>
#include <stdbool.h>

struct arena;
struct failure;

/*
 * Completes `addresses` and `services` of a body that the contract has checked, in place; a body
 * without them stays as it is. False: a Japanese postal code is none, which the failure tells.
 */
bool master_complete(struct arena *arena, const json_t *body, struct failure *failure);

/*
 * The stored addresses with those members of `address`, which is complete, that `said` has, in that
 * of the head office; without one it is added. A new list.
 */
json_t *master_merge_address(const json_t *stored, const json_t *said, json_t *address);

#endif
