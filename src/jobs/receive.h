/* What a parent hands to its child, whole. */
#ifndef RENKEI_JOBS_RECEIVE_H
#define RENKEI_JOBS_RECEIVE_H

#include <stdbool.h>

struct buffer;
struct frames;

/* Adds the pieces up to the end. false: the parent is gone. */
bool receive_file(struct frames *parent, struct buffer *ret_bytes);

#endif
