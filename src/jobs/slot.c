#include "slot.h"

#include <string.h>

#include "renkei/api/service.h"
#include "renkei/base/json.h"
#include "renkei/base/log.h"
#include "renkei/base/random.h"
#include "renkei/base/text.h"
#include "renkei/contract/contract.h"
#include "renkei/jobs/task.h"

/* Deliveries are stored with the page they belong to, or when a second has passed. */
#define STORE_AFTER SECOND

static void free_slot(struct slot *slot)
{
    arena_close(slot->arena);
    *slot = (struct slot){0};
}

/* ---- what is stored ---- */

static bool store(struct slot *slot, struct worker *worker, struct webhook_progress *progress)
{
    struct arena *arena = arena_open();
    struct task task;
    struct change change;
    bool stored;

    progress->reached = slot->reached;
    progress->has_delivered = slot->has_delivered;
    progress->attempts = slot->attempts;
    task_open(worker->service, slot->tenant_id, arena, &task);
    stored = change_begin(&change, &task.reading, NULL)
        && webhook_advance(&change, &slot->lease, progress) && change_commit(&change, NULL);
    if (!stored)
        log_event(LOG_WARNING, "webhook_not_stored", "%s: %s", slot->lease.id,
                  problem_entry(task.failure.problem)->code);
    arena_close(arena);
    return stored;
}

/* Stored, and the slot is free whether that went well or not: the lease ends by itself then. */
static void end(struct slot *slot, struct worker *worker, struct webhook_progress progress)
{
    if (store(slot, worker, &progress) && progress.disabled != NULL)
        log_event(LOG_WARNING, "webhook_disabled", "%s: %s", slot->lease.id, progress.disabled);
    free_slot(slot);
}

void slot_give_back(struct slot *slot, struct worker *worker)
{
    end(slot, worker, (struct webhook_progress){.failures = slot->lease.failures});
}

static bool keep(struct slot *slot, struct worker *worker)
{
    struct webhook_progress progress = {.is_kept = true, .failures = slot->lease.failures};

    if (clock_monotonic() - slot->stored_at < STORE_AFTER)
        return true;
    if (!store(slot, worker, &progress)) {
        free_slot(slot);
        return false;
    }
    slot->stored_at = clock_monotonic();
    slot->attempts = json_keep(slot->arena, json_array());
    return true;
}

/* ---- begin ---- */

static bool read_page(struct slot *slot, struct worker *worker)
{
    struct task task;

    task_open(worker->service, slot->tenant_id, slot->arena, &task);
    return webhook_read_page(&task.reading, worker->service->cursor_key, &slot->lease, &slot->page)
        && webhook_read_signers(db_open(worker->discovery, slot->arena, &task.failure),
                                slot->tenant_id, slot->lease.id, &slot->signers);
}

static const char *own(struct arena *arena, const char *text)
{
    return text == NULL ? NULL : arena_strdup(arena, text);
}

bool slot_open(struct slot *slot, struct worker *worker, const char *tenant_id,
               const struct webhook_lease *lease)
{
    struct arena *arena = arena_open();

    *slot = (struct slot){.arena = arena,
                          .tenant_id = arena_strdup(arena, tenant_id),
                          .lease = *lease,
                          .stored_at = clock_monotonic(),
                          .attempts = json_keep(arena, json_array())};
    slot->lease.id = arena_strdup(arena, lease->id);
    slot->lease.fence = arena_strdup(arena, lease->fence);
    slot->lease.url = arena_strdup(arena, lease->url);
    slot->lease.test_id = own(arena, lease->test_id);
    slot->lease.types = own(arena, lease->types);
    if (!read_page(slot, worker)) {
        free_slot(slot);
        return false;
    }
    if (slot->page.count > 0 && slot->signers.count > 0)
        return true;
    if (slot->page.count == 0)
        slot->reached = slot->page.end;
    slot_give_back(slot, worker);
    return false;
}

/* ---- a message ---- */

bool slot_send(struct slot *slot, struct worker *worker, struct sender *sender)
{
    const struct webhook_message *message = &slot->page.messages[slot->at];
    const char *at = arena_printf(slot->arena, "%lld", (long long)(clock_now() / SECOND));
    const char *signature =
        webhook_sign(&slot->signers, message->id, at, message->body, slot->arena);
    const char *const headers[] = {
        slot->lease.is_cloudevents ? "Content-Type: application/cloudevents+json; charset=utf-8"
                                   : "Content-Type: application/json; charset=utf-8",
        "User-Agent: Renkei-Webhooks",
        "Expect:",
        arena_printf(slot->arena, "webhook-id: %s", message->id),
        arena_printf(slot->arena, "webhook-timestamp: %s", at),
        arena_printf(slot->arena, "webhook-signature: %s", signature),
        NULL,
    };
    struct posting posting = {.url = slot->lease.url,
                              .headers = headers,
                              .body = message->body,
                              .length = strlen(message->body),
                              .subject = slot};

    if (sender_post(sender, &posting))
        return true;
    slot_give_back(slot, worker);
    return false;
}

