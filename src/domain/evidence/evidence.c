#include "renkei/domain/evidence/evidence.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/evidence/media_type.h"
#include "renkei/domain/job/job.h"
#include "renkei/domain/questionnaire/questionnaire.h"
#include "renkei/domain/response/evidence_carry.h"
#include "renkei/domain/response/response.h"

enum { MB = 1000 * 1000 };

bool evidence_get(struct reading *reading, const struct evidence_place *place,
                  struct rows **ret_file)
{
    return db_read_one(reading->db, SQL_EVIDENCE_GET,
                       PARAMS(place->response_id, place->id, reading->actor->supplier_id,
                              reading->actor->reach, reading->actor->people, reading->actor->codes,
                              now_text(reading)),
                       ret_file);
}

static bool emit_event(struct change *change, const char *type, const struct rows *before,
                       const struct rows *after)
{
    return evidence_event(change, type, after != NULL ? after : before, 0,
                          row_changes(change->arena, before, after, evidence_unshown));
}

/* 404 of a question that the sheet does not have, or whoever asks does not answer. */
static bool is_question(struct reading *reading, const struct response *response, const char *code)
{
    return (questionnaire_question(response->questionnaire, code) != NULL
            && actor_answers(reading, code))
        || fail(reading->failure, PROBLEM_UNKNOWN_QUESTION, (char *)NULL);
}

/* Holds the response, as long as answers to the question may be saved. */
static bool hold(struct change *change, const struct evidence_place *place,
                 struct response *ret_response)
{
    return response_lock(change, place->response_id, NULL, ret_response)
        && is_question(&change->reading, ret_response, place->code)
        && response_may_save(&change->reading, ret_response, place->code);
}

/* ---- a new file ---- */

static bool refuse_query(struct reading *reading, const char *name, enum fault_code code,
                         const char *parameter, const char *value)
{
    (void)fault_add(reading->failure, FAULT_IN_QUERY, name, code, parameter, value, (char *)NULL);
    return fail(reading->failure, PROBLEM_INVALID_QUERY, (char *)NULL);
}

static bool check_order(struct reading *reading, const struct evidence_order *order)
{
    if (!media_type_fits_name(order->type, order->name))
        return refuse_query(reading, "name", FAULT_NOT_FILE_NAME, "extensions",
                            order->type->extensions);
    if (order->effective_on != NULL && order->expires_on != NULL
        && strcmp(order->effective_on, order->expires_on) > 0)
        return refuse_query(reading, "expires_on", FAULT_TOO_SMALL, "min", order->effective_on);
    if (!media_type_fits_bytes(order->type, order->bytes, order->length))
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#", FAULT_NOT_THIS_TYPE, "type",
                        order->type->name, (char *)NULL);
    return check_faults(reading);
}

static bool fail_full(struct change *change, unsigned room_mb)
{
    return fail(change->failure, PROBLEM_EVIDENCE_FULL, "files",
                integer_text(change->arena, EVIDENCE_FILES), "megabytes",
                integer_text(change->arena, (long)room_mb), (char *)NULL);
}

/* Behind everything else that the change locks, but the counter of events. */
static bool take_room(struct change *change, long bytes, unsigned room_mb)
{
    struct rows *rows;

    return db_run(change->db, SQL_EVIDENCE_ROOM,
                  PARAMS(integer_text(change->arena, bytes),
                         integer_text(change->arena, (long)room_mb * MB)),
                  &rows)
        && (rows_count(rows) > 0 || fail_full(change, room_mb));
}

static bool add_pieces(struct change *change, const char *id, const char *bytes, size_t length)
{
    for (long piece = 0; length > 0; piece++) {
        size_t size = length < JOB_PIECE ? length : JOB_PIECE;

        if (!db_queue(change->db, SQL_EVIDENCE_PIECE_INSERT,
                      PARAMS(id, integer_text(change->arena, piece),
                             bytes_text(change->arena, bytes, size))))
            return false;
        bytes += size;
        length -= size;
    }
    return true;
}

static bool add_job(struct change *change, const char *id)
{
    char job_id[UUID_TEXT];

    return job_add(change, EVIDENCE_JOB,
                   json_keep(change->arena, json_pack("{s:s}", "evidence_id", id)), 0, job_id);
}

static bool store(struct change *change, const struct evidence_order *order, const char *hash,
                  const char *supplier_id, const char *id)
{
    return take_room(change, (long)order->length, order->room_mb)
        && db_queue(change->db, SQL_EVIDENCE_INSERT,
                    PARAMS(id, supplier_id, order->name, order->type->name,
                           integer_text(change->arena, (long)order->length), hash,
                           order->effective_on, order->expires_on, now_text(&change->reading),
                           change->actor->subject))
        && add_pieces(change, id, order->bytes, order->length) && add_job(change, id);
}

