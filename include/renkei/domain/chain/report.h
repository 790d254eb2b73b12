/*
 * Report: where the chain of a tenant is thin, and the chain as a picture of four columns.
 */
#ifndef RENKEI_DOMAIN_CHAIN_REPORT_H
#define RENKEI_DOMAIN_CHAIN_REPORT_H

#include <jansson.h>
#include <stdbool.h>

struct reading;

/* As GET /v1/reports/concentration shows it: reads the tenant's links. */
bool chain_concentration(struct reading *reading, json_t **ret_report);
/* As GET /v1/reports/chain shows it. */
bool chain_picture(struct reading *reading, json_t **ret_picture);

#endif
