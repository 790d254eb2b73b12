/* What is written: read first, then put into blocks (include/renkei/pdf/pdf.h). */
#ifndef RENKEI_SRC_DOMAIN_DOSSIER_PARTS_H
#define RENKEI_SRC_DOMAIN_DOSSIER_PARTS_H

#include <jansson.h>

#include "renkei/domain/change/reading.h"
#include "texts.h"

struct dossier {
    struct reading *reading;
    const struct dossier_texts *texts;
    const struct rows *supplier;
    const json_t *score; /* as clients see it; NULL: there is none */
    const struct rows *findings, *measures, *certificates, *scores;
};

/* Each makes a new block of the caller. */
json_t *block_text(const char *kind, const char *text);
json_t *dossier_fields(const struct dossier *dossier);
json_t *dossier_score(const struct dossier *dossier);
json_t *dossier_findings(const struct dossier *dossier);
json_t *dossier_measures(const struct dossier *dossier);
json_t *dossier_certificates(const struct dossier *dossier);
json_t *dossier_history(const struct dossier *dossier);

/* "9.1" of a number in micro-points; NULL of NULL. */
const char *micro_number(const struct dossier *dossier, const char *micro);

#endif
