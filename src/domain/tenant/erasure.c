#include "renkei/domain/tenant/erasure.h"

#include <stdlib.h>
#include <string.h>

#include "person.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/supplier/contact.h"

/* One transaction looks at so many pages; each place takes one at least. */
enum { PAGES = 100 };

/* Where persons stand, in the order in which rows are locked. */
static const struct place {
    const char *name; /* of its count */
    enum statement_id statement;
} places[] = {
    {"suppliers", SQL_ERASE_SUPPLIERS},
    {"responses", SQL_ERASE_RESPONSES},
    {"extension_requests", SQL_ERASE_EXTENSION_REQUESTS},
    {"answers", SQL_ERASE_ANSWERS},
    {"answer_history", SQL_ERASE_ANSWER_HISTORY},
    {"evidence", SQL_ERASE_EVIDENCE},
    {"finding_history", SQL_ERASE_FINDING_HISTORY},
    {"risk_acceptances", SQL_ERASE_RISK_ACCEPTANCES},
    {"measures", SQL_ERASE_MEASURES},
    {"measure_reports", SQL_ERASE_MEASURE_REPORTS},
    {"certificates", SQL_ERASE_CERTIFICATES},
    {"contracts", SQL_ERASE_CONTRACTS},
    {"request_records", SQL_ERASE_REQUEST_RECORDS},
    {"offboardings", SQL_ERASE_OFFBOARDINGS},
    {"supplier_links", SQL_ERASE_SUPPLIER_LINKS},
    {"overrides", SQL_ERASE_OVERRIDES},
    {"releases", SQL_ERASE_RELEASES},
    {"status_checks", SQL_ERASE_STATUS_CHECKS},
    {"incidents", SQL_ERASE_INCIDENTS},
    {"reviews", SQL_ERASE_REVIEWS},
    {"campaigns", SQL_ERASE_CAMPAIGNS},
    {"links", SQL_ERASE_LINKS},
    {"reminder_rules", SQL_ERASE_REMINDER_RULES},
    {"reminders", SQL_ERASE_REMINDERS},
    {"clients", SQL_ERASE_CLIENTS},
    {"client_secrets", SQL_ERASE_CLIENT_SECRETS},
    {"webhook_endpoints", SQL_ERASE_WEBHOOK_ENDPOINTS},
    {"webhook_secrets", SQL_ERASE_WEBHOOK_SECRETS},
    {"webhook_attempts", SQL_ERASE_WEBHOOK_ATTEMPTS},
    {"import_profiles", SQL_ERASE_IMPORT_PROFILES},
    {"jobs", SQL_ERASE_JOBS},
    {"users", SQL_ERASE_USERS},
    {"erasures", SQL_ERASE_ERASURES},
    {"kept_replies", SQL_ERASE_IDEMPOTENCY_KEYS},
    {"events", SQL_ERASE_EVENTS},
};

enum { PLACES = sizeof places / sizeof *places };

/* An erasure on its way. */
struct erasure {
    const char *id;
    json_t *person; /* the patterns */
    json_t *counts;
    size_t place;
    const char *after; /* last row of `place` that was looked at, or NULL */
};

static bool emit_event(struct change *change, const struct erasure *erasure, const char *type,
                       json_t *changes)
{
    struct event event = {.type = type,
                          .resource_type = "erasure",
                          .resource_id = erasure->id,
                          .revision = 1,
                          .changes = changes};

    return change_event(change, &event);
}

static void count(struct erasure *erasure, const char *name, long rows)
{
    long before = (long)json_integer_value(json_object_get(erasure->counts, name));

    (void)json_object_set_new(erasure->counts, name, json_integer(before + rows));
}

/* ---- who it is ---- */

static const char *member(const json_t *body, const char *name)
{
    return json_string_value(json_object_get(body, name));
}

static bool check_body(struct reading *reading, const json_t *body)
{
    const char *contact_id = member(body, "contact_id"), *subject = member(body, "subject");

    if ((contact_id == NULL) == (subject == NULL))
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#", FAULT_ONE_PERSON, (char *)NULL);
    else if (subject != NULL && strcmp(subject_kind(subject), "user") != 0)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/subject", FAULT_NO_PERSON,
                        (char *)NULL);
    return check_faults(reading);
}

static void add_once(json_t *list, const char *text)
{
    const json_t *known;
    size_t i;

    if (text == NULL || text[0] == '\0')
        return;
    json_array_foreach(list, i, known)
    {
        if (strcmp(json_string_value(known), text) == 0)
            return;
    }
    (void)json_array_append_new(list, json_string(text));
}

