/* The reports in one workbook, a sheet for each. */
#ifndef RENKEI_SRC_API_REPORT_BOOK_H
#define RENKEI_SRC_API_REPORT_BOOK_H

#include "book_reply.h"

struct rows;

/* Each begins a sheet and writes its report's rows (report_….sql). */
void report_book_summary(struct book_reply *reply, const struct rows *summary);
void report_book_tiers(struct book_reply *reply, const struct rows *summary);
void report_book_map(struct book_reply *reply, const struct rows *cells);
void report_book_trend(struct book_reply *reply, const struct rows *months);
void report_book_threats(struct book_reply *reply, const struct rows *threats);
void report_book_attack_kinds(struct book_reply *reply, const struct rows *kinds);

#endif
