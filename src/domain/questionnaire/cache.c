/*
 * Published questionnaires, parsed and compiled once for many requests.
 *
 * A cache and nothing else: what a version consists of is read anew after a minute, since a
 * tenant's threats may be changed. Equal contents are kept once, so all tenants share the built-in
 * sheet. A content lives until nobody uses it; its users are counted under the lock, the rest of it
 * is never written once it is made.
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/base/log.h"
#include "renkei/domain/change/reading.h"
#include "renkei/domain/questionnaire/questionnaire.h"

enum {
    SETS = 256,
    WAYS = 4,
    PLACES = SETS * WAYS,
    CACHE_BYTES = 24 * 1024 * 1024,
    MEMORY_OF_TEXT = 6, /* a parsed and compiled document takes so many times its text */
};
#define LIFETIME (60 * SECOND)

struct content {
    struct arena *arena; /* owns all of it, the content itself included */
    unsigned char hash[SHA256_BYTES];
    struct questionnaire questionnaire; /* without an id */
    unsigned users;                     /* places and requests */
    size_t size;                        /* bytes, roughly */
};

/* Which content a version of a tenant has. */
struct place {
    char tenant_id[37];
    char id[37];
    struct content *content; /* NULL: free */
    int64_t made_at;
    int64_t used_at;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct place places[PLACES];
static size_t kept_bytes; /* of all contents that live */

static void let_go(struct content *content)
{
    if (content == NULL || --content->users > 0)
        return;
    kept_bytes -= content->size;
    arena_close(content->arena);
}

/* The place that was not used for longest, or NULL when all are free. */
static struct place *find_oldest(void)
{
    struct place *oldest = NULL;

    for (size_t i = 0; i < PLACES; i++)
        if (places[i].content != NULL && (oldest == NULL || places[i].used_at < oldest->used_at))
            oldest = &places[i];
    return oldest;
}

/* What requests still use goes when they end. */
static void forget_oldest(void)
{
    struct place *oldest;

    while (kept_bytes > CACHE_BYTES && (oldest = find_oldest()) != NULL) {
        let_go(oldest->content);
        oldest->content = NULL;
    }
}

static void release_content(void *subject)
{
    (void)pthread_mutex_lock(&lock);
    let_go(subject);
    (void)pthread_mutex_unlock(&lock);
}

/* The places an id may take; the last digits of a UUIDv7 are random. */
static struct place *set_of(const char *id)
{
    size_t set = 0;

    for (const char *at = id + strlen(id) - 8; *at != '\0'; at++)
        set = set * 31 + (unsigned char)*at;
    return &places[set % SETS * WAYS];
}

static bool holds(const struct place *place, const char *tenant_id, const char *id)
{
    return place->content != NULL && strcmp(place->id, id) == 0
        && strcmp(place->tenant_id, tenant_id) == 0;
}

/* What is known of a version, with one user more, or NULL. */
static struct content *find(const char *tenant_id, const char *id, int64_t now)
{
    struct place *set = set_of(id);
    struct content *found = NULL;

    (void)pthread_mutex_lock(&lock);
    for (size_t i = 0; i < WAYS && found == NULL; i++) {
        if (!holds(&set[i], tenant_id, id) || now >= set[i].made_at + LIFETIME)
            continue;
        found = set[i].content;
        set[i].content->users++;
        set[i].used_at = now;
    }
    (void)pthread_mutex_unlock(&lock);
    return found;
}

/* A content that is kept already, with one user more, or NULL. */
static struct content *find_equal(const unsigned char hash[SHA256_BYTES])
{
    struct content *found = NULL;

    (void)pthread_mutex_lock(&lock);
    for (size_t i = 0; i < PLACES && found == NULL; i++)
        if (places[i].content != NULL && memcmp(places[i].content->hash, hash, SHA256_BYTES) == 0)
            found = places[i].content;
    if (found != NULL)
        found->users++;
    (void)pthread_mutex_unlock(&lock);
    return found;
}

/* Where the version stands already, a free place, or that of the least recently used. */
static struct place *choose_place(const char *tenant_id, const char *id)
{
    struct place *set = set_of(id), *chosen = set;

