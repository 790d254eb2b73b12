#include "pushed.h"

#include <stdint.h>
#include <strings.h>

#include "contact_links.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

struct pushed {
    const char *id;
    const json_t *value; /* as it is stored */
    const json_t *said;  /* as the system last said it */
    bool is_sent;
};

struct push {
    const char *supplier_id;
    const char *source;
    struct pushed *stored;
    const json_t **sent;
    struct pushed **matches; /* of each sent */
    size_t stored_count;
    size_t sent_count;
    bool changed;
    bool moved; /* somebody is gone, or has another mail address */
};

static bool read_push(struct change *change, const json_t *contacts, struct push *push)
{
    struct rows *rows;
    size_t count;

    if (!db_run(change->db, SQL_CONTACT_PUSHED,
                PARAMS(push->supplier_id, push->source, json_text(change->arena, contacts)), &rows))
        return false;
    count = rows_count(rows);
    push->stored = arena_alloc(change->arena, count * sizeof *push->stored);
    push->sent = arena_alloc(change->arena, count * sizeof(void *));
    push->matches = arena_alloc(change->arena, count * sizeof(void *));
    for (size_t i = 0; i < count; i++) {
        const char *id = rows_text(rows, i, "id");
        const json_t *value = json_own(change->arena, rows_text(rows, i, "value"));

        if (id == NULL) {
            push->matches[push->sent_count] = NULL;
            push->sent[push->sent_count++] = value;
        } else {
            push->stored[push->stored_count++] =
                (struct pushed){.id = id,
                                .value = value,
                                .said = json_own(change->arena, rows_text(rows, i, "said"))};
        }
    }
    return true;
}

/* ---- who is who ---- */

static bool same(const json_t *one, const json_t *other, const char *member)
{
    const char *value = json_member(one, member);
    const char *wanted = json_member(other, member);

    return value != NULL && wanted != NULL && strcasecmp(value, wanted) == 0;
}

/* As the system said it, or as people changed it since. */
static bool known_by(const struct pushed *stored, const json_t *sent, const char *member)
{
    return same(stored->said, sent, member) || same(stored->value, sent, member);
}

static bool known_by_both(const struct pushed *stored, const json_t *sent)
{
    return known_by(stored, sent, "email") && known_by(stored, sent, "name");
}

static bool known_by_mail(const struct pushed *stored, const json_t *sent)
{
    return known_by(stored, sent, "email");
}

static bool known_by_name(const struct pushed *stored, const json_t *sent)
{
    return known_by(stored, sent, "name");
}

static void match_by(struct push *push, bool (*is_known)(const struct pushed *, const json_t *))
{
    for (size_t i = 0; i < push->sent_count; i++) {
        for (size_t j = 0; j < push->stored_count && push->matches[i] == NULL; j++) {
            if (push->stored[j].is_sent || !is_known(&push->stored[j], push->sent[i]))
                continue;
            push->stored[j].is_sent = true;
            push->matches[i] = &push->stored[j];
        }
    }
}

/* ---- writing ---- */

/* What the system says anew of members that people have not set. */
static json_t *patch_of(struct reading *reading, const struct pushed *stored, const json_t *sent)
{
    json_t *patch = json_keep(reading->arena, json_object());
    const char *member;
    json_t *wanted;

    json_object_foreach((json_t *)(uintptr_t)sent, member, wanted)
    {
        const json_t *value = json_object_get(stored->value, member);
        bool by_people = !json_equal(value, json_object_get(stored->said, member));

        if (!by_people && !json_equal(value, wanted))
            (void)json_object_set(patch, member, wanted);
    }
    return patch;
}

static bool change_one(struct change *change, struct push *push, const struct pushed *stored,
                       const json_t *sent)
{
    const json_t *patch = patch_of(&change->reading, stored, sent);

    if (!json_equal(stored->said, sent)
        && !db_queue(change->db, SQL_CONTACT_SAY,
                     PARAMS(stored->id, json_text(change->arena, sent))))
        return false;
    if (json_object_size(patch) == 0)
        return true;
    push->changed = true;
    push->moved = push->moved || json_object_get(patch, "email") != NULL;
    return db_queue(change->db, SQL_CONTACT_UPDATE,
                    PARAMS(stored->id, json_text(change->arena, patch)))
        && db_queue(change->db, SQL_CONTACT_TOUCH, PARAMS(stored->id));
}

static bool add_one(struct change *change, struct push *push, const json_t *sent)
{
    char id[UUID_TEXT];

    push->changed = true;
    uuid_v7(change->now, id);
    return db_queue(change->db, SQL_CONTACT_INSERT,
                    PARAMS(id, push->supplier_id, json_text(change->arena, sent), push->source,
                           now_text(&change->reading)));
}

static bool write_push(struct change *change, struct push *push)
{
    for (size_t i = 0; i < push->stored_count; i++) {
        if (push->stored[i].is_sent)
            continue;
        push->changed = push->moved = true;
        if (!db_queue(change->db, SQL_CONTACT_DELETE, PARAMS(push->stored[i].id)))
            return false;
    }
    for (size_t i = 0; i < push->sent_count; i++) {
        if (push->matches[i] != NULL ? !change_one(change, push, push->matches[i], push->sent[i])
                                     : !add_one(change, push, push->sent[i]))
            return false;
    }
    return true;
}

bool contacts_push(struct change *change, const char *supplier_id, const char *source,
                   const json_t *contacts, bool *ret_changed)
{
    struct push push = {.supplier_id = supplier_id, .source = source};

    if (!read_push(change, contacts, &push))
        return false;
    match_by(&push, known_by_both);
    match_by(&push, known_by_mail);
    match_by(&push, known_by_name);
    if (!write_push(change, &push) || (push.moved && !contact_links_follow(change, supplier_id)))
        return false;
    *ret_changed = push.changed;
    return true;
}
