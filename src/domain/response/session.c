#include "renkei/domain/response/session.h"

#include <jansson.h>
#include <string.h>

#include "renkei/auth/auth.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/base/rate.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/reading.h"

static struct rate addresses, links;

void session_limits_open(unsigned per_second)
{
    rate_open(&addresses, per_second, 8.0 * per_second);
    rate_open(&links, per_second > 0 ? 1 : 0, 10);
}

static bool within_limits(struct reading *reading, const char *peer, const char *hash)
{
    if (rate_allows(&addresses, peer) && rate_allows(&links, hash))
        return true;
    reading->failure->retry_after = 1;
    return fail(reading->failure, PROBLEM_RATE_LIMITED, (char *)NULL);
}

/* A text that is no token is looked up all the same: it takes as long as a wrong one. */
static const char *resolve_tenant(struct reading *reading, const char *token)
{
    char *tenant_id = arena_alloc(reading->arena, UUID_TEXT);

    if (!link_token_tenant(token, tenant_id))
        memcpy(tenant_id, "00000000-0000-0000-0000-000000000000", UUID_TEXT);
    db_tenant(reading->db, tenant_id);
    return tenant_id;
}

static bool find_link(struct reading *reading, const char *hash, struct rows **ret_link)
{
    char now[INSTANT_TEXT];

    instant_format(reading->now, now);
    return db_read_one(reading->db, SQL_LINK_OPEN, PARAMS(hash, now), ret_link)
        && (rows_boolean(*ret_link, 0, "is_open")
            || fail(reading->failure, PROBLEM_LINK_CLOSED, (char *)NULL));
}

/* `supplier_id` first, and of the link's supplier (NULL: no link) its response alone. */
static bool read_suppliers(struct reading *reading, const char *supplier_id, const char *email,
                           const char *link_id, json_t **ret_suppliers)
{
    struct rows *rows;
    struct buffer text;

    if (!db_read(reading->db, SQL_RESPONDENT_SUPPLIERS,
                 PARAMS(supplier_id, email, reading->locale == LOCALE_JA ? "ja" : "en", link_id),
                 &rows))
        return false;
    buffer_open(&text, reading->arena, 1024);
    rows_write_array(rows, 0, rows_count(rows), &text);
    *ret_suppliers = json_own(reading->arena, text.data);
    return true;
}

/* The supplier asked for must be one of the person's; without a wish it is the link's own. */
static bool choose_supplier(struct reading *reading, const char *wanted, struct session *session)
{
    const json_t *supplier;
    size_t index;

    if (wanted == NULL || strcmp(wanted, session->supplier_id) == 0)
        return true;
    session->response_id = NULL;
    json_array_foreach(session->suppliers, index, supplier)
    {
        if (strcmp(json_string_value(json_object_get(supplier, "id")), wanted) == 0) {
            session->supplier_id = wanted;
            return true;
        }
    }
    return fail(reading->failure, PROBLEM_NOT_FOUND, (char *)NULL);
}

/* Tokens live by the clock on the wall, as the gate judges them. */
static bool issue(struct reading *reading, struct gate *gate, struct session *session)
{
    const struct token_claims claims = {
        .subject = session->subject,
        .tenant_id = session->tenant_id,
        .scope = bundle_scopes("respondent"),
        .supplier_id = session->supplier_id,
        .link_id = session->link_id,
        .now = clock_now(),
        .lifetime = SESSION_SECONDS,
    };

    session->expires_at = (claims.now / SECOND + SESSION_SECONDS) * SECOND;
    return gate_issue(gate, &claims, reading->arena, &session->token)
        || fail(reading->failure, PROBLEM_NO_SIGNING_KEY, (char *)NULL);
}

static void read_link(struct reading *reading, const struct rows *link, struct session *session)
{
    const char *email = rows_text(link, 0, "email");

    session->link_id = rows_text(link, 0, "id");
    session->link_revision = (long)rows_integer(link, 0, "revision");
    session->used_at = rows_text(link, 0, "used_at");
    session->is_unnoted = rows_boolean(link, 0, "is_unnoted");
    session->subject =
        email != NULL ? email : arena_printf(reading->arena, "link:%s", rows_text(link, 0, "id"));
    session->link_supplier_id = session->supplier_id = rows_text(link, 0, "supplier_id");
    session->response_id = rows_text(link, 0, "response_id");
    session->sections = rows_text(link, 0, "sections");
    session->handed_by = rows_text(link, 0, "handed_by");
}

bool session_open(struct reading *reading, struct gate *gate, const struct session_wish *wish,
                  struct session *ret_session)
{
    struct rows *link;
    char hash[SHA256_HEX];

    *ret_session = (struct session){0};
    sha256_hex(wish->token, strlen(wish->token), hash);
    if (!within_limits(reading, wish->peer, hash))
        return false;
    ret_session->tenant_id = resolve_tenant(reading, wish->token);
    if (!find_link(reading, hash, &link))
        return false;
    read_link(reading, link, ret_session);
    return read_suppliers(reading, ret_session->supplier_id, rows_text(link, 0, "email"),
                          ret_session->link_id, &ret_session->suppliers)
        && choose_supplier(reading, wish->supplier_id, ret_session)
        && issue(reading, gate, ret_session);
}

bool session_suppliers(struct reading *reading, json_t **ret_suppliers)
{
    const char *subject = reading->actor->subject;

    return read_suppliers(reading, reading->actor->supplier_id,
                          strchr(subject, '@') != NULL ? subject : NULL, reading->actor->link_id,
                          ret_suppliers);
}

bool session_note_use(struct change *change, const struct session *session)
{
    struct event event = {.type = "link.used",
                          .resource_type = "link",
                          .resource_id = session->link_id,
                          .revision = session->link_revision,
                          .supplier_id = session->link_supplier_id};
    struct rows *rows;

    if (!db_run(change->db, SQL_LINK_USE, PARAMS(session->link_id, now_text(&change->reading)),
                &rows))
        return false;
    if (rows_count(rows) == 0)
        return true;
    event.changes =
        json_keep(change->arena,
                  json_pack("{s:[s?,s]}", "used_at", session->used_at, now_text(&change->reading)));
    return change_event(change, &event);
}

bool session_follow(struct reading *reading, struct principal *actor, bool *ret_leads)
{
    struct rows *rows;

    if (!db_read(reading->db, SQL_RESPONDENT_GET,
                 PARAMS(actor->supplier_id, actor->subject, actor->link_id, now_text(reading)),
                 &rows))
        return false;
    *ret_leads = rows_count(rows) > 0;
    if (*ret_leads) {
        actor->supplier_id = rows_text(rows, 0, "supplier_id");
        actor->reach = rows_text(rows, 0, "responses");
        actor->people = rows_text(rows, 0, "people");
        actor->codes = rows_text(rows, 0, "codes");
    }
    return true;
}