static void add_contact(struct person *person, const struct rows *rows, size_t row)
{
    add_once(person->contacts, rows_text(rows, row, "id"));
    add_once(person->suppliers, rows_text(rows, row, "supplier_id"));
    add_once(person->addresses, rows_text(rows, row, "email"));
    add_once(person->addresses, rows_text(rows, row, "pushed_email"));
    add_once(person->names, rows_text(rows, row, "name"));
    add_once(person->names, rows_text(rows, row, "pushed_name"));
    add_once(person->names, rows_text(rows, row, "phone"));
    add_once(person->names, rows_text(rows, row, "pushed_phone"));
}

/* What the contacts were called before. */
static bool add_said(struct reading *reading, struct person *person)
{
    struct rows *said;

    if (!db_run(reading->db, SQL_ERASURE_SAID, PARAMS(id_array_text(reading, person->contacts)),
                &said))
        return false;
    for (size_t i = 0; i < rows_count(said); i++)
        add_once(strcmp(rows_text(said, i, "place"), "/changes/email") == 0 ? person->addresses
                                                                            : person->names,
                 rows_text(said, i, "value"));
    return true;
}

/* Their own row among the users; an event about it is about them. */
static bool add_user(struct reading *reading, struct person *person)
{
    struct rows *users;

    if (person->subject == NULL)
        return true;
    if (!db_run(reading->db, SQL_ERASURE_USERS, PARAMS(person->subject), &users))
        return false;
    if (rows_count(users) > 0)
        add_once(person->contacts, rows_text(users, 0, "id"));
    return true;
}

static bool find_person(struct reading *reading, const json_t *body, struct person *person)
{
    const char *subject = member(body, "subject");
    struct rows *contacts;

    person->subject = subject;
    person->addresses = json_keep(reading->arena, json_array());
    person->names = json_keep(reading->arena, json_array());
    person->suppliers = json_keep(reading->arena, json_array());
    person->contacts = json_keep(reading->arena, json_array());
    if (subject != NULL && strchr(subject, '@') != NULL)
        add_once(person->addresses, subject);
    if (!db_run(reading->db, SQL_ERASURE_CONTACTS, PARAMS(member(body, "contact_id"), subject),
                &contacts))
        return false;
    for (size_t i = 0; i < rows_count(contacts); i++)
        add_contact(person, contacts, i);
    if (rows_count(contacts) > 0 && subject == NULL)
        person->subject = rows_text(contacts, 0, "email");
    return (rows_count(contacts) == 0 || add_said(reading, person)) && add_user(reading, person);
}

/* ---- the first step ---- */

static bool delete_contacts(struct change *change, struct erasure *erasure, const json_t *body)
{
    struct rows *contacts;

    if (!db_run(change->db, SQL_ERASURE_CONTACTS,
                PARAMS(member(body, "contact_id"), member(body, "subject")), &contacts))
        return false;
    for (size_t i = 0; i < rows_count(contacts); i++)
        if (!contact_forget(change, rows_text(contacts, i, "supplier_id"),
                            rows_text(contacts, i, "id")))
            return false;
    count(erasure, "contacts", (long)rows_count(contacts));
    return true;
}

static json_t *no_counts(struct arena *arena)
{
    json_t *counts = json_keep(arena, json_object());

    (void)json_object_set_new(counts, "contacts", json_integer(0));
    for (size_t i = 0; i < PLACES; i++)
        (void)json_object_set_new(counts, places[i].name, json_integer(0));
    return counts;
}

/* A stable name that leads back to nobody. */
static const char *pseudonym(struct arena *arena)
{
    unsigned char bytes[16];
    char text[2 * sizeof bytes + 1];

    random_block(bytes);
    hex_text(bytes, sizeof bytes, text);
    return arena_printf(arena, "erased:%s", text);
}

static bool begin(struct change *change, const json_t *body, const char *target,
                  struct person *person, struct erasure *ret_erasure)
{
    struct arena *arena = change->arena;
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    person->pseudonym = pseudonym(arena);
    *ret_erasure = (struct erasure){.id = arena_strdup(arena, id), .counts = no_counts(arena)};
    ret_erasure->person = person_patterns(&change->reading, person);
    return db_queue(change->db, SQL_ERASURE_INSERT,
                    PARAMS(id, member(body, "contact_id"), person->pseudonym, target,
                           json_text(arena, ret_erasure->person),
                           json_text(arena, ret_erasure->counts), now_text(&change->reading),
                           change->actor->subject))
        && emit_event(change, ret_erasure, "erasure.started", NULL)
        && delete_contacts(change, ret_erasure, body);
}

