/*
 * Heat map: active suppliers by impact and likelihood, as JSON or as a picture.
 */
#ifndef RENKEI_API_HEAT_MAP_H
#define RENKEI_API_HEAT_MAP_H

#include <stdbool.h>

struct request;
struct rows;

/* Rows of report_heat_map. Always true, so that they stand in a chain. */
bool heat_map_json(struct request *rq, const struct rows *rows);
bool heat_map_svg(struct request *rq, const struct rows *rows);

#endif
