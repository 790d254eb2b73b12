#include "renkei/domain/exchange/import.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/exchange/import_kind.h"
#include "renkei/domain/exchange/profile.h"
#include "renkei/domain/exchange/snapshot.h"
#include "renkei/domain/job/job.h"
#include "room.h"

static const char *const format_words[] = {
    [IMPORT_CSV] = "csv", [IMPORT_LINES] = "ndjson", [IMPORT_WORKBOOK] = "xlsx"};

static bool emit_event(struct change *change, const char *type, const char *id, long revision)
{
    struct event event = {
        .type = type, .resource_type = "import", .resource_id = id, .revision = revision};

    return change_event(change, &event);
}

static bool add_file(struct change *change, const char *id, const char *bytes, size_t length)
{
    for (long piece = 0; length > 0; piece++) {
        size_t size = length < JOB_PIECE ? length : JOB_PIECE;

        if (!job_file_add(change, id, IMPORT_FILE, piece, bytes, size))
            return false;
        bytes += size;
        length -= size;
    }
    return true;
}

static json_t *number_json(struct arena *arena, const char *text)
{
    return json_keep(arena, json_loads(text, JSON_DECODE_ANY, NULL));
}

/* With what the profile says now: who changes it later changes no import that waits. */
static json_t *payload_of(struct change *change, const struct import_order *order,
                          const json_t *mapping)
{
    json_t *payload =
        json_keep(change->arena,
                  json_pack("{s:s,s:s,s:s?,s:s,s:O,s:s?,s:s?,s:b}", "kind", order->kind, "format",
                            format_words[order->format], "charset", order->charset, "profile",
                            order->profile, "mapping", mapping, "source", order->source, "sheet",
                            order->sheet, "dry_run", order->is_dry));

    if (order->is_snapshot)
        (void)json_object_set_new(
            payload, "snapshot",
            json_pack("{s:s?,s:O}", "scope", order->scope, "max_archive_percent",
                      number_json(change->arena, order->max_archive_percent)));
    return payload;
}

static bool refuse(const struct reading *reading, const char *parameter, enum fault_code code)
{
    return fault_add(reading->failure, FAULT_IN_QUERY, parameter, code, (char *)NULL);
}

/* Answers are to a questionnaire or a campaign, nothing else is. */
static bool check_round(const struct reading *reading, const struct import_order *order)
{
    bool wanted = strcmp(order->kind, "answers") == 0;
    const char *one = order->questionnaire, *other = order->campaign;

    if (wanted && one == NULL && other == NULL)
        (void)refuse(reading, "questionnaire", FAULT_REQUIRED);
    if (other != NULL && (one != NULL || !wanted))
        (void)fault_add(reading->failure, FAULT_IN_QUERY, "campaign", FAULT_UNSUPPORTED_CHANGE,
                        "other", wanted ? "questionnaire" : "kind", (char *)NULL);
    if (one != NULL && !wanted)
        (void)fault_add(reading->failure, FAULT_IN_QUERY, "questionnaire", FAULT_UNSUPPORTED_CHANGE,
                        "other", "kind", (char *)NULL);
    return reading->failure->fault_count == 0
        || fail(reading->failure, PROBLEM_INVALID_QUERY, (char *)NULL);
}

/* Which they are, said to the worker. */
static bool find_round(const struct reading *reading, const struct import_order *order,
                       json_t *payload)
{
    static const char *const names[][2] = {{"questionnaire", "questionnaire_id"},
                                           {"campaign", "campaign_id"}};
    const char *const wanted[] = {order->questionnaire, order->campaign};
    struct rows *rows;

    if (strcmp(order->kind, "answers") != 0)
        return true;
    if (!db_run(reading->db, SQL_IMPORT_ROUND, PARAMS(wanted[0], wanted[1]), &rows))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *id = rows_text(rows, 0, names[i][1]);

        if (wanted[i] != NULL && id == NULL)
            (void)refuse(reading, names[i][0], FAULT_UNKNOWN_REFERENCE);
        else if (id != NULL)
            (void)json_object_set_new(payload, names[i][1], json_string(id));
    }
    return reading->failure->fault_count == 0
        || fail(reading->failure, PROBLEM_INVALID_QUERY, (char *)NULL);
}

