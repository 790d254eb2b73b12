#include "renkei/domain/response/link.h"

#include <jansson.h>
#include <string.h>

#include "link_sections.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/response/response.h"

#define DAY_SECONDS 86400

static bool emit_event(struct change *change, const char *type, const char *id, long revision,
                       const char *supplier_id, json_t *changes)
{
    struct event event = {.type = type,
                          .resource_type = "link",
                          .resource_id = id,
                          .revision = revision,
                          .supplier_id = supplier_id,
                          .changes = changes};

    return change_event(change, &event);
}

static bool emit_created(struct change *change, const struct link *link)
{
    json_t *changes = json_keep(change->arena,
                                json_pack("{s:[n,s],s:[n,s?]}", "response_id", link->response_id,
                                          "contact_id", link->contact_id));

    if (link->sections != NULL)
        (void)json_object_set_new(changes, "sections", json_pack("[n,O]", link->sections));
    return emit_event(change, "link.created", link->id, 1, link->supplier_id, changes);
}

/* Fills in what a new link is; its token is in the URL and, hashed, in ret_hash. */
static void make(struct reading *reading, struct link *link, char ret_hash[SHA256_HEX])
{
    long days = link->valid_days > 0 ? link->valid_days : LINK_DAYS;
    char *id = arena_alloc(reading->arena, UUID_TEXT);
    char token[LINK_TOKEN_TEXT];

    uuid_v7(reading->now, id);
    link->id = id;
    link->expires_at = reading->now + days * DAY_SECONDS * SECOND;
    link_token_make(reading->actor->tenant_id, token);
    sha256_hex(token, strlen(token), ret_hash);
    link->url = arena_printf(reading->arena, "%s#%s", link->answer_url, token);
    explicit_bzero(token, sizeof token);
}

/* A response that has ended gets none: then `url` is NULL. */
static bool create(struct change *change, struct link *link, const struct link_sections *sections)
{
    char hash[SHA256_HEX], expires_at[INSTANT_TEXT];
    struct rows *rows;

    make(&change->reading, link, hash);
    instant_format(link->expires_at, expires_at);
    if (!db_run(change->db, SQL_LINK_INSERT,
                PARAMS(link->id, link->response_id, link->contact_id, hash, expires_at,
                       now_text(&change->reading), change->actor->subject, sections->sections,
                       sections->codes, link->label, change->actor->link_id),
                &rows))
        return false;
    if (rows_count(rows) > 0)
        return instant_parse(rows_text(rows, 0, "expires_at"), &link->expires_at)
            && emit_created(change, link);
    link->url = NULL;
    return true;
}

static json_t *stored_link(const struct link *link, const char *hash)
{
    char expires_at[INSTANT_TEXT];

    instant_format(link->expires_at, expires_at);
    return json_pack("{s:s,s:s,s:s?,s:s,s:s}", "id", link->id, "response_id", link->response_id,
                     "contact_id", link->contact_id, "token_hash", hash, "expires_at", expires_at);
}

bool links_create(struct change *change, struct link *links, size_t count)
{
    json_t *list = json_keep(change->arena, json_array());
    char hash[SHA256_HEX];

    for (size_t i = 0; i < count; i++) {
        if (links[i].response_id == NULL)
            continue;
        make(&change->reading, &links[i], hash);
        (void)json_array_append_new(list, stored_link(&links[i], hash));
    }
    return json_array_size(list) == 0
        || db_queue(change->db, SQL_LINK_INSERT_ALL,
                    PARAMS(json_text(change->arena, list), now_text(&change->reading),
                           change->actor->subject));
}

static bool is_open(const char *state)
{
    return strcmp(state, "accepted") != 0 && strcmp(state, "cancelled") != 0;
}

static bool refuse_contact(struct reading *reading)
{
    (void)fault_add(reading->failure, FAULT_IN_BODY, "#/contact_id", FAULT_UNKNOWN_REFERENCE,
                    (char *)NULL);
    return check_faults(reading);
}

/* A respondent hands sections on, to people of whom the asking side need not know. */
static bool fits_respondent(struct reading *reading, const struct link *link)
{
    if (reading->actor->supplier_id == NULL)
        return true;
    if (link->sections == NULL)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/sections", FAULT_REQUIRED,
                        (char *)NULL);
    if (link->contact_id != NULL)
        return refuse_contact(reading);
    return check_faults(reading);
}

/* The response is locked: nobody makes another one meanwhile. */
static bool has_room(struct change *change, const struct link *link)
{
    struct rows *rows;

    return link->sections == NULL
        || (db_run_one(change->db, SQL_LINK_COUNT,
                       PARAMS(link->response_id, now_text(&change->reading)), &rows)
            && (rows_integer(rows, 0, "number") < CONTRIBUTOR_LINKS_MAX
                || fail(change->failure, PROBLEM_CONTRIBUTOR_LINKS_FULL, (char *)NULL)));
}

static struct link from_body(const struct response *response, const char *answer_url,
                             const json_t *body)
{
    const json_t *sections = json_object_get(body, "sections");

    return (struct link){
        .answer_url = answer_url,
        .response_id = response->id,
        .supplier_id = response->supplier_id,
        .contact_id = json_string_value(json_object_get(body, "contact_id")),
        .sections = json_is_array(sections) ? sections : NULL,
        .label = json_string_value(json_object_get(body, "label")),
        .valid_days = (long)json_integer_value(json_object_get(body, "valid_days")),
    };
}

bool link_create(struct change *change, const char *response_id, const char *answer_url,
                 const json_t *body, struct link *ret_link)
{
    struct reading *reading = &change->reading;
    struct link_sections sections;
    struct response response;

    if (!response_lock(change, response_id, NULL, &response))
        return false;
    if (!is_open(response.state))
        return fail_state(reading, "ResponseState", response.state,
                          response_actions(reading, response.state));
    *ret_link = from_body(&response, answer_url, body);
    return fits_respondent(reading, ret_link)
        && link_sections_read(reading, response.questionnaire, ret_link->sections, &sections)
        && has_room(change, ret_link) && create(change, ret_link, &sections)
        && (ret_link->url != NULL || refuse_contact(reading));
}

bool link_revoke(struct change *change, const char *response_id, const char *link_id,
                 const char *expected)
{
    const char *scope = change->actor->supplier_id;
    struct rows *link, *response;
    json_t *changes;

    if ((scope != NULL && !response_get(&change->reading, response_id, NULL, &response))
        || !db_run_one(change->db, SQL_LINK_LOCK,
                       PARAMS(response_id, link_id, scope, change->actor->people), &link)
        || !check_revision(&change->reading, expected, link))
        return false;
    if (rows_text(link, 0, "revoked_at") != NULL)
        return true;
    changes =
        json_keep(change->arena, json_pack("{s:[n,s]}", "revoked_at", now_text(&change->reading)));
    return db_queue(change->db, SQL_LINK_REVOKE, PARAMS(link_id, now_text(&change->reading)))
        && emit_event(change, "link.revoked", link_id, (long)rows_integer(link, 0, "revision") + 1,
                      rows_text(link, 0, "_supplier_id"), changes);
}
