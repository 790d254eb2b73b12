/*
 * The door of procurement systems (PUT by external id). A night without change costs one read: what
 * is equal is seen before anything is written.
 */
#include <stdint.h>
#include <string.h>

#include "master.h"
#include "put.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

static const char *const contact_members[] = {"name", "email", "phone", "role", "locale"};

/* The members a system gives of a contact, missing ones as they would be stored. */
static json_t *plain_contact(struct reading *reading, const json_t *contact)
{
    json_t *plain = json_keep(reading->arena, json_object());

    for (size_t i = 0; i < sizeof contact_members / sizeof contact_members[0]; i++) {
        json_t *value = json_object_get(contact, contact_members[i]);
        bool is_locale = strcmp(contact_members[i], "locale") == 0;

        if (value != NULL)
            (void)json_object_set(plain, contact_members[i], value);
        else
            (void)json_object_set_new(plain, contact_members[i],
                                      is_locale ? json_string("ja") : json_null());
    }
    return plain;
}

/* The contacts of `list` that came from `source` (NULL: all of them), in their plain form. */
static json_t *plain_contacts(struct reading *reading, const json_t *list, const char *source)
{
    json_t *plain = json_keep(reading->arena, json_array());
    json_t *contact;
    size_t index;

    json_array_foreach(list, index, contact)
    {
        const char *from = json_string_value(json_object_get(contact, "source"));

        if (source == NULL || (from != NULL && strcmp(from, source) == 0))
            (void)json_array_append(plain, plain_contact(reading, contact));
    }
    return plain;
}

bool put_contacts_equal(struct reading *reading, const struct supplier_put *put)
{
    const json_t *wanted = json_object_get(put->body, "contacts");

    return wanted == NULL
        || json_equal(
               plain_contacts(reading, wanted, NULL),
               plain_contacts(reading, json_object_get(put->stored, "contacts"), put->source));
}

static bool has_external_id(const json_t *stored, const json_t *wanted)
{
    json_t *held;
    size_t index;

    json_array_foreach(json_object_get(stored, "external_ids"), index, held)
    {
        if (json_equal(held, wanted))
            return true;
    }
    return false;
}

static void add_number(json_t *numbers, const json_t *stored, json_t *number)
{
    if (!has_external_id(stored, number))
        (void)json_array_append(numbers, number);
}

json_t *put_new_numbers(struct reading *reading, const struct supplier_put *put)
{
    json_t *numbers = json_keep(reading->arena, json_array());
    json_t *wanted;
    size_t index;

    if (put->stored == NULL)
        (void)json_array_append_new(
            numbers, json_pack("{s:s,s:s}", "source", put->source, "id", put->external_id));
    json_array_foreach(json_object_get(put->body, "external_ids"), index, wanted)
    {
        add_number(numbers, put->stored, wanted);
    }
    return numbers;
}

static const char *const master_members[] = {"name", "name_kana", "corporate_number", "country",
                                             "kind", "website",   "addresses",        "services"};
enum { MASTER_MEMBERS = sizeof master_members / sizeof *master_members };

json_t *put_master(struct reading *reading, const struct supplier_put *put)
{
    json_t *master = json_keep(reading->arena, json_object());

    for (size_t i = 0; i < MASTER_MEMBERS; i++) {
        json_t *wanted = json_object_get(put->body, master_members[i]);

        if (wanted != NULL)
            (void)json_object_set(master, master_members[i], wanted);
    }
    return master;
}

static bool master_equal(const struct supplier_put *put)
{
    for (size_t i = 0; i < MASTER_MEMBERS; i++) {
        const json_t *wanted = json_object_get(put->body, master_members[i]);

        if (wanted != NULL && !json_equal(wanted, json_object_get(put->stored, master_members[i])))
            return false;
    }
    return true;
}

