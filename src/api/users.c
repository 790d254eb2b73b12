/* Users: /v1/users, the names of the subjects that rows tell. */
#include "renkei/domain/tenant/user.h"

#include "renkei/api/reply.h"
#include "renkei/api/request.h"

bool list_users(struct request *rq)
{
    return reply_list(rq, SQL_USER_LIST);
}

bool get_user(struct request *rq)
{
    struct rows *user;

    return db_read_one(rq->db, SQL_USER_GET, PARAMS(path_value(rq, "subject")), &user)
        && reply_row(rq, 200, user);
}

bool put_user(struct request *rq)
{
    const char *name = json_string_value(json_object_get(rq->body, "display_name"));
    struct rows *user;
    bool made;

    return request_begin(rq)
        && user_put_name(rq->change, path_value(rq, "subject"), name, &user, &made)
        && reply_row(rq, made ? 201 : 200, user) && request_commit(rq);
}
