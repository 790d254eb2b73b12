#include "renkei/domain/webhook/delivery.h"

#include <string.h>

#include "message.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/feed.h"

/* No queue waits longer than its longest pause and a fifth, unless the clock was set back. */
#define LONGEST_WAIT "30 hours"
enum { DAY_SECONDS = 86400 };

/* ---- what an endpoint may see ---- */

static bool is_among(const json_t *list, const char *word)
{
    size_t index;
    json_t *entry;

    json_array_foreach(list, index, entry)
    {
        if (strcmp(json_string_value(entry), word) == 0)
            return true;
    }
    return false;
}

static uint64_t scopes_of(const json_t *names)
{
    uint64_t scopes = 0;
    size_t index;
    json_t *name;

    json_array_foreach(names, index, name)
    {
        enum scope scope;

        if (scope_by_name(json_string_value(name), json_string_length(name), &scope))
            scopes |= (uint64_t)1 << scope;
    }
    return scopes;
}

/* The types that are chosen (null: all) and may be seen; NULL: every type there is. */
static const char *types_literal(struct arena *arena, const json_t *chosen, uint64_t scopes)
{
    size_t count, shown = 0;
    const struct event_type *types = event_type_table(&count);
    struct buffer list;

    buffer_open(&list, arena, 256);
    buffer_add_char(&list, '{');
    for (size_t i = 0; i < count; i++)
        if (scopes_satisfy(scopes, types[i].scopes, types[i].scope_count)
            && (chosen == NULL || is_among(chosen, types[i].word)))
            buffer_printf(&list, "%s%s", shown++ > 0 ? "," : "", types[i].word);
    buffer_add_char(&list, '}');
    return shown == count ? NULL : list.data;
}

/* ---- the lease ---- */

static const char *kept(struct arena *arena, const struct rows *rows, size_t row, const char *name)
{
    const char *text = rows_text(rows, row, name);

    return text == NULL ? NULL : arena_strdup(arena, text);
}

static struct webhook_lease read_lease(struct arena *arena, const struct rows *rows, size_t row)
{
    const char *types = rows_text(rows, row, "types");
    bool is_again = rows_text(rows, row, "again_after") != NULL;
    struct webhook_lease lease = {
        .id = kept(arena, rows, row, "id"),
        .fence = kept(arena, rows, row, "fence"),
        .url = kept(arena, rows, row, "url"),
        .is_cloudevents = strcmp(rows_text(rows, row, "format"), "cloudevents") == 0,
        .is_full = rows_boolean(rows, row, "full_body"),
        .test_id = kept(arena, rows, row, "test_id"),
        .failures = (int)rows_integer(rows, row, "failures"),
        .after = (long)rows_integer(rows, row, is_again ? "again_after" : "position"),
        .until = (long)rows_integer(rows, row, "again_until"),
    };

    lease.cause = lease.test_id != NULL ? WEBHOOK_TEST
        : is_again                      ? WEBHOOK_REDELIVERY
                                        : WEBHOOK_FEED;
    lease.types = types_literal(arena, types == NULL ? NULL : json_own(arena, types),
                                scopes_of(json_own(arena, rows_text(rows, row, "scopes"))));
    return lease;
}

bool webhook_claim(struct change *change, const char *worker, size_t most,
                   struct webhook_lease *ret_leases, size_t *ret_count)
{
    struct arena *arena = change->arena;
    struct rows *rows;

    if (!db_queue(change->db, SQL_WEBHOOK_RESET_CLOCK_SKEW, PARAMS(LONGEST_WAIT))
        || !db_run(change->db, SQL_WEBHOOK_CLAIM,
                   PARAMS(seconds_text(arena, WEBHOOK_LEASE_SECONDS), worker,
                          integer_text(arena, (long)most)),
                   &rows))
        return false;
    *ret_count = rows_count(rows);
    for (size_t i = 0; i < *ret_count; i++)
        ret_leases[i] = read_lease(arena, rows, i);
    return true;
}

/* ---- what is sent ---- */

static bool read_events(const struct reading *reading, const struct webhook_lease *lease,
                        struct rows **ret_rows)
{
    const char *after = integer_text(reading->arena, lease->after);
    const char *limit = integer_text(reading->arena, WEBHOOK_PAGE);

