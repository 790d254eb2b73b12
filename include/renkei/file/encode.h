/*
 * Encode: UTF-8 to the encodings that older programs ask for. CP932 is what Windows means by
 * Shift_JIS.
 */
#ifndef RENKEI_FILE_ENCODE_H
#define RENKEI_FILE_ENCODE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buffer;
struct encoder;

/*
 * To "cp932". Loads its tables: before a process gives up opening files. NULL: this system lacks
 * them.
 */
struct encoder *encoder_open(struct arena *arena, const char *encoding);
/*
 * Adds valid UTF-8 to `into`. A character that the encoding lacks becomes 〓 (the sign printers put
 * for a missing type) and is told to `missing`, its UTF-8 in `sign`.
 */
typedef void encoder_listener(void *subject, const char *sign);
void encode(struct encoder *encoder, const char *text, size_t length, struct buffer *into,
            encoder_listener *missing, void *subject);

#endif
