/* The words of a dossier, in the language of whoever fetches it. */
#ifndef RENKEI_SRC_DOMAIN_DOSSIER_TEXTS_H
#define RENKEI_SRC_DOMAIN_DOSSIER_TEXTS_H

#include "renkei/contract/contract.h"

struct dossier_texts {
    const char *title;
    const char *head_note; /* of the day */
    const char *of_25;     /* what the number is of: impact, likelihood */
    const char *no_number; /* instead of that */
    const char *never;     /* a supplier without a score: what that means */
    const char *reason, *confidence, *projected, *as_of; /* lines below the number */
    const char *no_place;                                /* why it stands nowhere on the map */
    const char *impact, *likelihood;
    const char *words, *certificates, *findings, *measures, *history; /* headings */
    const char *no_certificates, *no_findings, *no_measures, *no_history;
    const char *more; /* behind a table that is cut; {count} */
    const char *number, *corporate_number, *tier, *country, *owner, *status, *review, *assessed;
    const char *none;        /* a field that is empty */
    const char *provisional; /* behind a tier that may change */
    const char *certificate_heads[5], *finding_heads[5], *measure_heads[5], *history_heads[5];
    const char *renewal, *overdue, *assumed;
    const char *footer; /* of the day, who printed, the supplier */
};

const struct dossier_texts *dossier_texts(enum locale locale);

#endif
