/*
 * The half that keeps the state of a file: received, quarantined once it is what it says, then what
 * the scanner found. Each of these is stored once, under the fence of the job.
 */
#include <string.h>

#include "child.h"
#include "clamd.h"
#include "evidence.h"
#include "renkei/base/config.h"
#include "renkei/base/json.h"
#include "renkei/base/log.h"
#include "renkei/domain/evidence/evidence.h"

struct looking {
    struct job_run *run;
    const char *id;
    const char *state; /* NULL: the file is gone */
    const char *media_type;
    struct evidence_verdict verdict;
    bool has_result;
};

/* ---- steps ---- */

static bool find(struct change *change, void *subject)
{
    struct looking *looking = subject;
    struct arena *arena = looking->run->arena;
    struct rows *rows;

    if (!db_run(change->db, SQL_EVIDENCE_LOCK, PARAMS(looking->id), &rows))
        return false;
    looking->state = rows_count(rows) == 0 || rows_text(rows, 0, "erased_at") != NULL
        ? NULL
        : arena_strdup(arena, rows_text(rows, 0, "state"));
    if (looking->state != NULL)
        looking->media_type = arena_strdup(arena, rows_text(rows, 0, "media_type"));
    return true;
}

static bool store(struct change *change, void *subject)
{
    const struct looking *looking = subject;

    return evidence_settle(change, looking->id, &looking->verdict);
}

static bool settle(struct looking *looking, const char *state)
{
    looking->verdict.from = looking->state;
    looking->verdict.state = state;
    if (!job_run_step(looking->run, store, looking))
        return false;
    looking->state = state;
    return true;
}

/* ---- what it is ---- */

static bool listen(void *subject, char type, const char *bytes, size_t length)
{
    struct looking *looking = subject;

    (void)length;
    if (type == FRAME_RESULT) {
        looking->verdict.refusal = json_member(json_own(looking->run->arena, bytes), "refusal");
        looking->has_result = true;
    }
    return true;
}

typedef bool piece_taker(void *subject, const char *bytes, size_t length);

/* The bytes of the file, piece by piece. false: they could not be read, or `take` ended it. */
static bool for_pieces(struct looking *looking, piece_taker *take, void *subject)
{
    bool found = true, taken = true;

    for (long piece = 0; found && taken; piece++) {
        struct arena *arena = arena_open();
        struct buffer bytes;
        struct task task;

        buffer_open(&bytes, arena, JOB_PIECE);
        task_open(looking->run->service, looking->run->tenant_id, arena, &task);
        taken = evidence_read(&task.reading, looking->id, piece, &bytes, &found);
        if (!taken)
            looking->run->problem = task.failure.problem;
        taken = taken && (!found || take(subject, bytes.data, bytes.length));
        arena_close(arena);
    }
    return taken;
}

static bool send_piece(void *subject, const char *bytes, size_t length)
{
    return child_send(subject, FRAME_DATA, bytes, length);
}

static bool talk(struct looking *looking, struct child *child)
{
    const char *order = json_text(
        looking->run->arena,
        json_keep(looking->run->arena, json_pack("{s:s}", "media_type", looking->media_type)));

    return child_send(child, FRAME_ORDER, order, strlen(order))
        && for_pieces(looking, send_piece, child) && child_send(child, FRAME_END, "", 0)
        && child_hear(child);
}

/* A child that ends over a file has told all about it that matters. */
static bool look(struct looking *looking)
{
    struct child *child = child_start(looking->run, listen, looking);
    const char *fault = NULL;
    bool told;

    if (child == NULL)
        return false;
    told = talk(looking, child) && looking->has_result;
    if (!told)
        fault = child_fault(child);
    child_end(child);
    if (!told && fault == NULL)
        return false;
    if (!told)
        looking->verdict.refusal = fault;
    return settle(looking, looking->verdict.refusal == NULL ? "quarantined" : "refused");
}

/* ---- whether there is a virus in it ---- */

/* Without a verdict it stays where it is: somebody looks after the scanner meanwhile. */
enum { SCANNER_SECONDS = 60 };

static bool wait_for_scanner(struct looking *looking, const char *why)
{
    log_event(LOG_WARNING, "file_not_scanned", "%s: %s", looking->id, why);
    looking->run->problem = PROBLEM_UNAVAILABLE;
    looking->run->wait_seconds = SCANNER_SECONDS;
    return false;
}

static bool scan_piece(void *subject, const char *bytes, size_t length)
{
    return clamd_send(subject, bytes, length);
}

static bool scan(struct looking *looking)
{
    const char *path = looking->run->service->config->clamd;
    enum clamd_verdict verdict;
    struct clamd clamd;
    bool sent;

    if (path == NULL)
        return settle(looking, "unscanned");
    if (!clamd_open(&clamd, looking->run, path))
        return wait_for_scanner(looking, "nobody listens at RENKEI_CLAMD");
    sent = for_pieces(looking, scan_piece, &clamd);
    verdict = clamd_end(&clamd);
    if (verdict == CLAMD_NONE || (verdict == CLAMD_CLEAN && !sent))
        return wait_for_scanner(looking, "the scanner gave no verdict");
    if (verdict == CLAMD_CLEAN)
        return settle(looking, "clean");
    looking->verdict.signature = clamd.signature;
    return settle(looking, "infected");
}

/* ---- all of it ---- */

static bool is(const struct looking *looking, const char *state)
{
    return looking->state != NULL && strcmp(looking->state, state) == 0;
}

bool evidence_run(struct job_run *run)
{
    struct looking looking = {.run = run, .id = json_member(run->job.payload, "evidence_id")};

    run->job.created_by = "system"; /* who sent the file did not find what is in it */
    return job_run_step(run, find, &looking) && (!is(&looking, "received") || look(&looking))
        && (!is(&looking, "quarantined") || scan(&looking)) && job_run_finish(run, NULL);
}
