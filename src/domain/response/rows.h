/*
 * Responses between rows and C, for the files of this room that change them.
 */
#ifndef RENKEI_SRC_DOMAIN_RESPONSE_ROWS_H
#define RENKEI_SRC_DOMAIN_RESPONSE_ROWS_H

#include "renkei/domain/response/response.h"

/* From a row of response_get or answer_open. */
bool response_read(struct reading *reading, const struct rows *row, struct response *ret_response);
/* The row as its clients see it is there after the next trip. */
bool response_ask(struct change *change, const struct response *response, struct rows **ret_row);
/* Collects the event of a step that led to `row`, with what changed. */
bool response_tell(struct change *change, const struct response *before, const char *type,
                   const struct rows *row);
/* Reads a new response and collects response.requested. */
bool response_told(struct change *change, const char *id, struct rows **ret_row);
/*
 * 422 where a due day (NULL: none) has passed already, unless the channel says that it is history.
 */
bool response_due_fits(struct reading *reading, const char *due_on, const char *channel,
                       const char *today);
/* 409 question_locked with the questions that the amendment opens. */
bool fail_locked(struct reading *reading, const struct response *response);

#endif
