#include "renkei/base/data.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/reading.h"
#include "renkei/domain/gate/gate.h"

json_t *gate_item(struct reading *reading, const char *supplier_id)
{
    return json_keep(reading->arena, json_pack("[{s:s}]", "id", supplier_id));
}

/* It stands in the first row. */
static const json_t *policy(struct reading *reading, const struct rows *rows)
{
    const char *text = rows_text(rows, 0, "policy");

    return json_own(reading->arena, text != NULL ? text : gate_policy_json);
}

bool gate_load(struct reading *reading, const json_t *items, const char *as_of,
               struct gate_facts *ret_facts)
{
    if (!db_read_one(reading->db, SQL_GATE_FACTS,
                     PARAMS(json_text(reading->arena, items), now_text(reading), as_of),
                     &ret_facts->rows))
        return false;
    ret_facts->policy = policy(reading, ret_facts->rows);
    return true;
}
