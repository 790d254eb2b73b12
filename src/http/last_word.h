/*
 * Last word: a reply written straight to the socket where libmicrohttpd would close it in silence:
 * a body that grows beyond its limit on the way, a head that it gave up on.
 */
#ifndef RENKEI_HTTP_LAST_WORD_H
#define RENKEI_HTTP_LAST_WORD_H

struct walk;

/* The reply of the walk, as far as the socket takes it at once; the connection ends behind it. */
void last_word(int socket, struct walk *walk);

#endif
