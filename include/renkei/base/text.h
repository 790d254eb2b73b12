/*
 * Text: checks of bytes that came from outside. Normal forms (NFC, NFKC) are PostgreSQL's work.
 */
#ifndef RENKEI_BASE_TEXT_H
#define RENKEI_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

bool utf8_valid(const char *bytes, size_t length);
/* Number of code points of valid UTF-8. */
size_t utf8_count(const char *bytes, size_t length);
/*
 * Single-line text for people: no C0 or C1 controls, no U+2028/2029, no bidirectional overrides.
 * `multiline` allows line feed, carriage return and tab.
 */
bool text_printable(const char *bytes, size_t length, bool multiline);
/*
 * Whether a person sees anything of it: one point at least that is neither white space nor one of
 * Unicode's fillers and ignorable points (U+200B, U+3164, U+FEFF, variation selectors ...).
 */
bool text_visible(const char *bytes, size_t length);
/* Where the first character that shows stands; the end of a text that shows nothing. */
const char *text_first_visible(const char *text);
/*
 * The text without the blanks around it: white space of any script, zero-width and filler points.
 * What belongs to the character before it (joiners, variation selectors) stays. Within `bytes`.
 */
const char *text_trim(const char *bytes, size_t length, size_t *ret_length);
/* Number of words: what stands between blanks of any script. */
size_t text_words(const char *bytes, size_t length);
/* Lower-case 8-4-4-4-12 hexadecimal; upper case is accepted and lowered in ret_text. */
bool uuid_parse(const char *text, char ret_text[37]);
/* Decodes %XX; false on a broken escape, a NUL, or invalid UTF-8 after decoding. */
bool percent_decode(const char *bytes, size_t length, char *ret_text, size_t *ret_length);
/* Of a query or form, where `+` is a space; in the arena. NULL: as percent_decode refuses it. */
char *form_decode(const char *bytes, size_t length, struct arena *arena);
/* Japanese corporate number: 13 digits, the first is the check digit (Ordinance of 2014, art. 2).
 */
bool corporate_number_valid(const char *digits);
/* Both the same text, or both NULL. */
bool text_same(const char *one, const char *other);
/* The length of the first of `count` starts that the text begins with; 0: with none. */
size_t text_start(const char *text, const char *const *starts, size_t count);
/* FNV-1a from `hash` on, TEXT_HASH at first: for places in a table, never against an adversary. */
#define TEXT_HASH 14695981039346656037u
uint64_t text_hash(uint64_t hash, const char *text);
/* Lower-case hexadecimal and a NUL: 2 * size + 1 bytes. */
void hex_text(const unsigned char *bytes, size_t size, char *ret_text);
/* The bytes of 2 * size digits, which are known to be some, in either case. */
void hex_bytes(const char *digits, size_t size, unsigned char *ret_bytes);
/* The same of an id 8-4-4-4-12. */
void uuid_bytes(const char *text, unsigned char ret_bytes[16]);
/* The candidate within edit distance 2 of `word`, or NULL; for did_you_mean. */
const char *closest_word(const char *word, const char *const *candidates, size_t count);

#endif