/* ---- one place after the other ---- */

/* The statement's parameters behind the tenant, by their names. */
static bool run_page(struct change *change, const struct erasure *erasure, struct rows **ret_rows)
{
    const struct place *place = &places[erasure->place];
    const char *const *names = statement_entry(place->statement)->names + 1;
    const char *values[24];
    size_t size = 0;

    for (; size < sizeof values / sizeof *values && names[size] != NULL; size++) {
        if (strcmp(names[size], "after") == 0)
            values[size] = erasure->after;
        else if (strcmp(names[size], "erased_by") == 0)
            values[size] = erasure->id;
        else
            values[size] = member(erasure->person, names[size]);
    }
    return db_run_one(change->db, place->statement, values, size, ret_rows);
}

static bool look_at_page(struct change *change, struct erasure *erasure)
{
    const struct place *place = &places[erasure->place];
    struct rows *page;

    if (!run_page(change, erasure, &page))
        return false;
    count(erasure, place->name, (long)rows_integer(page, 0, "changed"));
    if (rows_has(page, "octets"))
        change->octets_freed += (long)rows_integer(page, 0, "octets");
    if (rows_boolean(page, 0, "more")) {
        erasure->after = arena_strdup(change->arena, rows_text(page, 0, "last"));
    } else {
        erasure->place++;
        erasure->after = NULL;
    }
    return true;
}

static bool advance(struct change *change, struct erasure *erasure)
{
    const char *finished_at;

    for (int page = 0; page < PAGES && erasure->place < PLACES; page++)
        if (!look_at_page(change, erasure))
            return false;
    finished_at = erasure->place == PLACES ? now_text(&change->reading) : NULL;
    change->has_effect = true;
    if (!db_queue(change->db, SQL_ERASURE_ADVANCE,
                  PARAMS(erasure->id, integer_text(change->arena, (long)erasure->place),
                         erasure->after, json_text(change->arena, erasure->counts), finished_at)))
        return false;
    return finished_at == NULL
        || emit_event(change, erasure, "erasure.completed",
                      json_keep(change->arena, json_pack("{s:[n,O]}", "counts", erasure->counts)));
}

static struct erasure read_running(struct arena *arena, const struct rows *rows)
{
    const char *after = rows_text(rows, 0, "after");

    return (struct erasure){
        .id = rows_text(rows, 0, "id"),
        .person = json_own(arena, rows_text(rows, 0, "person")),
        .counts = json_own(arena, rows_text(rows, 0, "counts")),
        .place = (size_t)rows_integer(rows, 0, "place"),
        .after = after == NULL ? NULL : arena_strdup(arena, after),
    };
}

/* Goes on with what runs, or begins; false in ret_found: nothing is left of the contact. */
static bool open_erasure(struct change *change, const json_t *body, struct erasure *ret_erasure,
                         bool *ret_found)
{
    const char *contact_id = member(body, "contact_id");
    const char *target = contact_id != NULL
        ? arena_printf(change->arena, "contact %s", contact_id)
        : arena_printf(change->arena, "subject %s", member(body, "subject"));
    struct person person;
    struct rows *running;

    *ret_found = true;
    if (!db_run(change->db, SQL_ERASURE_RUNNING, PARAMS(target), &running))
        return false;
    if (rows_count(running) > 0) {
        *ret_erasure = read_running(change->arena, running);
        return true;
    }
    if (!find_person(&change->reading, body, &person))
        return false;
    *ret_found = contact_id == NULL || json_array_size(person.contacts) > 0;
    return !*ret_found || begin(change, body, target, &person, ret_erasure);
}

bool erasure_step(struct change *change, const json_t *body, struct rows **ret_erasure)
{
    struct erasure erasure;
    bool found;

    if (!check_body(&change->reading, body) || !open_erasure(change, body, &erasure, &found))
        return false;
    if (!found)
        return db_run_one(change->db, SQL_ERASURE_OF_CONTACT, PARAMS(member(body, "contact_id")),
                          ret_erasure);
    return advance(change, &erasure)
        && db_run_one(change->db, SQL_ERASURE_GET, PARAMS(erasure.id), ret_erasure);
}
