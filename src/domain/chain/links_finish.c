#include "renkei/domain/chain/links_finish.h"

#include "link_follow.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

static const struct {
    const char *item, *kind;
} ending[] = {{"network_link_ended", "network"}, {"data_returned", "data"}};

static void tell(struct change *change, const struct rows *ended, size_t at)
{
    struct event event = {
        .type = "supplier_link.updated",
        .resource_type = "supplier_link",
        .resource_id = rows_text(ended, at, "id"),
        .revision = (long)rows_integer(ended, at, "revision"),
        .supplier_id = rows_text(ended, at, "from"),
        .changes = json_keep(change->arena,
                             json_pack("{s:[s?,s?]}", "until", rows_text(ended, at, "before"),
                                       rows_text(ended, at, "until"))),
    };

    (void)change_event(change, &event);
}

static bool finish(struct change *change, const char *supplier_id, const char *kind,
                   const char *last_day, json_t *ids)
{
    struct link_ends *links;
    struct rows *ended;

    if (!db_run(change->db, SQL_SUPPLIER_LINK_FINISH,
                PARAMS(supplier_id, kind, last_day, now_text(&change->reading)), &ended))
        return false;
    links = arena_alloc(change->arena, (rows_count(ended) + 1) * sizeof *links);
    for (size_t i = 0; i < rows_count(ended); i++) {
        (void)json_array_append_new(ids, json_string(rows_text(ended, i, "id")));
        links[i] = (struct link_ends){rows_text(ended, i, "from"), rows_text(ended, i, "to"), kind};
        tell(change, ended, i);
    }
    return links_follow(change, links, rows_count(ended));
}

static const json_t *item_of(const json_t *items, size_t at)
{
    return json_object_get(items, ending[at].item);
}

bool links_finish(struct change *change, const struct rows *before, const struct rows *after,
                  json_t **ret_ended)
{
    const json_t *known =
        before == NULL ? NULL : json_own(change->arena, rows_text(before, 0, "items"));
    const json_t *items = json_own(change->arena, rows_text(after, 0, "items"));

    *ret_ended = json_keep(change->arena, json_array());
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
        const json_t *item = item_of(items, i);

        if (!text_same(json_member(item, "state"), "done")
            || text_same(json_member(item_of(known, i), "state"), "done"))
            continue;
        if (!finish(change, rows_text(after, 0, "supplier_id"), ending[i].kind,
                    json_member(item, "done_on"), *ret_ended))
            return false;
    }
    return true;
}
