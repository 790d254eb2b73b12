#include "graph.h"

#include <stdlib.h>
#include <string.h>

#include "trial.h"

/*
 * Rows of a statement: each is a look somewhere else in its table, and on a busy machine with a
 * cold cache 20 000 of them took longer than a statement may.
 */
enum { LINKS_PAGE = 4000, MEMBERS_PAGE = 2000 };
#define BEFORE_ALL "00000000-0000-0000-0000-000000000000"

struct link {
    uint32_t source; /* place among the ends */
    uint32_t target;
    unsigned char dependency;
    unsigned char penetration;
};

struct read_link {
    struct chain_id source;
    struct chain_id target;
    int dependency;
    int penetration;
};

enum { LINKS_READ = 64 }; /* at a time */

struct links {
    struct arena *arena;
    const struct chain_trial *trial;
    struct chain_ids ends;
    struct link *items;
    size_t count;
    size_t capacity;
};

/* ---- links ---- */

static struct links no_links(const struct chain_view *view)
{
    struct links links = {.arena = view->reading->arena, .trial = view->trial};

    chain_ids_open(&links.ends, links.arena);
    return links;
}

static void make_room(struct links *links)
{
    size_t capacity = 2 * links->capacity + 64;

    links->items = links->items == NULL
        ? arena_alloc(links->arena, capacity * sizeof *links->items)
        : arena_grow(links->arena, links->items, links->count * sizeof *links->items,
                     capacity * sizeof *links->items);
    links->capacity = capacity;
}

static void add_link(struct links *links, const struct chain_id *source,
                     const struct chain_id *target, int dependency, int penetration)
{
    if (links->count == links->capacity)
        make_room(links);
    links->items[links->count++] =
        (struct link){chain_ids_place(&links->ends, source), chain_ids_place(&links->ends, target),
                      (unsigned char)dependency, (unsigned char)penetration};
}

/* Read first and added afterwards: the processor looks for several of them at a time. */
static void add_read(struct links *links, const struct read_link *read, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_link(links, &read[i].source, &read[i].target, read[i].dependency, read[i].penetration);
}

static void add_links(struct links *links, const struct rows *rows)
{
    struct read_link read[LINKS_READ];
    size_t count = 0;

    for (size_t i = 0; i < rows_count(rows); i++) {
        int dependency = (int)rows_integer(rows, i, "dependency");
        int penetration = (int)rows_integer(rows, i, "penetration");

        if (links->trial == NULL
            || trial_takes(links->trial, rows_text(rows, i, "id"), &dependency, &penetration))
            read[count++] = (struct read_link){chain_id_of(rows_text(rows, i, "source")),
                                               chain_id_of(rows_text(rows, i, "target")),
                                               dependency, penetration};
        if (count == LINKS_READ) {
            add_read(links, read, count);
            count = 0;
        }
    }
    add_read(links, read, count);
}

/* Further links of a trial that lead into the part (NULL: the whole). */
static void add_tried(struct links *links, const struct chain_ids *part)
{
    if (links->trial == NULL)
        return;
    for (size_t i = 0; i < links->trial->count; i++) {
        const struct trial_link *tried = &links->trial->links[i];

        if (tried->is_new && !tried->is_to_self
            && (part == NULL || chain_ids_have(part, &tried->target)))
            add_link(links, &tried->source, &tried->target, tried->dependency, tried->penetration);
    }
}

static bool load_links(struct chain_graph *graph, struct links *links)
{
    struct reading *reading = graph->view.reading;
    const char *limit = arena_printf(reading->arena, "%d", LINKS_PAGE), *after = BEFORE_ALL;
    struct rows *rows;
    size_t count;

    do {
        if (!db_run(reading->db, SQL_CHAIN_LINKS, PARAMS(after, graph->view.today, limit), &rows))
            return false;
        add_links(links, rows);
        count = rows_count(rows);
        if (count > 0)
            after = arena_strdup(reading->arena, rows_text(rows, count - 1, "id"));
        rows_drop(rows);
    } while (count == LINKS_PAGE);
    add_tried(links, NULL);
    return true;
}

static void add_all(struct chain_ids *ids, const struct chain_ids *others)
{
    for (size_t i = 0; i < others->count; i++)
        chain_ids_add(ids, &others->items[i]);
}

/* ---- members ---- */

