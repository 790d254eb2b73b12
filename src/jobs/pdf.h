/* Pdf: the process that draws pages for the service (domain/dossier/dossier.c). */
#ifndef RENKEI_JOBS_PDF_H
#define RENKEI_JOBS_PDF_H

struct frames;

int pdf_child(struct frames *parent);

#endif
