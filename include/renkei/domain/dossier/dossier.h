/*
 * Dossier: 取引先別リスク評価書, what a committee reads of one supplier: the number and why in
 * words, its place on the heat map, certificates, findings, measures and history on two pages of
 * A4. What stands in it is found here; it is drawn by a process of its own (jobs/pdf_child.c).
 */
#ifndef RENKEI_DOMAIN_DOSSIER_DOSSIER_H
#define RENKEI_DOMAIN_DOSSIER_DOSSIER_H

#include <stdbool.h>

struct buffer;
struct reading;

#define DOSSIER_CHILD "pdf"

/*
 * The PDF in the language of the reading, as of one instant. 404; 503 no_font, or while as many are
 * drawn as may be at once.
 */
bool dossier_write(struct reading *reading, const char *supplier_id, struct buffer *ret_bytes);

#endif