static struct chain_label label_of(struct arena *arena, const struct rows *rows, size_t row,
                                   const char *prefix)
{
    const char *path = rows_text(rows, row, arena_printf(arena, "%s_path", prefix));
    struct chain_label label = {0};
    struct chain_id *ids;

    if (path == NULL)
        return label;
    label.exposure = strtod(rows_text(rows, row, arena_printf(arena, "%s_exposure", prefix)), NULL);
    label.hops = strtod(rows_text(rows, row, arena_printf(arena, "%s_hops", prefix)), NULL);
    label.length = (uint32_t)((strlen(path) + 1) / 37);
    ids = arena_alloc(arena, label.length * sizeof *ids);
    for (uint32_t i = 0; i < label.length; i++, path += 37)
        ids[i] = chain_id_of(path);
    label.path = ids;
    return label;
}

static long micro_of(const struct rows *rows, size_t row, const char *column)
{
    return rows_text(rows, row, column) == NULL ? CHAIN_NONE
                                                : (long)rows_integer(rows, row, column);
}

/* Nobody judged it: it sends on nothing of its own, and what reaches it harms nothing we know. */
static struct score_node node_of(const struct rows *rows, size_t row, uint32_t place)
{
    long likelihood = micro_of(rows, row, "likelihood_micro");
    long impact = micro_of(rows, row, "impact_micro");

    return (struct score_node){
        .exposure = likelihood == CHAIN_NONE ? 0 : (double)(likelihood - 1000000) / 4e6,
        .impact = impact == CHAIN_NONE ? 1 : (double)impact / 1e6,
        .id_rank = place,
    };
}

static void read_member(struct chain_graph *graph, const struct rows *rows, size_t row)
{
    struct chain_id id = chain_id_of(rows_text(rows, row, "id"));
    uint32_t at = chain_graph_find(graph, &id);
    struct chain_member *member = &graph->members[at];
    struct arena *arena = graph->view.reading->arena;

    member->is_active =
        rows_boolean(rows, row, "is_active") && !trial_stops(graph->view.trial, &id);
    member->is_scored = rows_text(rows, row, "likelihood_micro") != NULL;
    member->own_micro = micro_of(rows, row, "score_micro");
    member->is_stored = rows_boolean(rows, row, "is_stored");
    member->stored_own = micro_of(rows, row, "own_micro");
    member->chain_micro = micro_of(rows, row, "chain_micro");
    if (member->is_stored) {
        member->kept[0] = label_of(arena, rows, row, "first");
        member->kept[1] = label_of(arena, rows, row, "second");
    }
    graph->nodes[at] = node_of(rows, row, at);
}

static bool load_members(struct chain_graph *graph, const struct chain_ids *ids)
{
    struct rows *rows;

    for (size_t first = 0; first < ids->count; first += MEMBERS_PAGE) {
        if (!db_run(graph->view.reading->db, SQL_CHAIN_MEMBERS,
                    PARAMS(chain_ids_literal(ids, first, MEMBERS_PAGE)), &rows))
            return false;
        for (size_t row = 0; row < rows_count(rows); row++)
            read_member(graph, rows, row);
        rows_drop(rows);
    }
    return true;
}

uint32_t chain_graph_find(const struct chain_graph *graph, const struct chain_id *id)
{
    return chain_ids_find(&graph->ids, id);
}

/* One member for each id (settled, and nobody adds any more), of whom nothing is known yet. */
static void seat(struct chain_graph *graph, const struct chain_ids *ids)
{
    struct arena *arena = graph->view.reading->arena;

    graph->ids = *ids;
    graph->count = ids->count;
    graph->members = arena_alloc(arena, (ids->count + 1) * sizeof *graph->members);
    graph->nodes = arena_alloc(arena, (ids->count + 1) * sizeof *graph->nodes);
    for (size_t i = 0; i < ids->count; i++) {
        graph->members[i] = (struct chain_member){.id = ids->items[i]};
        graph->nodes[i] = (struct score_node){.impact = 1, .id_rank = (uint32_t)i};
    }
}

/* Where the ends stand among the members. */
static uint32_t *seats_of(const struct chain_graph *graph, const struct chain_ids *ends)
{
    uint32_t *seats = arena_alloc(graph->view.reading->arena, (ends->count + 1) * sizeof *seats);

    for (size_t i = 0; i < ends->count; i++)
        seats[i] = chain_graph_find(graph, &ends->items[i]);
    return seats;
}