static bool attach(struct change *change, const struct evidence_place *place)
{
    return db_queue(change->db, SQL_EVIDENCE_ATTACH,
                    PARAMS(place->response_id, place->id, place->code, now_text(&change->reading)));
}

static bool is_behind(struct change *change, const struct evidence_place *place, bool *ret_is)
{
    struct rows *rows;

    if (!db_run(change->db, SQL_EVIDENCE_ATTACHED,
                PARAMS(place->response_id, place->id, place->code), &rows))
        return false;
    *ret_is = rows_count(rows) > 0;
    return true;
}

/* `before`: as its clients saw it; NULL: it was never of this response. */
static bool put_behind(struct change *change, const struct evidence_place *place,
                       const struct rows *before, struct rows **ret_file)
{
    return attach(change, place)
        && db_queue(change->db, SQL_EVIDENCE_TOUCH, PARAMS(place->id, now_text(&change->reading)))
        && evidence_get(&change->reading, place, ret_file)
        && emit_event(change, "evidence.added", before, *ret_file);
}

/* A file of the response is behind this answer, too. */
static bool add_place(struct change *change, const struct evidence_place *place,
                      struct rows **ret_file, bool *ret_added)
{
    struct rows *before;
    bool is_there;

    if (!is_behind(change, place, &is_there) || !evidence_get(&change->reading, place, &before))
        return false;
    *ret_file = before;
    *ret_added = !is_there;
    return is_there || put_behind(change, place, before, ret_file);
}

static bool add_file(struct change *change, const struct evidence_order *order, const char *hash,
                     const char *supplier_id, struct rows **ret_file)
{
    struct evidence_place place = order->place;
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    place.id = id;
    return store(change, order, hash, supplier_id, id) && attach(change, &place)
        && evidence_get(&change->reading, &place, ret_file)
        && emit_event(change, "evidence.added", NULL, *ret_file);
}

bool evidence_add(struct change *change, const struct evidence_order *order, struct rows **ret_file,
                  bool *ret_added)
{
    struct evidence_place place = order->place;
    struct response response;
    char hash[SHA256_HEX];
    struct rows *found;

    sha256_hex(order->bytes, order->length, hash);
    if (!check_order(&change->reading, order) || !hold(change, &place, &response)
        || !db_run_one(change->db, SQL_EVIDENCE_OPEN,
                       PARAMS(place.response_id, hash, order->type->name), &found))
        return false;
    place.id = rows_text(found, 0, "same_id");
    *ret_added = true;
    if (place.id != NULL)
        return add_place(change, &place, ret_file, ret_added);
    return rows_integer(found, 0, "files") < EVIDENCE_FILES
        ? add_file(change, order, hash, response.supplier_id, ret_file)
        : fail_full(change, order->room_mb);
}

/* ---- a file that is there ---- */

static bool may_stand(struct reading *reading, const struct rows *found)
{
    const char *state = rows_text(found, 0, "state");

    if (rows_text(found, 0, "erased_at") != NULL)
        return fail(reading->failure, PROBLEM_FILE_GONE, (char *)NULL);
    return (strcmp(state, "refused") != 0 && strcmp(state, "infected") != 0)
        || fail(reading->failure, PROBLEM_EVIDENCE_HELD, "state", state, (char *)NULL);
}

bool evidence_reuse(struct change *change, const struct evidence_place *place, unsigned room_mb,
                    struct rows **ret_file)
{
    const struct principal *actor = change->actor;
    struct response response;
    struct rows *locked, *found;
    bool is_added;

    if (!hold(change, place, &response)
        || !db_run_one(change->db, SQL_EVIDENCE_LOCK, PARAMS(place->id), &locked)
        || !db_run_one(change->db, SQL_EVIDENCE_FIND,
                       PARAMS(place->response_id, place->id, actor->reach, actor->supplier_id),
                       &found)
        || !may_stand(&change->reading, found))
        return false;
    if (rows_boolean(found, 0, "is_of"))
        return add_place(change, place, ret_file, &is_added);
    return rows_integer(found, 0, "files") < EVIDENCE_FILES
        ? put_behind(change, place, NULL, ret_file)
        : fail_full(change, room_mb);
}

/* ---- name and dates ---- */

static bool check_change(struct reading *reading, const struct rows *before, const json_t *body)
{
    const struct media_type *type = media_type_find(rows_text(before, 0, "media_type"));
    const char *name = json_member(body, "name");

    if (name != NULL && !media_type_fits_name(type, name))
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/name", FAULT_NOT_FILE_NAME,
                        "extensions", type->extensions, (char *)NULL);
    return check_faults(reading);
}

