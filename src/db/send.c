/*
 * What is put into the buffer of a connection, message by message.
 */
#include <string.h>

#include "internal.h"

static bool note(struct connection *connection, bool sent, enum message_kind kind, unsigned slot)
{
    struct message *message = &connection->sent[connection->sent_count];

    if (!sent)
        return false;
    if (connection->sent_count == sizeof connection->sent / sizeof *connection->sent)
        db_bug("more than %zu messages in one trip", connection->sent_count);
    message->kind = kind;
    message->slot = slot;
    message->is_asked = false;
    connection->sent_count++;
    return true;
}

static const char *slot_text(unsigned slot)
{
    if (slot == SLOT_BEGIN)
        return "BEGIN";
    if (slot == SLOT_TENANT)
        return "select set_config('app.tenant_id', $1, true)";
    if (slot == SLOT_LANE_TENANT)
        return "select set_config('app.tenant_id', $1, true), "
               "set_config('statement_timeout', '250', true)";
    if (slot == SLOT_COMMIT)
        return "COMMIT";
    return statement_entry((enum statement_id)slot)->text;
}

/* Prepares on the way what this connection has not prepared yet. */
static bool send_slot(struct connection *connection, unsigned slot, enum message_kind kind,
                      const char *const *values, size_t count)
{
    size_t size = 0;
    /* Two digits to the base of 64, from '0' on: a short name without snprintf. */
    const char name[] = {'s', (char)('0' + slot / 64), (char)('0' + slot % 64), '\0'};
    PGconn *pg = connection->pg;

    for (size_t i = 0; i < count; i++)
        size += values[i] != NULL ? strlen(values[i]) : 0;
    connection->stale |= size > SWELLING; /* libpq keeps the memory of what it sent */
    if (!connection->prepares)
        return note(connection,
                    PQsendQueryParams(pg, slot_text(slot), (int)count, NULL, values, NULL, NULL, 0)
                        == 1,
                    kind, slot);
    if (connection->prepared[slot] == PREPARED_NOT) {
        if (!note(connection, PQsendPrepare(pg, name, slot_text(slot), 0, NULL) == 1,
                  MESSAGE_PREPARE, slot))
            return false;
        connection->prepared[slot] = PREPARED_SENT;
    }
    return note(connection, PQsendQueryPrepared(pg, name, (int)count, values, NULL, NULL, 0) == 1,
                kind, slot);
}

bool connection_begin(struct connection *connection)
{
    connection->in_transaction = true;
    return send_slot(connection, SLOT_BEGIN, MESSAGE_CONTROL, NULL, 0);
}

bool connection_tenant(struct connection *connection, const char *tenant_id)
{
    return send_slot(connection, SLOT_TENANT, MESSAGE_CONTROL, &tenant_id, 1);
}

bool connection_lane_tenant(struct connection *connection, const char *tenant_id)
{
    return send_slot(connection, SLOT_LANE_TENANT, MESSAGE_CONTROL, &tenant_id, 1);
}

bool connection_control(struct connection *connection, const char *text)
{
    int sent = PQsendQueryParams(connection->pg, text, 0, NULL, NULL, NULL, NULL, 0);

    return note(connection, sent == 1, MESSAGE_CONTROL, SLOT_NONE);
}

bool connection_commit(struct connection *connection)
{
    return send_slot(connection, SLOT_COMMIT, MESSAGE_COMMIT, NULL, 0);
}

bool connection_commit_soon(struct connection *connection)
{
    return send_slot(connection, SQL_DISK_LATER, MESSAGE_CONTROL, NULL, 0)
        && connection_commit(connection) && connection_sync(connection);
}

bool connection_on_disk(struct connection *connection)
{
    return send_slot(connection, SQL_DISK_WAIT, MESSAGE_CONTROL, NULL, 0)
        && connection_sync(connection);
}

bool connection_seen_on_disk(struct connection *connection)
{
    return send_slot(connection, SQL_DISK_WAIT_IF_BEHIND, MESSAGE_CONTROL, NULL, 0);
}

bool connection_statement(struct connection *connection, enum statement_id id,
                          const char *const *values, size_t count)
{
    return send_slot(connection, (unsigned)id, MESSAGE_STATEMENT, values, count);
}

bool connection_sync(struct connection *connection)
{
    return note(connection, PQpipelineSync(connection->pg) == 1, MESSAGE_SYNC, SLOT_NONE);
}
