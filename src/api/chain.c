/* The chain: of a supplier (/v1/suppliers/{id}/chain, …/impact) and of the tenant (/v1/reports). */
#include <stdlib.h>
#include <string.h>

#include "chain_picture.h"
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/chain/neighbours.h"
#include "renkei/domain/chain/report.h"

bool get_supplier_chain(struct request *rq)
{
    bool is_upstream = strcmp(query_value(rq, "direction"), "upstream") == 0;
    long depth = strtol(query_value(rq, "depth"), NULL, 10);
    json_t *tree;

    return db_begin_snapshot(rq->db)
        && chain_tree(&rq->reading, path_value(rq, "id"), is_upstream, depth, &tree)
        && reply_json(rq, 200, tree, NULL) && db_commit(rq->db);
}

bool get_supplier_impact(struct request *rq)
{
    json_t *impact;

    return db_begin_snapshot(rq->db) && chain_impact(&rq->reading, path_value(rq, "id"), &impact)
        && reply_json(rq, 200, impact, NULL) && db_commit(rq->db);
}

bool report_concentration(struct request *rq)
{
    json_t *report;

    return db_begin_snapshot(rq->db) && chain_concentration(&rq->reading, &report)
        && reply_json(rq, 200, report, NULL) && db_commit(rq->db);
}

bool report_chain(struct request *rq)
{
    bool is_picture = strcmp(rq->accept, "image/svg+xml") == 0;
    json_t *picture;

    return db_begin_snapshot(rq->db) && chain_picture(&rq->reading, &picture)
        && (is_picture ? chain_svg(rq, picture) : reply_json(rq, 200, picture, NULL))
        && reply_language(rq) && db_commit(rq->db);
}
