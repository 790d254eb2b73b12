#include <string.h>

#include "edge.h"
#include "fields.h"
#include "form.h"
#include "rate_limit.h"
#include "renkei/base/config.h"
#include "steps.h"
#include "tags.h"
#include "walk.h"

enum { ROWS_PER_REQUEST = 10 };

static bool fail_header(struct request *rq, const char *name, enum fault_code code)
{
    fault_add(&rq->failure, FAULT_IN_HEADER, name, code, STOP);
    return fail(&rq->failure, PROBLEM_INVALID_HEADER, STOP);
}

static const char *consumed(const struct operation *operation, struct arena *arena)
{
    struct buffer list;

    buffer_open(&list, arena, 64);
    for (size_t i = 0; i < operation->consume_count; i++)
        buffer_printf(&list, "%s%s", i == 0 ? "" : ", ", operation->consumes[i]);
    return list.data;
}

static bool is_consumed(const struct operation *operation, const char *type)
{
    for (size_t i = 0; i < operation->consume_count; i++)
        if (type != NULL && is_media(type, operation->consumes[i]))
            return true;
    return false;
}

static const char *expected_media(const struct operation *operation, struct arena *arena)
{
    if (operation->form)
        return "application/x-www-form-urlencoded";
    if (operation->body_rows != NULL)
        return "application/json, application/x-ndjson";
    if (operation->consume_count > 0)
        return consumed(operation, arena);
    return operation->merge_patch ? "application/merge-patch+json, application/json"
                                  : "application/json";
}

static bool media_is_understood(struct walk *walk)
{
    const struct operation *operation = walk->rq.operation;
    enum media media = content_type(header_of(walk, "Content-Type"));

    if (operation->consume_count > 0
            ? is_consumed(operation, header_of(walk, "Content-Type"))
            : operation->body == NULL || media == (operation->form ? MEDIA_FORM : MEDIA_JSON)
                || (media == MEDIA_MERGE_PATCH && operation->merge_patch)
                || (media == MEDIA_LINES && operation->body_rows != NULL))
        return true;
    return fail(&walk->rq.failure, PROBLEM_UNSUPPORTED_MEDIA_TYPE, "expected",
                expected_media(operation, walk->rq.arena), STOP);
}

/* A body in a coding is refused whole; what could be read is told (RFC 9110 section 15.5.16). */
static bool refuse_encoding(struct walk *walk)
{
    walk->accept_encoding = "identity";
    return fail(&walk->rq.failure, PROBLEM_UNSUPPORTED_MEDIA_TYPE, "expected",
                "Content-Encoding: identity", STOP);
}

/* Chunks that bring nothing need no type: without one their end is waited for. */
bool check_content_type(struct walk *walk)
{
    bool typed = header_of(walk, "Content-Type") != NULL;

    if (message_announces_body(walk->message)
        && !is_plain_encoding(list_of(walk, "Content-Encoding")))
        return refuse_encoding(walk);
    return message_announced_length(walk->message) == 0
            && !(typed && message_announces_body(walk->message))
        ? true
        : media_is_understood(walk);
}

static const char *produced_list(const struct operation *operation, struct arena *arena)
{
    struct buffer list;

    buffer_open(&list, arena, 64);
    for (size_t i = 0; i < operation->produce_count; i++)
        buffer_printf(&list, "%c\"%s\"", i == 0 ? '[' : ',', operation->produces[i]);
    buffer_add_char(&list, ']');
    return list.data;
}

bool negotiate_content_type(struct walk *walk)
{
    struct request *rq = &walk->rq;
    const struct operation *operation = rq->operation;
    int choice = 0;

    if (operation->produce_count == 0)
        return true;
    choice = accept_type(list_of(walk, "Accept"), operation->produces, operation->produce_count);
    if (choice < 0)
        return fail(&rq->failure, PROBLEM_NOT_ACCEPTABLE, "#available",
                    produced_list(operation, rq->arena), STOP);
    rq->accept = operation->produces[choice];
    return true;
}

/* ---- parameters: 400, 404 ---- */

bool read_parameters(struct walk *walk)
{
    struct request *rq = &walk->rq;

    return contract_check_parameters(rq->operation, &walk->match, walk->query, &rq->failure,
                                     &rq->parameters);
}

/* ---- preconditions: 400, 428 ---- */

static bool read_clock(struct walk *walk)
{
    struct request *rq = &walk->rq;
    const char *value = header_of(walk, "X-Renkei-Now");

    if (value == NULL || !rq->service->config->test_clock)
        return true;
    walk->clock_is_set = instant_parse(value, &rq->now);
    return walk->clock_is_set || fail_header(rq, "X-Renkei-Now", FAULT_NOT_DATE_TIME);
}

static bool read_if_match(struct walk *walk)
{
    struct request *rq = &walk->rq;
    const char *value = list_of(walk, "If-Match");

    if (rq->operation->if_match == IF_MATCH_IGNORED)
        return true;
    if (value != NULL)
        return if_match_parse(value, rq->arena, &rq->preconditions)
            || fail_header(rq, "If-Match", FAULT_NOT_ENTITY_TAG);
    if (rq->operation->if_match == IF_MATCH_OPTIONAL || rq->preconditions.create_only)
        return true;
    return fail(&rq->failure, PROBLEM_PRECONDITION_REQUIRED, STOP);
}

