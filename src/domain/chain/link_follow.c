#include "link_follow.h"

#include "renkei/base/json.h"
#include "renkei/domain/chain/chain.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/gate/gate.h"

static const char *links_json(struct change *change, const struct link_ends *links, size_t count)
{
    json_t *list = json_keep(change->arena, json_array());

    for (size_t i = 0; i < count; i++)
        (void)json_array_append_new(list,
                                    json_pack("{s:s,s:s,s:s}", "from", links[i].from, "to",
                                              links[i].to, "kind", links[i].kind));
    return json_text(change->arena, list);
}

static bool follow_incidents(struct change *change, const struct link_ends *links, size_t count)
{
    json_t *items = json_keep(change->arena, json_array());
    struct rows *joined;

    if (!db_run(change->db, SQL_SUPPLIER_LINK_INCIDENTS, PARAMS(links_json(change, links, count)),
                &joined))
        return false;
    for (size_t i = 0; i < rows_count(joined); i++)
        (void)json_array_append_new(items, json_pack("{s:s}", "id", rows_text(joined, i, "id")));
    return gate_follow(change, items);
}

bool links_follow(struct change *change, const struct link_ends *links, size_t count)
{
    return count == 0 || (chain_watch(change) && follow_incidents(change, links, count));
}
