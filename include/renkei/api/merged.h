/*
 * Merged: the id of a supplier that was merged into another one leads to that.
 */
#ifndef RENKEI_API_MERGED_H
#define RENKEI_API_MERGED_H

#include <stdbool.h>

struct request;

/*
 * After a failure: where the path names a supplier that is not there because it was merged, a
 * reader is sent on with 301 (true). A change is not done to another supplier than it was meant
 * for: its failure becomes 409 supplier_merged. Any other failure stays.
 */
bool answer_merged(struct request *rq);

#endif
