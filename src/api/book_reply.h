/* A reply that is a book: made in a folder, in bytes bounded for the process and for a tenant. */
#ifndef RENKEI_SRC_API_BOOK_REPLY_H
#define RENKEI_SRC_API_BOOK_REPLY_H

#include <stdbool.h>
#include <stddef.h>

#include "renkei/file/book.h"

struct arena;
struct request;

struct book_reply {
    struct request *rq;
    struct book *book;
    size_t held; /* of the bytes on the disk */
};

/* 503: nothing can be written below TMPDIR. */
bool book_reply_begin(struct book_reply *reply, struct request *rq, const char *disposition);
/* Counts what was written meanwhile. 413: it is too long; 503: others write so much now. */
bool book_reply_hold(struct book_reply *reply);
/* Always called, once; the book becomes the body, if what stands in it `is_whole`. */
bool book_reply_end(struct book_reply *reply, bool is_whole);

/* Of a text in Japanese and English the one of the reply; as the head of a column. */
const char *book_say(const struct book_reply *reply, const char *const texts[2]);
void book_put_head(struct book_reply *reply, const char *const texts[2]);
/* The ground of a band; NULL: none. */
enum book_look band_look(const char *band);
/* "9.1" of 9100000; NULL of NULL. */
const char *micro_text(struct arena *arena, const char *micro);

#endif