/* A snapshot is of one system, and what only it takes is not asked for without. */
static bool check_snapshot(const struct reading *reading, const struct import_order *order)
{
    if (order->is_snapshot && order->source == NULL)
        (void)fault_add(reading->failure, FAULT_IN_QUERY, "source", FAULT_REQUIRED, (char *)NULL);
    if (order->is_snapshot && strcmp(order->kind, "suppliers") != 0)
        (void)fault_add(reading->failure, FAULT_IN_QUERY, "snapshot", FAULT_UNSUPPORTED_CHANGE,
                        "other", arena_printf(reading->arena, "kind=%s", order->kind),
                        (char *)NULL);
    if (!order->is_snapshot && order->scope != NULL)
        (void)fault_add(reading->failure, FAULT_IN_QUERY, "snapshot", FAULT_REQUIRED, (char *)NULL);
    return reading->failure->fault_count == 0
        || fail(reading->failure, PROBLEM_INVALID_QUERY, (char *)NULL);
}

bool import_add(struct change *change, const struct import_order *order, char ret_id[UUID_TEXT])
{
    json_t *mapping, *payload;

    if (!import_kind_permits(&change->reading, import_kind_find(order->kind)->write)
        || !check_round(&change->reading, order) || !check_snapshot(&change->reading, order)
        || !import_profile_find(&change->reading, order->kind, order->profile, &mapping)
        || !exchange_has_room(&change->reading, order->length))
        return false;
    payload = payload_of(change, order, mapping);
    return find_round(&change->reading, order, payload)
        && job_add(change, IMPORT_JOB, payload, (long)order->length, ret_id)
        && add_file(change, ret_id, order->bytes, order->length)
        && emit_event(change, "import.created", ret_id, 1);
}

static bool is_among(const char *state, const char *const *states)
{
    for (; *states != NULL; states++)
        if (strcmp(state, *states) == 0)
            return true;
    return false;
}

/* Locked, in one of these states. */
static bool lock(struct change *change, const char *id, const char *const *states,
                 struct rows **ret_import)
{
    static const char *const none[] = {NULL};
    const char *state;

    if (!db_run_one(change->db, SQL_IMPORT_LOCK, PARAMS(id), ret_import))
        return false;
    state = rows_text(*ret_import, 0, "state");
    return is_among(state, states) || fail_state(&change->reading, "ImportState", state, none);
}

enum { MISSING_SHOWN = 100 };

static bool fail_missing(struct change *change, const char *id, const struct snapshot *snapshot)
{
    struct missing_page page = {.job_id = id, .limit = MISSING_SHOWN};
    struct arena *arena = change->arena;
    const char *suppliers;

    return snapshot_missing(&change->reading, &page, &suppliers)
        && (fail(change->failure, PROBLEM_TOO_MANY_MISSING, "active",
                 integer_text(arena, snapshot->active), "missing",
                 integer_text(arena, snapshot->missing), "allowed",
                 integer_text(arena, snapshot_allowed(snapshot->order, snapshot->active)),
                 (char *)NULL)
            || failure_extend(change->failure, "missing_suppliers",
                              arena_printf(arena, "[%s]", suppliers)));
}

/* What the dry run found, under what may be archived now. */
static bool check_missing(struct change *change, const char *id, const struct rows *import,
                          const char *percent)
{
    const char *told = rows_text(import, 0, "snapshot");
    json_t *order = told == NULL ? NULL : json_own(change->arena, told);
    json_t *both = json_keep(change->arena, json_object());
    struct snapshot snapshot;

    if (order == NULL)
        return true;
    if (percent != NULL)
        (void)json_object_set(order, "max_archive_percent", number_json(change->arena, percent));
    (void)json_object_set(both, "snapshot", order);
    snapshot_open(id, both, both, &snapshot);
    return !snapshot_is_refused(&snapshot) || fail_missing(change, id, &snapshot);
}

bool import_go_on(struct change *change, const char *id, const char *max_archive_percent)
{
    static const char *const states[] = {"ready", NULL};
    struct rows *import;

    return lock(change, id, states, &import)
        && check_missing(change, id, import, max_archive_percent)
        && job_file_drop(change, id, IMPORT_FAILED)
        && db_queue(change->db, SQL_IMPORT_GO_ON,
                    PARAMS(id, now_text(&change->reading), max_archive_percent))
        && emit_event(change, "import.started", id, (long)rows_integer(import, 0, "revision") + 1);
}

bool import_cancel(struct change *change, const char *id)
{
    static const char *const states[] = {"received", "checking", "running", NULL};
    struct rows *import;

    return lock(change, id, states, &import)
        && db_queue(change->db, SQL_IMPORT_CANCEL,
                    PARAMS(id, now_text(&change->reading), job_kept(IMPORT_JOB)))
        && emit_event(change, "import.cancelled", id,
                      (long)rows_integer(import, 0, "revision") + 1);
}
