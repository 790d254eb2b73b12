/*
 * Grammar: the lists and parameters that header values are made of (RFC 9110 section 5.6).
 *
 * A list may have empty elements, blanks anywhere between its parts, and commas and semicolons
 * inside quoted strings; a parameter may be missing behind its semicolon.
 */
#ifndef RENKEI_HTTP_GRAMMAR_H
#define RENKEI_HTTP_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>

struct slice {
    const char *text;
    size_t length;
};

struct slice slice_of(const char *text); /* NULL: nothing */
/* Letter case does not count. */
bool slice_is(struct slice slice, const char *text);
bool slice_begins(struct slice slice, const char *text);

/* Cuts the next element that is not empty off the front of a comma separated list. */
bool next_element(struct slice *rest, struct slice *ret_element);
/* The same of the parts of an element, which semicolons separate. */
bool next_part(struct slice *rest, struct slice *ret_part);
/* "name=value": its two sides, blanks taken away, quotes off; a lone name has an empty value. */
struct parameter_of {
    struct slice name, value;
};
struct parameter_of split_parameter(struct slice part);

/* An element of a list with qualities: its word without parameters, and thousandths, 1000 without
 * one; -1: what stands behind `q=` is no number from 0 to 1. */
bool next_choice(struct slice *rest, struct slice *ret_word, int *ret_quality);

#endif
