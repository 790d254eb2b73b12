/* The half that looks at the bytes of a file. It knows no database. */
#include <stdlib.h>
#include <string.h>

#include "confine.h"
#include "evidence.h"
#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/file/sniff.h"

static bool receive(struct frames *parent, struct arena *arena, const json_t **ret_order,
                    struct buffer *bytes)
{
    const char *data;
    size_t length;
    char type;

    while (frames_receive(parent, &type, &data, &length) == FRAME_CAME) {
        if (type == FRAME_ORDER)
            *ret_order = json_own(arena, data);
        else if (type == FRAME_DATA)
            buffer_add(bytes, data, length);
        else if (type == FRAME_END)
            return *ret_order != NULL;
    }
    return false;
}

int evidence_child(struct frames *parent)
{
    struct arena *arena = arena_open();
    const json_t *order = NULL;
    const char *refusal, *result;
    struct buffer bytes;

    buffer_open(&bytes, arena, 1024 * 1024);
    if (!sniff_open() || !confine(false) || !receive(parent, arena, &order, &bytes))
        return EXIT_FAILURE;
    refusal = sniff_refusal(arena, json_member(order, "media_type"), bytes.data, bytes.length);
    result = json_text(arena, json_keep(arena, json_pack("{s:s?}", "refusal", refusal)));
    return frames_send(parent, FRAME_RESULT, result, strlen(result)) ? EXIT_SUCCESS : EXIT_FAILURE;
}
