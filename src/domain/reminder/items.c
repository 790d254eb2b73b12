/* What a claim hands out: rows of the same lease become one item with its subjects. */
#include <string.h>

#include "events.h"
#include "renkei/auth/auth.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/reminder/reminder.h"
#include "renkei/domain/response/link.h"

static bool is_leased(const struct rows *rows, size_t row)
{
    return strcmp(rows_text(rows, row, "state"), "leased") == 0;
}

static bool same_item(const struct rows *rows, size_t one, size_t other)
{
    return strcmp(rows_text(rows, one, "batch_id"), rows_text(rows, other, "batch_id")) == 0;
}

static const char *text_or_null(const struct rows *rows, size_t row, const char *column)
{
    const char *text = rows_text(rows, row, column);

    return text == NULL || *text == '\0' ? NULL : text;
}

static json_t *subject(const struct rows *rows, size_t row, const char *answer_url)
{
    return json_pack(
        "{s:s,s:s,s:I,s:s,s:s,s:s,s:s?,s:s,s:{s:s,s:s},s:s?}", "reminder_id",
        rows_text(rows, row, "id"), "kind", rows_text(rows, row, "kind"), "stage",
        (json_int_t)rows_integer(rows, row, "stage"), "due_on", rows_text(rows, row, "due_on"),
        "type", rows_text(rows, row, "subject_type"), "id", rows_text(rows, row, "subject_id"),
        "code", text_or_null(rows, row, "subject_code"), "title", rows_text(rows, row, "title"),
        "supplier", "id", rows_text(rows, row, "supplier_id"), "name",
        rows_text(rows, row, "supplier_name"), "answer_url", answer_url);
}

/* The item's own words are those of its latest stage. */
static const char *subject_line(const struct rows *rows, size_t first, size_t count)
{
    size_t latest = first;

    for (size_t row = first; row < first + count; row++)
        if (rows_integer(rows, row, "stage") > rows_integer(rows, latest, "stage"))
            latest = row;
    return reminder_subject_line(rows_text(rows, latest, "kind"),
                                 (long)rows_integer(rows, latest, "stage"),
                                 rows_text(rows, latest, "locale"));
}

/* One reminder is known by its id, several by the hash of theirs. */
static const char *dedupe_key(struct reading *reading, const struct rows *rows, size_t first,
                              size_t count)
{
    char *hex = arena_alloc(reading->arena, SHA256_HEX);
    struct buffer ids;

    if (count == 1)
        return rows_text(rows, first, "id");
    buffer_open(&ids, reading->arena, 64);
    for (size_t row = first; row < first + count; row++)
        buffer_printf(&ids, "%s\n", rows_text(rows, row, "id"));
    sha256_hex(ids.data, ids.length, hex);
    return hex;
}

static json_t *subjects_of(const struct rows *rows, size_t first, size_t count,
                           const struct link *links)
{
    json_t *list = json_array();

    for (size_t row = first; row < first + count; row++)
        (void)json_array_append_new(list, subject(rows, row, links[row].url));
    return list;
}

static json_t *item(struct reading *reading, const struct rows *rows, size_t first, size_t count,
                    const struct link *links)
{
    return json_pack(
        "{s:s,s:I,s:s,s:s,s:I,s:{s:s?,s:s?,s:s?,s:s?},s:s,s:s,s:o}", "id",
        rows_text(rows, first, "batch_id"), "lease_token",
        (json_int_t)rows_integer(rows, first, "fence"), "leased_until",
        rows_text(rows, first, "leased_until"), "dedupe_key",
        dedupe_key(reading, rows, first, count), "attempts",
        (json_int_t)rows_integer(rows, first, "attempts"), "recipient", "email",
        rows_text(rows, first, "recipient_email"), "name", rows_text(rows, first, "recipient_name"),
        "contact_id", rows_text(rows, first, "contact_id"), "cc", rows_text(rows, first, "cc"),
        "locale", rows_text(rows, first, "locale"), "subject", subject_line(rows, first, count),
        "subjects", subjects_of(rows, first, count, links));
}

/* ---- links to answer ---- */

static bool is_answered_by_contact(const struct rows *rows, size_t row)
{
    return is_leased(rows, row) && strcmp(rows_text(rows, row, "subject_type"), "response") == 0
        && rows_text(rows, row, "contact_id") != NULL;
}

/* One place for each row; its url is NULL where nobody outside is asked to answer. */
static bool make_links(struct change *change, const char *answer_url, const struct rows *rows,
                       struct link **ret_links)
{
    size_t count = rows_count(rows);
    struct link *links = arena_alloc(change->arena, (count + 1) * sizeof *links);

    for (size_t row = 0; row < count; row++) {
        if (!is_answered_by_contact(rows, row))
            continue;
        links[row].answer_url = answer_url;
        links[row].response_id = rows_text(rows, row, "subject_id");
        links[row].supplier_id = rows_text(rows, row, "supplier_id");
        links[row].contact_id = rows_text(rows, row, "contact_id");
    }
    *ret_links = links;
    return links_create(change, links, count);
}

bool reminder_items(struct change *change, const char *answer_url, const struct rows *rows,
                    json_t **ret_claimed)
{
    json_t *list = json_array();
    size_t count = rows_count(rows);
    struct link *links;

    *ret_claimed = json_keep(change->arena, json_pack("{s:o}", "data", list));
    if (!make_links(change, answer_url, rows, &links))
        return false;
    for (size_t first = 0, next; first < count; first = next) {
        next = first + 1;
        while (next < count && same_item(rows, first, next))
            next++;
        if (is_leased(rows, first))
            (void)json_array_append_new(list,
                                        item(&change->reading, rows, first, next - first, links));
    }
    return true;
}

/* ---- events ---- */

bool reminder_event(struct change *change, const char *type, const struct rows *rows,
                    const char *state, const char *worker_id)
{
    json_t *ids = json_array();
    json_t *changes = json_keep(
        change->arena, json_pack("{s:[n,o],s:[n,s?]}", "reminders", ids, "worker_id", worker_id));
    struct event event = {.type = type, .resource_type = "reminder", .changes = changes};

    for (size_t row = 0; row < rows_count(rows); row++) {
        if (strcmp(rows_text(rows, row, "state"), state) != 0)
            continue;
        if (event.resource_id == NULL) {
            event.resource_id = rows_text(rows, row, "id");
            event.revision = (long)rows_integer(rows, row, "revision");
        }
        (void)json_array_append_new(ids, json_string(rows_text(rows, row, "id")));
    }
    return event.resource_id == NULL || change_event(change, &event);
}
