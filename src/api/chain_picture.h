/*
 * Chain picture: suppliers in four columns by their stage, as SVG.
 */
#ifndef RENKEI_API_CHAIN_PICTURE_H
#define RENKEI_API_CHAIN_PICTURE_H

#include <jansson.h>
#include <stdbool.h>

struct request;

/* `picture` as chain_picture makes it. Always true, so that it stands in a chain. */
bool chain_svg(struct request *rq, const json_t *picture);

#endif
