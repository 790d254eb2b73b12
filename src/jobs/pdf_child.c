/*
 * Draws a PDF from a description: names and words that suppliers wrote go through libraries that
 * shape text and read fonts. It opens its font, gives up opening files, and reads its first byte.
 */
#include <stdlib.h>
#include <string.h>

#include "confine.h"
#include "pdf.h"
#include "receive.h"
#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/confined/frames.h"
#include "renkei/pdf/pdf.h"

enum { USUAL_BYTES = 64 * 1024 };

struct sending {
    struct frames *parent;
};

static bool send_bytes(void *subject, const unsigned char *bytes, size_t length)
{
    struct sending *sending = subject;

    for (size_t at = 0; at < length; at += FRAME_BYTES)
        if (!frames_send(sending->parent, FRAME_DATA, bytes + at,
                         length - at < FRAME_BYTES ? length - at : FRAME_BYTES))
            return false;
    return true;
}

int pdf_child(struct frames *parent)
{
    struct arena *arena = arena_open();
    struct pdf *pdf = pdf_open();
    struct sending sending = {parent};
    const char *result = pdf == NULL ? "{\"error\":\"no_font\"}" : "{}";
    struct buffer description;

    buffer_open(&description, arena, USUAL_BYTES);
    if (!confine_threads() || !receive_file(parent, &description)
        || (pdf != NULL && !pdf_draw(pdf, json_own(arena, description.data), send_bytes, &sending)))
        return EXIT_FAILURE;
    return frames_send(parent, FRAME_RESULT, result, strlen(result)) ? EXIT_SUCCESS : EXIT_FAILURE;
}
