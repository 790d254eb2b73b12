#include "link_follow.h"

#include <string.h>

#include "ends.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/domain/chain/chain.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/gate/gate.h"

/* An attacker may walk along it; the tenant itself is no supplier. */
static bool joins(const struct link_ends *link)
{
    return (strcmp(link->kind, "network") == 0 || strcmp(link->kind, "data") == 0)
        && strcmp(link->to, LINK_SELF) != 0;
}

static const char *joined_ids(struct change *change, const struct link_ends *links, size_t count)
{
    struct buffer text;

    buffer_open(&text, change->arena, 128);
    buffer_add_char(&text, '{');
    for (size_t i = 0; i < count; i++)
        if (joins(&links[i]))
            buffer_printf(&text, "%s%s,%s", text.length > 1 ? "," : "", links[i].from, links[i].to);
    buffer_add_char(&text, '}');
    return text.length == 2 ? NULL : text.data;
}

static bool is_among(const struct rows *rows, const char *id)
{
    for (size_t i = 0; i < rows_count(rows); i++)
        if (strcmp(rows_text(rows, i, "supplier_id"), id) == 0)
            return true;
    return false;
}

/* Each once. */
static void add(json_t *items, const char *id)
{
    const json_t *known;
    size_t i;

    json_array_foreach(items, i, known)
    {
        if (strcmp(json_member(known, "id"), id) == 0)
            return;
    }
    (void)json_array_append_new(items, json_pack("{s:s}", "id", id));
}

static bool follow_incidents(struct change *change, const struct link_ends *links, size_t count)
{
    const char *ids = joined_ids(change, links, count);
    json_t *items = json_keep(change->arena, json_array());
    struct rows *open;

    if (ids == NULL)
        return true;
    if (!db_run(change->db, SQL_SUPPLIER_LINK_INCIDENTS, PARAMS(ids), &open))
        return false;
    for (size_t i = 0; i < count && rows_count(open) > 0; i++) {
        if (!joins(&links[i]))
            continue;
        if (is_among(open, links[i].from))
            add(items, links[i].to);
        if (is_among(open, links[i].to))
            add(items, links[i].from);
    }
    return gate_follow(change, items);
}

bool links_follow(struct change *change, const struct link_ends *links, size_t count)
{
    return count == 0 || (chain_watch(change) && follow_incidents(change, links, count));
}