static bool read_if_none_match(struct walk *walk)
{
    struct request *rq = &walk->rq;
    const char *value = list_of(walk, "If-None-Match");

    rq->preconditions.none_match = value;
    if (value == NULL || rq->operation->method != METHOD_PUT)
        return true;
    rq->preconditions.create_only = strcmp(value, "*") == 0;
    return rq->preconditions.create_only || fail_header(rq, "If-None-Match", FAULT_NOT_ENTITY_TAG);
}

static bool read_idempotency_key(struct walk *walk)
{
    struct request *rq = &walk->rq;

    rq->return_minimal = prefers_minimal(list_of(walk, "Prefer"));
    if (!rq->operation->idempotent)
        return true;
    rq->idempotency_key = header_of(walk, "Idempotency-Key");
    return rq->idempotency_key == NULL || idempotency_key_is_clean(rq->idempotency_key)
        || fail_header(rq, "Idempotency-Key", FAULT_NOT_VISIBLE_ASCII);
}

bool read_preconditions(struct walk *walk)
{
    return read_clock(walk) && read_if_none_match(walk) && read_if_match(walk)
        && read_idempotency_key(walk);
}

/* ---- body: 400, 422 ---- */

static bool refuse_body(struct walk *walk)
{
    return refuse_request(&walk->rq.failure, FAULT_BODY_UNEXPECTED);
}

/* Many clients send `{}` with an action or a DELETE: nothing is said by it, so it is let through.
 */
bool expect_body(struct walk *walk)
{
    const struct operation *operation = walk->rq.operation;

    return operation->body != NULL || operation->method != METHOD_GET
        || !message_announces_body(walk->message) || refuse_body(walk);
}

static bool body_says_nothing(const struct message *message)
{
    static const char blanks[] = " \t\r\n";
    const char *at = message->body + strspn(message->body, blanks);

    if (*at == '{') {
        at += 1 + strspn(at + 1, blanks);
        if (*at != '}')
            return false;
        at += 1 + strspn(at + 1, blanks);
    }
    return at == message->body + message->body_length;
}

static bool is_in_an_item(const struct fault *fault, const char *list)
{
    size_t length = strlen(list);

    return strncmp(fault->at, "#/", 2) == 0 && strncmp(fault->at + 2, list, length) == 0
        && fault->at[2 + length] == '/';
}

/* Whether all that is wrong lies within items that stand alone, and is known in full. */
static bool is_of_items(const struct failure *failure, const char *list)
{
    if (list == NULL || failure->fault_count == FAULTS_MAX)
        return false;
    for (size_t i = 0; i < failure->fault_count; i++)
        if (!is_in_an_item(&failure->faults[i], list))
            return false;
    return true;
}

static bool check_body(struct request *rq, bool partial)
{
    failure_open(&rq->of_items, rq->arena);
    if (contract_check_body(rq->operation->body, rq->body, partial, &rq->failure))
        return true;
    if (!is_of_items(&rq->failure, rq->operation->body_items))
        return false;
    rq->of_items = rq->failure;
    failure_open(&rq->failure, rq->arena);
    return true;
}

static bool parse_body(struct walk *walk)
{
    struct request *rq = &walk->rq;
    const struct operation *operation = rq->operation;
    size_t length = walk->message->body_length;

    if (operation->form)
        return form_parse(rq->body_text, length, rq->arena, &rq->body)
            || refuse_request(&rq->failure, FAULT_FORM_SYNTAX);
    return content_type(header_of(walk, "Content-Type")) == MEDIA_LINES
        ? contract_parse_lines(rq->body_text, length, operation->body_nodes, operation->body_rows,
                               &rq->failure, &rq->body)
        : contract_parse_json(rq->body_text, length, operation->body_nodes, &rq->failure,
                              &rq->body);
}

/* What many rows ask for counts as several requests, towards the next one. Always true. */
static bool count_rows(const struct request *rq)
{
    if (rq->operation->body_rows != NULL && !rq->operation->is_public)
        rate_limit_count(&rq->principal, rq->arena,
                         json_array_size(json_object_get(rq->body, rq->operation->body_rows))
                             / ROWS_PER_REQUEST);
    return true;
}

/* A file is not looked into here. */
static bool take_file(struct walk *walk)
{
    struct request *rq = &walk->rq;

    if (walk->message->body_length == 0)
        return fail(&rq->failure, PROBLEM_BODY_MISSING, STOP);
    rq->body_text = walk->message->body;
    rq->body_length = walk->message->body_length;
    rq->body_type = header_of(walk, "Content-Type");
    return media_is_understood(walk);
}

bool read_body(struct walk *walk)
{
    struct request *rq = &walk->rq;
    const struct operation *operation = rq->operation;
    const struct message *message = walk->message;
    bool partial = operation->method == METHOD_PATCH;

    if (operation->consume_count > 0)
        return take_file(walk);
    if (operation->body == NULL)
        return message->body_length == 0 || body_says_nothing(message) || refuse_body(walk);
    if (!operation->body_required && (message->body_length == 0 || body_says_nothing(message)))
        return true;
    if (message->body_length == 0)
        return fail(&rq->failure, PROBLEM_BODY_MISSING, STOP);
    rq->body_text = message->body;
    rq->body_length = message->body_length;
    return media_is_understood(walk) && parse_body(walk) && check_body(rq, partial)
        && count_rows(rq);
}