/* Of two numbers of one system that a merge brought together one is heard. */
static bool is_silent(const struct rows *rows, size_t row)
{
    return rows_has(rows, "_is_silent") && rows_boolean(rows, row, "_is_silent");
}

static void judge_stored(struct reading *reading, struct supplier_put *put, const struct rows *rows,
                         size_t row)
{
    struct buffer text;

    buffer_open(&text, reading->arena, 1024);
    rows_write_object(rows, row, &text);
    put->id = arena_strdup(reading->arena, rows_text(rows, row, "id"));
    put->revision = (long)rows_integer(rows, row, "revision");
    put->stored = json_own(reading->arena, text.data);
    put->step = PUT_UPDATES;
    if (put->said != NULL)
        (void)json_object_set_new(put->body, "addresses",
                                  master_merge_address(json_object_get(put->stored, "addresses"),
                                                       put->said, put->address));
    if (put->expected != NULL
        && !revision_is_among(put->expected, rows_text(rows, row, "revision"))) {
        put->step = PUT_FAILS;
        (void)fail(put->failure, PROBLEM_STALE, (char *)NULL);
        (void)failure_extend(put->failure, "current", text.data);
    } else if (is_silent(rows, row)
               || (put_contacts_equal(reading, put) && master_equal(put)
                   && json_array_size(put_new_numbers(reading, put)) == 0)) {
        put->step = PUT_UNCHANGED;
    }
}

static void judge_new(struct supplier_put *put)
{
    put->id = NULL;
    put->stored = NULL;
    put->step = PUT_CREATES;
    if (put->expected != NULL)
        (void)fail(put->failure, PROBLEM_STALE, (char *)NULL);
    if (json_object_get(put->body, "name") == NULL) {
        (void)fault_add(put->failure, FAULT_IN_BODY, "#/name", FAULT_REQUIRED, (char *)NULL);
        (void)fail(put->failure, PROBLEM_VALIDATION_FAILED, (char *)NULL);
    }
    if (put->failure->problem != PROBLEM_NONE)
        put->step = PUT_FAILS;
}

void put_judge(struct reading *reading, struct supplier_put *put, const struct rows *rows,
               size_t row)
{
    if (rows != NULL)
        judge_stored(reading, put, rows, row);
    else
        judge_new(put);
}

/* ---- one ---- */

static bool get(struct reading *reading, struct supplier_put *put)
{
    return db_run_one(reading->db, SQL_SUPPLIER_GET, PARAMS(put->id), &put->supplier);
}

static bool write_one(struct change *change, struct supplier_put *put)
{
    if (put->step == PUT_FAILS)
        return false;
    return (put->step == PUT_UNCHANGED || puts_write(change, &put, 1, PUTS_AMONG))
        && (put->supplier != NULL || get(&change->reading, put));
}

static bool put_once(struct change *change, struct supplier_put *put)
{
    bool found;

    if (!db_run(change->db, SQL_SUPPLIER_GET_BY_EXTERNAL_ID, PARAMS(put->source, put->external_id),
                &put->supplier))
        return false;
    found = rows_count(put->supplier) > 0;
    put_judge(&change->reading, put, found ? put->supplier : NULL, 0);
    if (put->step != PUT_UNCHANGED)
        put->supplier = NULL;
    return write_one(change, put);
}

/*
 * Somebody else was quicker: in a transaction that sees it, either the supplier is there now, or
 * the numbers tell who holds them.
 */
static bool put_again(struct change *change, struct supplier_put *put)
{
    put->supplier = NULL;
    return change_restart(change) && puts_find(&change->reading, put, 1) && write_one(change, put);
}

bool supplier_put(struct change *change, struct supplier_put *put)
{
    put->failure = change->failure;
    if (!master_complete(change->arena, put->body, change->failure))
        return check_faults(&change->reading);
    return put_once(change, put)
        || (put->step != PUT_FAILS && change->failure->problem == PROBLEM_DUPLICATE
            && put_again(change, put));
}
