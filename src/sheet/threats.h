/*
 * The threats a questionnaire refers to: a catalogue by rank, and those of it that are named.
 */
#ifndef RENKEI_SRC_SHEET_THREATS_H
#define RENKEI_SRC_SHEET_THREATS_H

#include "reading.h"

struct threat {
    int rank;
    const char *code; /* or NULL */
    double intensity;
    bool named;
};

/* In rank order. */
struct threat_catalogue {
    size_t count;
    struct threat threats[SCORE_THREATS_MAX];
};

bool threat_catalogue_read(const json_t *threats, struct score_faults *faults,
                           struct threat_catalogue *ret_catalogue);
/* The `threats` of one question -> relations by place in the catalogue; marks what is named. */
bool threat_relations_read(struct threat_catalogue *catalogue, const json_t *threats,
                           const char *at, struct score_faults *faults, uint8_t *ret_relations);
/* Puts what questions name into the model, and drops the rest from the relations. */
void threat_catalogue_settle(const struct threat_catalogue *catalogue,
                             uint8_t (*relations)[SCORE_THREATS_MAX],
                             struct score_questionnaire *model);

#endif
