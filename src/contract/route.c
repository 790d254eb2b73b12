#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/text.h"
#include "renkei/contract/tables.h"

/* A path split at '/', not decoded: an encoded slash stays inside its segment. */
struct segments {
    struct {
        const char *bytes;
        size_t length;
    } at[16];
    size_t count;
};

static bool split(const char *path, struct segments *ret_segments)
{
    ret_segments->count = 0;
    while (*path == '/') {
        size_t length = strcspn(++path, "/");

        if (ret_segments->count == sizeof ret_segments->at / sizeof *ret_segments->at)
            return false;
        ret_segments->at[ret_segments->count].bytes = path;
        ret_segments->at[ret_segments->count].length = length;
        ret_segments->count++;
        path += length;
    }
    return *path == '\0' && ret_segments->count > 0;
}

static const struct route_node *literal_child(const struct route_node *node, const char *bytes,
                                              size_t length)
{
    for (size_t i = 0; i < node->child_count; i++) {
        const struct route_node *child = &node->children[i];

        if (child->length == length && memcmp(child->segment, bytes, length) == 0)
            return child;
    }
    return NULL;
}

static unsigned methods_of(const struct route_node *node)
{
    unsigned methods = 0;

    for (unsigned i = 0; i < METHOD_COUNT; i++)
        if (node->operations[i] != NULL)
            methods |= 1u << i;
    return methods;
}

/* The segments taken by parameters, as indexes into `segments`. */
struct taken {
    size_t at[PATH_VALUES_MAX];
    size_t count;
};

/* A literal wins over a parameter; the parameter is tried where the literal leads nowhere. */
static const struct route_node *find(const struct route_node *node, const struct segments *segments,
                                     size_t index, struct taken *taken)
{
    const struct route_node *next, *end;

    if (index == segments->count)
        return methods_of(node) != 0 ? node : NULL;
    next = literal_child(node, segments->at[index].bytes, segments->at[index].length);
    end = next != NULL ? find(next, segments, index + 1, taken) : NULL;
    if (end != NULL || node->parameter == NULL || segments->at[index].length == 0)
        return end;
    taken->at[taken->count++] = index;
    end = find(node->parameter, segments, index + 1, taken);
    if (end == NULL)
        taken->count--;
    return end;
}

static bool decode(const struct segments *segments, const struct taken *taken, struct arena *arena,
                   struct route_match *match)
{
    for (size_t i = 0; i < taken->count; i++) {
        const char *bytes = segments->at[taken->at[i]].bytes;
        size_t length = segments->at[taken->at[i]].length;
        char *value = arena_alloc(arena, length + 1);

        if (!percent_decode(bytes, length, value, &length))
            return false;
        match->values[i] = value;
    }
    return true;
}

void contract_route(const char *path, enum method method, struct arena *arena,
                    struct route_match *ret_match)
{
    const struct route_node *node;
    struct segments segments;
    struct taken taken = {.count = 0};

    memset(ret_match, 0, sizeof *ret_match);
    if (!split(path, &segments))
        return;
    node = find(contract_tables.routes, &segments, 0, &taken);
    if (node == NULL || !decode(&segments, &taken, arena, ret_match))
        return;
    ret_match->path_known = true;
    ret_match->methods = methods_of(node);
    ret_match->operation = node->operations[method];
}
