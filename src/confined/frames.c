#include "renkei/confined/frames.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "renkei/base/arena.h"

void frames_open(struct frames *frames, int fd)
{
    *frames = (struct frames){.fd = fd};
}

void frames_close(struct frames *frames)
{
    if (frames->fd >= 0)
        (void)close(frames->fd);
    free(frames->data);
    *frames = (struct frames){.fd = -1};
}

void frame_head(char type, size_t length, unsigned char ret_head[5])
{
    ret_head[0] = (unsigned char)type;
    for (int i = 0; i < 4; i++)
        ret_head[1 + i] = (unsigned char)(length >> (24 - 8 * i));
}

/* Some more bytes; false: not now, or never again. */
static bool read_some(struct frames *frames, void *bytes, size_t wanted, size_t *filled,
                      enum frame_outcome *ret_why)
{
    ssize_t got = recv(frames->fd, bytes, wanted, 0);

    if (got > 0) {
        *filled += (size_t)got;
        return true;
    }
    if (got < 0 && errno == EINTR)
        return true;
    *ret_why = got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? FRAME_NOT_YET : FRAME_ENDED;
    return false;
}

static void make_room(struct frames *frames)
{
    if (frames->length < frames->capacity)
        return;
    frames->capacity = frames->length + 1;
    free(frames->data);
    frames->data = malloc(frames->capacity);
    if (frames->data == NULL)
        out_of_memory();
}

static bool read_head(struct frames *frames, enum frame_outcome *ret_why)
{
    while (frames->head_length < sizeof frames->head)
        if (!read_some(frames, frames->head + frames->head_length,
                       sizeof frames->head - frames->head_length, &frames->head_length, ret_why))
            return false;
    frames->length = 0;
    for (int i = 1; i <= 4; i++)
        frames->length = frames->length << 8 | frames->head[i];
    *ret_why = FRAME_ENDED;
    if (frames->length > FRAME_BYTES)
        return false;
    make_room(frames);
    return true;
}

enum frame_outcome frames_receive(struct frames *frames, char *ret_type, const char **ret_bytes,
                                  size_t *ret_length)
{
    enum frame_outcome why;

    if (!read_head(frames, &why))
        return why;
    while (frames->filled < frames->length)
        if (!read_some(frames, frames->data + frames->filled, frames->length - frames->filled,
                       &frames->filled, &why))
            return why;
    frames->data[frames->length] = '\0';
    *ret_type = (char)frames->head[0];
    *ret_bytes = frames->data;
    *ret_length = frames->length;
    frames->head_length = frames->filled = 0;
    return FRAME_CAME;
}

static bool send_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

bool frames_send(struct frames *frames, char type, const void *bytes, size_t length)
{
    unsigned char head[5];

    frame_head(type, length, head);
    return length <= FRAME_BYTES && send_all(frames->fd, (const char *)head, sizeof head)
        && send_all(frames->fd, bytes, length);
}