    for (size_t i = 0; i < WAYS; i++) {
        if (holds(&set[i], tenant_id, id))
            return &set[i];
        if (chosen->content != NULL && (set[i].content == NULL || set[i].used_at < chosen->used_at))
            chosen = &set[i];
    }
    return chosen;
}

static void keep(const char *tenant_id, const char *id, struct content *content, int64_t now)
{
    struct place *place;

    (void)pthread_mutex_lock(&lock);
    content->users++;
    place = choose_place(tenant_id, id);
    let_go(place->content);
    (void)snprintf(place->tenant_id, sizeof place->tenant_id, "%s", tenant_id);
    (void)snprintf(place->id, sizeof place->id, "%s", id);
    place->content = content;
    place->made_at = place->used_at = now;
    forget_oldest();
    (void)pthread_mutex_unlock(&lock);
}

/* ---- making a content ---- */

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

static bool compile(struct content *content, const char *id, const json_t *threats)
{
    struct score_sheet *sheet = arena_alloc(content->arena, sizeof *sheet);
    struct score_faults faults;

    score_faults_open(&faults, content->arena);
    if (!score_sheet_read(content->questionnaire.document, threats, &faults, sheet)) {
        log_event(LOG_ERROR, "questionnaire_broken", "%s: %s at %s", id, faults.items[0].code,
                  faults.items[0].at);
        return false;
    }
    content->questionnaire.sheet = sheet;
    list_questions(&content->questionnaire, content->arena);
    return true;
}

/* NULL: what is stored does not compile, which publishing rules out. */
static struct content *make(const struct rows *row, const unsigned char hash[SHA256_BYTES])
{
    struct arena *arena = arena_open();
    struct content *content = arena_alloc(arena, sizeof *content);
    json_t *document = parse(arena, rows_text(row, 0, "document"));

    content->arena = arena;
    content->users = 1;
    content->size = MEMORY_OF_TEXT * strlen(rows_text(row, 0, "document"));
    memcpy(content->hash, hash, SHA256_BYTES);
    strip(document);
    content->questionnaire.code = arena_strdup(arena, rows_text(row, 0, "code"));
    content->questionnaire.version = (long)rows_integer(row, 0, "version");
    content->questionnaire.document = document;
    if (compile(content, rows_text(row, 0, "id"), parse(arena, rows_text(row, 0, "threats"))))
        return content;
    arena_close(arena);
    return NULL;
}

static void hash_row(struct arena *arena, const struct rows *row,
                     unsigned char ret_hash[SHA256_BYTES])
{
    static const char *const parts[] = {"code", "version", "document", "threats"};
    struct buffer text;

    buffer_open(&text, arena, 64 * 1024);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buffer_add_text(&text, rows_text(row, 0, parts[i]));
        buffer_add_char(&text, '\n');
    }
    sha256(text.data, text.length, ret_hash);
}

static void count(const struct content *content)
{
    (void)pthread_mutex_lock(&lock);
    kept_bytes += content->size;
    (void)pthread_mutex_unlock(&lock);
}

/* From the database, and into the cache. NULL: the failure is recorded. */
static struct content *read_content(struct reading *reading, const char *id, int64_t now)
{
    unsigned char hash[SHA256_BYTES];
    struct content *content;
    struct rows *row;

    if (!db_read_one(reading->db, SQL_QUESTIONNAIRE_DOCUMENT, PARAMS(id), &row))
        return NULL;
    hash_row(reading->arena, row, hash);
    content = find_equal(hash);
    if (content == NULL && (content = make(row, hash)) != NULL)
        count(content);
    if (content == NULL)
        (void)fail(reading->failure, PROBLEM_INTERNAL, (char *)NULL);
    else
        keep(reading->actor->tenant_id, rows_text(row, 0, "id"), content, now);
    return content;
}

bool questionnaire_load(struct reading *reading, const char *id,
                        const struct questionnaire **ret_questionnaire)
{
    struct questionnaire *questionnaire = arena_alloc(reading->arena, sizeof *questionnaire);
    int64_t now = clock_monotonic();
    struct content *content = find(reading->actor->tenant_id, id, now);

    if (content == NULL && (content = read_content(reading, id, now)) == NULL)
        return false;
    arena_defer(reading->arena, release_content, content);
    *questionnaire = content->questionnaire;
    (void)snprintf(questionnaire->id, sizeof questionnaire->id, "%s", id);
    *ret_questionnaire = questionnaire;
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
