/*
 * The error reply of RFC 6749 section 5.2, in place of the problem document.
 */
#ifndef RENKEI_HTTP_OAUTH_ERROR_H
#define RENKEI_HTTP_OAUTH_ERROR_H

struct walk;

void oauth_error_write(struct walk *walk);

#endif
