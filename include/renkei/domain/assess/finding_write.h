/*
 * Writing findings: rows decided in C go to the database in one statement each for what is opened
 * and for what changed, with the history, whatever their number; every step is told as an event.
 *
 * A row is a JSON object: id, revision (the new one), question, kind, state, provisional,
 * regression, contribution, reduction (micro-points), response (the one that showed it last), and
 *   response_id, text_ja, text_en, threats   where a response shows it anew
 *   closed_reason                            where it is closed
 *   action, note                             where this is a step: history and event
 *   ended                                    why its risk acceptance ends now
 *   was                                      the row before, for the event
 */
#ifndef RENKEI_DOMAIN_ASSESS_FINDING_WRITE_H
#define RENKEI_DOMAIN_ASSESS_FINDING_WRITE_H

#include <jansson.h>
#include <stdbool.h>

struct change;
struct reading;

struct finding_batch {
    const char *supplier_id;
    const char *questionnaire_code; /* of those opened */
    const char *response_id;        /* of those opened */
    json_t *opened;                 /* arrays of rows; the arena's */
    json_t *changed;
};

void finding_batch_open(struct reading *reading, const char *supplier_id,
                        struct finding_batch *ret_batch);
bool findings_write(struct change *change, const struct finding_batch *batch);

#endif
