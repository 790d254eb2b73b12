/*
 * Frames: what a worker and its child tell each other over a socket pair: a byte that says what,
 * four of length (big endian), and so many bytes.
 */
#ifndef RENKEI_CONFINED_FRAMES_H
#define RENKEI_CONFINED_FRAMES_H

#include <stdbool.h>
#include <stddef.h>

enum {
    FRAME_BYTES = 1024 * 1024, /* of one frame at most */
    CHILD_SOCKET = 3,          /* the child's end */
};

/* Said by either side; a kind of job adds its own in other letters. */
enum frame_type {
    FRAME_ORDER = 'O',  /* to the child, first: what to do, JSON */
    FRAME_DATA = 'D',   /* to the child: what to work on; from it: what it made */
    FRAME_END = 'E',    /* to the child: there is no more */
    FRAME_RESULT = 'R', /* from the child, last: JSON */
};

struct frames {
    int fd;
    char *data; /* of the last frame that came, with a NUL behind it */
    size_t capacity;
    /* Of what comes in pieces: */
    unsigned char head[5];
    size_t head_length;
    size_t length; /* of the frame */
    size_t filled;
};

void frames_open(struct frames *frames, int fd);
void frames_close(struct frames *frames);

enum frame_outcome {
    FRAME_CAME,
    FRAME_NOT_YET, /* of a socket that does not block: nothing more for now */
    FRAME_ENDED,   /* the other side closed it, or sent what is no frame */
};
/* The next frame: its type, its bytes until the next call. */
enum frame_outcome frames_receive(struct frames *frames, char *ret_type, const char **ret_bytes,
                                  size_t *ret_length);
/* The child's: waits until all is sent. false: the parent is gone. */
bool frames_send(struct frames *frames, char type, const void *bytes, size_t length);
/* The head of a frame. */
void frame_head(char type, size_t length, unsigned char ret_head[5]);

#endif