    if (lease->types == NULL)
        return db_read_one(reading->db, SQL_EVENT_LIST, PARAMS(after, limit), ret_rows);
    return db_read_one(reading->db, SQL_EVENT_LIST_OF,
                       PARAMS(after, lease->types, lease->types, limit), ret_rows);
}

static const char *cursor_of(const struct reading *reading, const struct cursor_key *key, long seq)
{
    return key == NULL
        ? NULL
        : cursor_seal(key, reading->actor->tenant_id,
                      arena_printf(reading->arena, "events %ld", seq), reading->arena);
}

/* Without values: those of before there were commitments are taken out. */
static json_t *stored_event(const struct reading *reading, const struct rows *rows, size_t row)
{
    bool is_of_before;
    json_t *event = json_own(reading->arena, event_text(rows, row, &is_of_before));

    if (is_of_before)
        (void)json_object_set_new(event, "changes", json_null());
    return event;
}

static json_t *event_of(const struct reading *reading, const struct webhook_lease *lease,
                        const struct rows *rows, size_t row)
{
    struct buffer text;

    if (!lease->is_full)
        return stored_event(reading, rows, row);
    buffer_open(&text, reading->arena, 1024);
    event_show(&text, rows, row);
    return json_own(reading->arena, text.data);
}

bool webhook_read_page(const struct reading *reading, const struct cursor_key *key,
                       const struct webhook_lease *lease, struct webhook_page *ret_page)
{
    struct rows *rows;
    size_t count;

    *ret_page = (struct webhook_page){.is_last = true};
    if (lease->cause == WEBHOOK_TEST) {
        message_of_test(reading, lease, &ret_page->messages[ret_page->count++]);
        return true;
    }
    if (!read_events(reading, lease, &rows))
        return false;
    count = rows_text(rows, 0, "seq") == NULL ? 0 : rows_count(rows);
    ret_page->is_last = count < WEBHOOK_PAGE;
    ret_page->end = (long)(ret_page->is_last ? rows_integer(rows, 0, "last_seq")
                                             : rows_integer(rows, count - 1, "seq"));
    if (lease->cause == WEBHOOK_REDELIVERY && ret_page->end >= lease->until) {
        ret_page->is_last = true;
        ret_page->end = lease->until;
    }
    for (size_t i = 0; i < count; i++) {
        long seq = (long)rows_integer(rows, i, "seq");

        if (lease->cause == WEBHOOK_REDELIVERY && seq > ret_page->end)
            break;
        message_of_event(reading, lease, event_of(reading, lease, rows, i),
                         cursor_of(reading, key, seq), &ret_page->messages[ret_page->count++]);
    }
    return true;
}

/* ---- signatures ---- */

static size_t read_hex(const char *hex, unsigned char *ret_bytes, size_t room)
{
    size_t length = strlen(hex) / 2;

    length = length < room ? length : room;
    hex_bytes(hex, length, ret_bytes);
    return length;
}

bool webhook_read_signers(struct db *db, const char *tenant_id, const char *endpoint_id,
                          struct webhook_signers *ret_signers)
{
    struct rows *rows;

    *ret_signers = (struct webhook_signers){0};
    if (!db_read(db, SQL_WEBHOOK_SIGNING, PARAMS(tenant_id, endpoint_id), &rows))
        return false;
    for (size_t i = 0; i < rows_count(rows) && i < 2; i++, ret_signers->count++) {
        const char *key = rows_text(rows, i, "signing_key");

        ret_signers->lengths[i] = read_hex(rows_text(rows, i, "secret"), ret_signers->secrets[i],
                                           sizeof ret_signers->secrets[i]);
        ret_signers->has_key[i] = key != NULL
            && read_hex(key, ret_signers->keys[i], sizeof ret_signers->keys[i]) == ED25519_BYTES;
    }
    return true;
}

