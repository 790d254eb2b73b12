/* Bounds of every transfer: where it may go, and for how long. */
#ifndef RENKEI_SRC_EGRESS_BOUNDS_H
#define RENKEI_SRC_EGRESS_BOUNDS_H

#include <curl/curl.h>
#include <stdbool.h>

/*
 * Nothing but `protocols` ("https"), no redirect, no proxy of the environment, no signal, TLS 1.2
 * or newer, and an end to waiting. False: a bound could not be set; the transfer must not be made.
 */
bool bound_transfer(CURL *curl, const char *protocols, long connect_ms, long total_ms);

#endif