/* Texts of one form: they compare as they read. */
static bool check_days(struct reading *reading, const struct rows *file)
{
    const char *first = rows_text(file, 0, "effective_on");
    const char *last = rows_text(file, 0, "expires_on");

    if (first != NULL && last != NULL && strcmp(first, last) > 0)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/expires_on", FAULT_TOO_SMALL, "min",
                        first, (char *)NULL);
    return check_faults(reading);
}

/* A respondent has its say as long as it is its turn. */
static bool may_change(struct reading *reading, const struct response *response)
{
    return reading->actor->supplier_id == NULL || response_permits(reading, response, "save");
}

/* Holds the response and the file, as the caller saw it. */
static bool lock(struct change *change, const struct evidence_place *place, const char *expected,
                 struct response *ret_response, struct rows **ret_file)
{
    struct rows *locked;

    return response_lock(change, place->response_id, NULL, ret_response)
        && db_run_one(change->db, SQL_EVIDENCE_LOCK, PARAMS(place->id), &locked)
        && evidence_get(&change->reading, place, ret_file)
        && check_revision(&change->reading, expected, *ret_file);
}

bool evidence_change(struct change *change, const struct evidence_place *place,
                     const char *expected, const json_t *body, struct rows **ret_file)
{
    struct reading *reading = &change->reading;
    struct response response;
    struct rows *before;

    if (!lock(change, place, expected, &response, &before) || !may_change(reading, &response)
        || !check_change(reading, before, body))
        return false;
    *ret_file = before;
    return !row_differs(reading->arena, before, body)
        || (db_queue(change->db, SQL_EVIDENCE_UPDATE,
                     PARAMS(place->id, json_text(change->arena, body), now_text(reading)))
            && evidence_get(reading, place, ret_file) && check_days(reading, *ret_file)
            && emit_event(change, "evidence.updated", before, *ret_file));
}

/* ---- taken away ---- */

/* The last place of it: the file goes, and leaves its room to others. */
static bool drop(struct change *change, const struct rows *before)
{
    struct rows *gone;
    long bytes;

    if (!db_run_one(change->db, SQL_EVIDENCE_DROP, PARAMS(rows_text(before, 0, "id")), &gone))
        return false;
    bytes = (long)rows_integer(gone, 0, "bytes");
    return (bytes == 0 || take_room(change, -bytes, UINT32_MAX))
        && emit_event(change, "evidence.deleted", before, NULL);
}

static bool check_attached(struct change *change, const struct evidence_place *place,
                           bool *ret_is_last)
{
    struct rows *attached;

    if (!db_run_one(change->db, SQL_EVIDENCE_ATTACHED,
                    PARAMS(place->response_id, place->id, place->code), &attached))
        return false;
    *ret_is_last = rows_integer(attached, 0, "codes") == 1;
    return !rows_boolean(attached, 0, "was_submitted")
        || fail(change->failure, PROBLEM_EVIDENCE_SUBMITTED, (char *)NULL);
}

static bool detach(struct change *change, const struct evidence_place *place,
                   const struct rows *before, bool is_last)
{
    struct rows *after;

    if (!db_queue(change->db, SQL_EVIDENCE_DETACH,
                  PARAMS(place->response_id, place->id, place->code))
        || !db_queue(change->db, SQL_EVIDENCE_TOUCH, PARAMS(place->id, now_text(&change->reading))))
        return false;
    return is_last ? drop(change, before)
                   : evidence_get(&change->reading, place, &after)
            && emit_event(change, "evidence.deleted", before, after);
}

bool evidence_remove(struct change *change, const struct evidence_place *place,
                     const char *expected)
{
    struct response response;
    struct rows *before;
    bool is_last;

    return lock(change, place, expected, &response, &before)
        && is_question(&change->reading, &response, place->code)
        && response_may_save(&change->reading, &response, place->code)
        && check_attached(change, place, &is_last) && detach(change, place, before, is_last);
}

/* ---- erased ---- */

bool evidence_erase(struct change *change, const struct evidence_place *place, const char *expected)
{
    struct response response;
    struct rows *before, *gone, *after;

    if (!lock(change, place, expected, &response, &before))
        return false;
    return rows_text(before, 0, "erased_at") != NULL
        || (db_run_one(change->db, SQL_EVIDENCE_ERASE,
                       PARAMS(place->id, now_text(&change->reading)), &gone)
            && take_room(change, -(long)rows_integer(gone, 0, "bytes"), UINT32_MAX)
            && evidence_get(&change->reading, place, &after)
            && emit_event(change, "evidence.erased", before, after));
}
