/*
 * Published questionnaires, parsed and compiled once for many requests.
 *
 * A cache and nothing else: entries are read anew after a minute, since a tenant's threats may be
 * changed, and the least recently used one makes room. An entry in use lives on until its last user
 * lets go. Counters are kept under the lock; what an entry holds is never written once it is made.
 */
#include <pthread.h>
#include <string.h>

#include "renkei/log.h"
#include "renkei/questionnaire.h"
#include "renkei/request.h"

enum { PLACES = 32 };
#define LIFETIME (60 * SECOND)

struct entry {
    struct arena *arena; /* owns all of it, the entry included */
    char tenant_id[37];
    struct questionnaire questionnaire;
    unsigned users; /* its place in the cache is one of them */
    int64_t made_at;
    int64_t used_at;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct entry *places[PLACES];

static void let_go(struct entry *entry)
{
    if (entry != NULL && --entry->users == 0)
        arena_close(entry->arena);
}

static void release_entry(void *subject)
{
    (void)pthread_mutex_lock(&lock);
    let_go(subject);
    (void)pthread_mutex_unlock(&lock);
}

static bool is_entry(const struct entry *entry, const char *tenant_id, const char *id)
{
    return entry != NULL && strcmp(entry->questionnaire.id, id) == 0
        && strcmp(entry->tenant_id, tenant_id) == 0;
}

/* A fresh entry with one user more, or NULL. */
static struct entry *find(const char *tenant_id, const char *id, int64_t now)
{
    struct entry *found = NULL;

    (void)pthread_mutex_lock(&lock);
    for (size_t i = 0; i < PLACES && found == NULL; i++)
        if (is_entry(places[i], tenant_id, id) && now < places[i]->made_at + LIFETIME)
            found = places[i];
    if (found != NULL) {
        found->users++;
        found->used_at = now;
    }
    (void)pthread_mutex_unlock(&lock);
    return found;
}

/* Where the same version is kept already, a free place, or that of the least recently used. */
static size_t choose_place(const struct entry *entry)
{
    size_t chosen = 0;

    for (size_t i = 0; i < PLACES; i++) {
        if (is_entry(places[i], entry->tenant_id, entry->questionnaire.id))
            return i;
        if (places[chosen] != NULL
            && (places[i] == NULL || places[i]->used_at < places[chosen]->used_at))
            chosen = i;
    }
    return chosen;
}

static void keep(struct entry *entry)
{
    size_t place;

    (void)pthread_mutex_lock(&lock);
    place = choose_place(entry);
    let_go(places[place]);
    places[place] = entry;
    entry->users++;
    (void)pthread_mutex_unlock(&lock);
}

/* ---- making an entry ---- */

static void release_json(void *value)
{
    json_decref(value);
}

static json_t *parse(struct arena *arena, const char *text)
{
    json_t *value = json_loads(text, 0, NULL);

    arena_defer(arena, release_json, value);
    return value;
}

/* What only editors read would fill half of the cache. */
static void strip(json_t *document)
{
    static const char *const unused[] = {"weight_reason", "text_ja_corrected",
                                         "iso27001_2022_annex_a", "nist_csf_2_0"};
    json_t *section, *question;
    size_t s, q;

    json_array_foreach(json_object_get(document, "sections"), s, section)
    {
        json_array_foreach(json_object_get(section, "questions"), q, question)
        {
            for (size_t i = 0; i < sizeof unused / sizeof *unused; i++)
                (void)json_object_del(question, unused[i]);
        }
    }
}

static void add_question(struct questionnaire *questionnaire,
                         struct questionnaire_question *questions, const char *section)
{
    size_t index = questionnaire->question_count++;
    const struct score_sheet_question *compiled = &questionnaire->sheet->questions[index];
    const json_t *order = json_object_get(compiled->definition, "order");

    questions[index] = (struct questionnaire_question){
        .code = compiled->code,
        .section = section,
        .definition = compiled->definition,
        .type = compiled->type,
        .order = json_is_integer(order) ? (long)json_integer_value(order) : (long)index + 1,
        .required = question_required(compiled->definition),
        .na_allowed = json_is_true(json_object_get(compiled->definition, "na_allowed")),
        .bonus_only = json_is_true(json_object_get(compiled->definition, "bonus_only")),
    };
    questionnaire->required_count += questions[index].required ? 1 : 0;
}

static void list_questions(struct questionnaire *questionnaire, struct arena *arena)
{
    struct questionnaire_question *questions =
        arena_alloc(arena, (questionnaire->sheet->question_count + 1) * sizeof *questions);
    const json_t *section;
    size_t s;

    questionnaire->questions = questions;
    json_array_foreach(json_object_get(questionnaire->document, "sections"), s, section)
    {
        size_t count = json_array_size(json_object_get(section, "questions"));

        while (count-- > 0)
            add_question(questionnaire, questions,
                         json_string_value(json_object_get(section, "code")));
    }
}

static bool compile(struct entry *entry, const json_t *threats)
{
    struct score_sheet *sheet = arena_alloc(entry->arena, sizeof *sheet);
    struct score_faults faults;

    score_faults_open(&faults, entry->arena);
    if (!score_sheet_read(entry->questionnaire.document, threats, &faults, sheet)) {
        log_event(LOG_ERROR, "questionnaire_broken", "%s: %s at %s", entry->questionnaire.id,
                  faults.items[0].code, faults.items[0].at);
        return false;
    }
    entry->questionnaire.sheet = sheet;
    list_questions(&entry->questionnaire, entry->arena);
    return true;
}

/* NULL: what is stored does not compile, which publishing rules out. */
static struct entry *make(const struct request *rq, const struct rows *row, int64_t now)
{
    struct arena *arena = arena_open();
    struct entry *entry = arena_alloc(arena, sizeof *entry);
    json_t *document = parse(arena, rows_text(row, 0, "document"));

    entry->arena = arena;
    entry->users = 1;
    entry->made_at = entry->used_at = now;
    strip(document);
    memcpy(entry->tenant_id, rq->principal.tenant_id, sizeof entry->tenant_id);
    memcpy(entry->questionnaire.id, rows_text(row, 0, "id"), sizeof entry->questionnaire.id);
    entry->questionnaire.code = arena_strdup(arena, rows_text(row, 0, "code"));
    entry->questionnaire.version = (long)rows_integer(row, 0, "version");
    entry->questionnaire.document = document;
    if (compile(entry, parse(arena, rows_text(row, 0, "threats"))))
        return entry;
    arena_close(arena);
    return NULL;
}

bool questionnaire_load(struct request *rq, const char *id,
                        const struct questionnaire **ret_questionnaire)
{
    int64_t now = clock_monotonic();
    struct entry *entry = find(rq->principal.tenant_id, id, now);
    struct rows *row;

    if (entry == NULL) {
        if (!db_read_one(rq->db, SQL_QUESTIONNAIRE_DOCUMENT, PARAMS(id), &row))
            return false;
        entry = make(rq, row, now);
        if (entry == NULL)
            return fail(&rq->failure, PROBLEM_INTERNAL, (char *)NULL);
        keep(entry);
    }
    arena_defer(rq->arena, release_entry, entry);
    *ret_questionnaire = &entry->questionnaire;
    return true;
}

const struct questionnaire_question *
questionnaire_question(const struct questionnaire *questionnaire, const char *code)
{
    for (size_t i = 0; i < questionnaire->question_count; i++)
        if (strcmp(questionnaire->questions[i].code, code) == 0)
            return &questionnaire->questions[i];
    return NULL;
}
