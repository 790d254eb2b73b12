/*
 * Campaigns between rows and C, for the files of this room that change them.
 */
#ifndef RENKEI_SRC_DOMAIN_CAMPAIGN_ROWS_H
#define RENKEI_SRC_DOMAIN_CAMPAIGN_ROWS_H

#include "renkei/base/buffer.h"
#include "renkei/domain/campaign/campaign.h"

/* A list of ids as an array literal of PostgreSQL: open, add, close. */
struct id_list {
    struct buffer text;
    size_t count;
};
void id_list_open(struct reading *reading, struct id_list *list);
void id_list_add(struct id_list *list, const char *id);
const char *id_list_close(struct id_list *list);
/* The values of a column. */
const char *id_list_of(struct reading *reading, const struct rows *rows, const char *column);

/* The suppliers a body names ({"ids"} or {"filter"}), as an array literal; 422. */
bool campaign_chosen(struct reading *reading, const json_t *suppliers, const char **ret_ids);
/* Asks them, or lets them join with what is open already; 422 when they are too many. */
bool campaign_enlist(struct change *change, const struct campaign *campaign, const char *ids,
                     json_t **ret_added);
/* Fills new responses from each supplier's last accepted answers. */
bool campaign_prefill(struct change *change, const struct questionnaire *questionnaire,
                      const char *supplier_ids, const char *response_ids);

#endif