const char *webhook_sign(const struct webhook_signers *signers, const char *id,
                         const char *timestamp, const char *body, struct arena *arena)
{
    const char *content = arena_printf(arena, "%s.%s.%s", id, timestamp, body);
    const char *header = "";

    for (size_t i = 0; i < signers->count; i++) {
        unsigned char mac[SHA256_BYTES], signature[ED25519_SIGNATURE];

        hmac_sha256(signers->secrets[i], signers->lengths[i], content, strlen(content), mac);
        header = arena_printf(arena, "%s%sv1,%s", header, i > 0 ? " " : "",
                              base64_text(mac, sizeof mac, arena));
        if (!signers->has_key[i])
            continue;
        ed25519_sign(signers->keys[i], content, strlen(content), signature);
        header = arena_printf(arena, "%s v1a,%s", header,
                              base64_text(signature, sizeof signature, arena));
    }
    return header;
}

/* ---- what became of it ---- */

static bool disable(struct change *change, const struct webhook_lease *lease, const char *because)
{
    struct rows *disabled, *after;
    struct event event = {.type = "webhook_endpoint.disabled",
                          .resource_type = "webhook_endpoint",
                          .resource_id = lease->id};

    if (!db_run(change->db, SQL_WEBHOOK_ENDPOINT_DISABLE,
                PARAMS(lease->id, because, now_text(&change->reading)), &disabled)
        || !db_run_one(change->db, SQL_WEBHOOK_ENDPOINT_GET,
                       PARAMS(lease->id, now_text(&change->reading)), &after))
        return false;
    event.revision = (long)rows_integer(after, 0, "revision");
    event.changes = json_keep(
        change->arena,
        json_pack("{s:[b,b],s:[s?,s]}", "active", 1, 0, "disabled_because", NULL, because));
    return rows_count(disabled) == 0 || change_event(change, &event);
}

static bool advance_queue(struct change *change, const struct webhook_lease *lease,
                          const struct webhook_progress *progress)
{
    struct arena *arena = change->arena;
    const char *reached = progress->reached == 0 ? NULL : integer_text(arena, progress->reached);
    const char *state = progress->disabled != NULL ? "off"
        : progress->is_kept                        ? "leased"
                                                   : "queued";
    struct rows *rows;

    return db_run_one(
        change->db, SQL_WEBHOOK_ADVANCE,
        PARAMS(
            lease->id, lease->fence, state,
            seconds_text(arena, progress->is_kept ? WEBHOOK_LEASE_SECONDS : progress->wait_seconds),
            lease->cause == WEBHOOK_FEED ? reached : NULL,
            lease->cause == WEBHOOK_REDELIVERY ? reached : NULL,
            progress->has_ended ? lease->test_id : NULL, integer_text(arena, progress->failures),
            now_text(&change->reading),
            progress->has_delivered ? now_text(&change->reading) : NULL),
        &rows);
}

/* Lock order: the endpoint before its queue, as those do who change it. */
bool webhook_advance(struct change *change, const struct webhook_lease *lease,
                     const struct webhook_progress *progress)
{
    return db_queue(change->db, SQL_WEBHOOK_ENDPOINT_LOCK, PARAMS(lease->id))
        && advance_queue(change, lease, progress)
        && (json_array_size(progress->attempts) == 0
            || db_queue(change->db, SQL_WEBHOOK_ATTEMPTS_INSERT,
                        PARAMS(lease->id, json_text(change->arena, progress->attempts))))
        && (progress->disabled == NULL || disable(change, lease, progress->disabled));
}

long webhook_pause(int failures, long retry_after)
{
    static const long pauses[] = {5,         5 * 60,    30 * 60,   2 * 3600, 5 * 3600,
                                  10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600};
    unsigned char random[2];
    long pause;

    if (failures < 1 || failures > (int)(sizeof pauses / sizeof *pauses))
        return -1;
    pause = pauses[failures - 1];
    random_bytes(random, sizeof random);
    pause += pause * ((random[0] << 8 | random[1]) - 32768) / 32768 / 5;
    retry_after = retry_after < DAY_SECONDS ? retry_after : DAY_SECONDS;
    return pause > retry_after ? pause : retry_after;
}

const char *webhook_outcome(int status)
{
    if (status >= 200 && status < 300)
        return "delivered";
    if (status == 410)
        return "gone";
    return status >= 300 && status < 400 ? "redirected" : "refused";
}