/* Links between suppliers that are active. */
static void draw_edges(struct chain_graph *graph, const struct links *links)
{
    const uint32_t *seats = seats_of(graph, &links->ends);
    size_t count = 0;

    graph->edges =
        arena_alloc(graph->view.reading->arena, (links->count + 1) * sizeof *graph->edges);
    for (size_t i = 0; i < links->count; i++) {
        const struct link *link = &links->items[i];
        uint32_t from = seats[link->source], to = seats[link->target];

        if (!graph->members[from].is_active || !graph->members[to].is_active)
            continue;
        graph->members[to].is_reached = true;
        graph->edges[count++] = (struct score_edge){from, to, link->dependency, link->penetration};
    }
    graph->score =
        (struct score_graph){SCORE_DELTA, graph->count, count, graph->nodes, graph->edges};
}

/* ---- the whole ---- */

static bool add_kept(struct reading *reading, struct chain_ids *ids)
{
    const char *limit = arena_printf(reading->arena, "%d", LINKS_PAGE), *after = BEFORE_ALL;
    struct rows *rows;
    size_t count;

    do {
        if (!db_run(reading->db, SQL_CHAIN_KEPT, PARAMS(after, limit), &rows))
            return false;
        chain_ids_add_rows(ids, rows, "id");
        count = rows_count(rows);
        if (count > 0)
            after = arena_strdup(reading->arena, rows_text(rows, count - 1, "id"));
        rows_drop(rows);
    } while (count == LINKS_PAGE);
    return true;
}

bool chain_graph_load(const struct chain_view *view, struct chain_graph *ret_graph)
{
    struct links links = no_links(view);
    struct chain_ids ids;

    *ret_graph = (struct chain_graph){.view = *view};
    chain_ids_open(&ids, view->reading->arena);
    if (!load_links(ret_graph, &links) || !add_kept(view->reading, &ids))
        return false;
    add_all(&ids, &links.ends);
    chain_ids_settle(&ids);
    seat(ret_graph, &ids);
    if (!load_members(ret_graph, &ids))
        return false;
    draw_edges(ret_graph, &links);
    return true;
}

/* ---- a part ---- */

static void add_paths(struct chain_ids *ids, const struct chain_graph *graph)
{
    for (size_t i = 0; i < graph->count; i++)
        for (size_t k = 0; k < SCORE_ARRIVALS; k++)
            for (uint32_t n = 0; n < graph->members[i].kept[k].length; n++)
                chain_ids_add(ids, &graph->members[i].kept[k].path[n]);
}

/* The suppliers on kept paths get a seat, too; of them nothing is known but their place. */
static void seat_paths(struct chain_graph *graph, struct chain_ids *ids)
{
    struct chain_graph before = *graph;

    add_paths(ids, graph);
    chain_ids_settle(ids);
    seat(graph, ids);
    for (size_t i = 0; i < before.count; i++) {
        uint32_t at = chain_graph_find(graph, &before.members[i].id);

        graph->members[at] = before.members[i];
        graph->nodes[at] = before.nodes[i];
        graph->nodes[at].id_rank = at;
    }
}

bool chain_graph_load_members(const struct chain_view *view, const struct chain_ids *ids,
                              struct chain_graph *ret_graph)
{
    *ret_graph = (struct chain_graph){.view = *view};
    seat(ret_graph, ids);
    return load_members(ret_graph, ids);
}

bool chain_graph_load_part(const struct chain_view *view, const struct chain_ids *part,
                           struct chain_graph *ret_graph)
{
    struct links links = no_links(view);
    struct chain_ids ids;
    struct rows *rows;

    *ret_graph = (struct chain_graph){.view = *view};
    chain_ids_open(&ids, view->reading->arena);
    if (!db_run(view->reading->db, SQL_CHAIN_LINKS_TO,
                PARAMS(chain_ids_literal(part, 0, part->count), view->today), &rows))
        return false;
    add_links(&links, rows);
    add_tried(&links, part);
    add_all(&ids, &links.ends);
    add_all(&ids, part);
    chain_ids_settle(&ids);
    seat(ret_graph, &ids);
    if (!load_members(ret_graph, &ids))
        return false;
    seat_paths(ret_graph, &ids);
    for (size_t i = 0; i < ret_graph->count; i++)
        ret_graph->members[i].is_given = !chain_ids_have(part, &ret_graph->members[i].id);
    draw_edges(ret_graph, &links);
    return true;
}
