/* Workbook: the process that reads a filled workbook for the service (domain/workbook/rows.c). */
#ifndef RENKEI_JOBS_WORKBOOK_H
#define RENKEI_JOBS_WORKBOOK_H

struct frames;

int workbook_child(struct frames *parent);

#endif
