#include "renkei/domain/tenant/user.h"

#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/change.h"

static const char *shown_name(const struct rows *user)
{
    return rows_count(user) == 0 ? NULL : rows_text(user, 0, "display_name");
}

static bool emit_event(struct change *change, const struct rows *before, const struct rows *user)
{
    struct event event = {
        .type = "user.named",
        .resource_type = "user",
        .resource_id = rows_text(user, 0, "id"),
        .revision = (long)rows_integer(user, 0, "revision"),
        .changes = json_keep(
            change->arena,
            json_pack("{s:[s?,s?]}", "display_name", shown_name(before), shown_name(user))),
    };

    return change_event(change, &event);
}

bool user_put_name(struct change *change, const char *subject, const char *name,
                   struct rows **ret_user, bool *ret_made)
{
    char id[UUID_TEXT];
    struct rows *before;

    if (!db_run(change->db, SQL_USER_LOCK, PARAMS(subject), &before))
        return false;
    *ret_user = before;
    *ret_made = rows_count(before) == 0;
    if (!*ret_made && text_same(rows_text(before, 0, "_given_name"), name))
        return true;
    uuid_v7(change->now, id);
    return db_run_one(change->db, SQL_USER_PUT,
                      PARAMS(id, subject, name, now_text(&change->reading)), ret_user)
        && emit_event(change, before, *ret_user);
}

bool user_note(struct db *db, instant now, const char *subject, const char *name)
{
    char id[UUID_TEXT], at[INSTANT_TEXT];
    struct rows *none;

    uuid_v7(now, id);
    instant_format(now, at);
    return db_begin(db) && db_run(db, SQL_USER_SEEN, PARAMS(id, subject, name, at), &none)
        && db_commit(db);
}
