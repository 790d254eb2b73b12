/*
 * Data: the files of data/ that the program carries with it (built by tools/embed.py).
 *
 * Each text ends with a NUL that its length does not count.
 */
#ifndef RENKEI_BASE_DATA_H
#define RENKEI_BASE_DATA_H

#include <stddef.h>

/* The built-in questionnaire, document form "renkei-questionnaire/1". */
extern const char sheet_json[];
extern const size_t sheet_json_length;

/* One question for each requirement of star 3 of the SCS scheme, in the same form. */
extern const char scs_star3_selfcheck_json[];
extern const size_t scs_star3_selfcheck_json_length;

/* What those are asked whom an incident may reach, in the same form; nothing is scored. */
extern const char incident_inquiry_json[];
extern const size_t incident_inquiry_json_length;

/* The built-in schemes: {"areas":{},"schemes":[{"code","requirements":[{"id","cover":[]}]}]}. */
extern const char schemes_json[];
extern const size_t schemes_json_length;

/* The built-in threat catalogue: {"threats":[{"rank","code","default_intensity",...}]}. */
extern const char threats_json[];
extern const size_t threats_json_length;

/* The suppliers and answers of the demo tenant. */
extern const char demo_json[];
extern const size_t demo_json_length;

/* Public holidays of Japan, by date: {"holidays":[{"date",...}]}. */
extern const char holidays_jp_json[];
extern const size_t holidays_jp_json_length;

/* The gate policy of who has published none: {"code","version","second_person","rules"}. */
extern const char gate_policy_json[];
extern const size_t gate_policy_json_length;

#endif
