#include "part.h"

#include "trial.h"

/* More suppliers or rounds than these, and the whole is worked out. */
enum { PART_MAX = 2000, ROUNDS_MAX = 60 };

/* Those that a further link of a trial leads to. */
static void add_tried(const struct chain_trial *trial, const struct chain_ids *senders,
                      struct chain_ids *part)
{
    for (size_t i = 0; trial != NULL && i < trial->count; i++) {
        const struct trial_link *link = &trial->links[i];

        if (link->is_new && !link->is_to_self && chain_ids_have(senders, &link->source))
            chain_ids_add(part, &link->target);
    }
}

static bool add_targets(const struct chain_view *view, struct chain_ids *senders,
                        struct chain_ids *part)
{
    struct rows *rows;

    if (senders->count == 0)
        return true;
    chain_ids_settle(senders);
    if (!db_run(view->reading->db, SQL_CHAIN_TARGETS,
                PARAMS(chain_ids_literal(senders, 0, senders->count), view->today), &rows))
        return false;
    chain_ids_add_rows(part, rows, "id");
    add_tried(view->trial, senders, part);
    return true;
}

static void add_senders(const struct chain_graph *graph, const struct chain_solved *solved,
                        struct chain_ids *senders)
{
    chain_ids_open(senders, graph->view.reading->arena);
    for (size_t i = 0; i < graph->count; i++)
        if (solved[i].sends_otherwise)
            chain_ids_add(senders, &graph->members[i].id);
}

/*
 * Whoever sends on another thing than before draws those behind it in, until nobody outside hears
 * anything new. Then each supplier fits those in front of it, outside as before and inside anew,
 * and there is one such chain only: every label is less than half of the one it comes from, so each
 * leads back to a source. It is the chain that all of it together would give.
 */
static bool solve_part(const struct chain_view *view, struct chain_moved *moved,
                       struct chain_graph *ret_graph, struct chain_solved **ret_solved)
{
    struct chain_ids *part = &moved->part, senders = moved->senders;
    size_t before = 0;

    for (size_t i = 0; i < senders.count; i++)
        chain_ids_add(part, &senders.items[i]);
    for (int round = 0; round < ROUNDS_MAX; round++) {
        if (!add_targets(view, &senders, part))
            return false;
        chain_ids_settle(part);
        if (part->count > PART_MAX)
            break;
        if (round > 0 && part->count == before)
            return true;
        before = part->count;
        if (!chain_graph_load_part(view, part, ret_graph) || !chain_solve(ret_graph, ret_solved))
            return false;
        add_senders(ret_graph, *ret_solved, &senders);
    }
    moved->is_whole = true;
    return true;
}

bool chain_solve_moved(const struct chain_view *view, struct chain_moved *moved,
                       struct chain_graph *ret_graph, struct chain_solved **ret_solved)
{
    if (!moved->is_whole && !solve_part(view, moved, ret_graph, ret_solved))
        return false;
    return !moved->is_whole
        || (chain_graph_load(view, ret_graph) && chain_solve(ret_graph, ret_solved));
}