/* ---- its answer ---- */

/* As a text that can be shown; a sign that the last byte cut in two is left out. */
static json_t *answer_text(const struct posted *posted)
{
    char text[ANSWER_BYTES + 1];
    size_t length = posted->answer_length;

    memcpy(text, posted->answer, length);
    for (size_t i = 0; i < 3 && length > 0 && !utf8_valid(text, length); i++)
        length--;
    if (!utf8_valid(text, length))
        for (size_t i = 0; i < length; i++)
            text[i] = (text[i] & 0x80) != 0 ? '?' : text[i];
    for (size_t i = 0; i < length; i++)
        text[i] = text[i] == '\0' ? '?' : text[i];
    return length == 0 ? json_null() : json_stringn(text, length);
}

static const char *outcome_of(const struct posted *posted)
{
    static const char *const words[] = {
        [POST_TIMED_OUT] = "timed_out",
        [POST_NOT_RESOLVED] = "not_resolved",
        [POST_ADDRESS_REFUSED] = "address_refused",
        [POST_NOT_CONNECTED] = "not_connected",
        [POST_TLS_FAILED] = "tls_failed",
        [POST_BROKEN] = "broken",
    };

    return posted->fault == POST_ANSWERED ? webhook_outcome(posted->status) : words[posted->fault];
}

static void add_attempt(struct slot *slot, const struct posted *posted, const char *outcome)
{
    static const char *const causes[] = {
        [WEBHOOK_FEED] = "feed", [WEBHOOK_REDELIVERY] = "redelivery", [WEBHOOK_TEST] = "test"};
    const struct webhook_message *message = &slot->page.messages[slot->at];
    char id[UUID_TEXT], at[INSTANT_TEXT];
    instant now = clock_now();

    uuid_v7(now, id);
    instant_format(now, at);
    (void)json_array_append_new(
        slot->attempts,
        json_pack("{s:s,s:s,s:o,s:s,s:s,s:s,s:o,s:I,s:o,s:s}", "id", id, "message_id", message->id,
                  "seq", message->seq == 0 ? json_null() : json_integer(message->seq), "type",
                  message->type, "cause", causes[slot->lease.cause], "outcome", outcome, "status",
                  posted->status == 0 ? json_null() : json_integer(posted->status), "duration_ms",
                  (json_int_t)posted->duration_ms, "answer", answer_text(posted), "attempted_at",
                  at));
}

static void fail_message(struct slot *slot, struct worker *worker, const struct posted *posted,
                         bool is_gone)
{
    bool is_test = slot->lease.cause == WEBHOOK_TEST;
    int failures = slot->lease.failures + (is_test ? 0 : 1);
    long pause = failures == 0 ? 0 : webhook_pause(failures, posted->retry_after);
    struct webhook_progress progress = {
        .wait_seconds = pause < 0 ? 0 : pause,
        .has_ended = is_test,
        .failures = failures,
        .disabled = is_gone ? "gone"
            : pause < 0     ? "failing"
                            : NULL,
    };

    end(slot, worker, progress);
}

static void pass_message(struct slot *slot, struct worker *worker, struct sender *sender)
{
    bool is_last = slot->at + 1 == slot->page.count, is_test = slot->lease.cause == WEBHOOK_TEST;

    slot->has_delivered = true;
    slot->lease.failures = 0;
    slot->reached = is_last ? slot->page.end : slot->page.messages[slot->at].seq;
    if (is_last)
        end(slot, worker, (struct webhook_progress){.has_ended = is_test});
    else if (keep(slot, worker)) {
        slot->at++;
        (void)slot_send(slot, worker, sender);
    }
}

void slot_take(struct slot *slot, struct worker *worker, struct sender *sender,
               const struct posted *posted)
{
    const char *outcome = outcome_of(posted);

    add_attempt(slot, posted, outcome);
    if (strcmp(outcome, "delivered") == 0)
        pass_message(slot, worker, sender);
    else
        fail_message(slot, worker, posted, strcmp(outcome, "gone") == 0);
}
