#include "receive.h"

#include "renkei/base/buffer.h"
#include "renkei/confined/frames.h"

bool receive_file(struct frames *parent, struct buffer *ret_bytes)
{
    const char *data;
    size_t length;
    char type;

    while (frames_receive(parent, &type, &data, &length) == FRAME_CAME) {
        if (type == FRAME_DATA)
            buffer_add(ret_bytes, data, length);
        if (type == FRAME_END)
            return true;
    }
    return false;
}
