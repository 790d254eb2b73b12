#include "renkei/domain/exchange/export.h"

#include <stdint.h>
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/feed.h"
#include "renkei/domain/change/filter.h"
#include "room.h"

enum { PARAMETERS = 60 /* of a statement, at most; a connection binds 64 */ };

static const char first_id[] = "00000000-0000-0000-0000-000000000000";

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})
#define OF_SUPPLIERS                                                                               \
    LIST("external_source", "status", "assessment_status", "tag", "attribute", "country", "kind",  \
         "tier", "band", "owner", "campaign_id")

/* The first columns are those that an import takes, so that a file goes back as it came. */
static const struct export_kind kinds[] = {
    {"suppliers", SQL_EXPORT_SUPPLIERS, SQL_SUPPLIER_LIST, SCOPE_SUPPLIERS_READ,
     LIST("source", "external_id", "name", "name_kana", "corporate_number", "country", "kind",
          "website", "address_country", "address_postal_code", "address_region", "address_locality",
          "address_lines", "id", "revision", "status", "tags", "owner", "external_ids", "addresses",
          "services", "attributes", "profile.data_sensitivity", "profile.business_dependency",
          "profile.substitutability", "profile.supply_chain_stage", "profile.remote_connection",
          "profile.network_connectivity", "profile.record_volume", "profile.access_level",
          "profile.subcontracting", "tier", "recommended_star", "next_review_on", "created_at",
          "updated_at", "archived_at"),
     OF_SUPPLIERS, "SupplierStatus"},
    {"supplier_status", SQL_EXPORT_SUPPLIER_STATUS, SQL_SUPPLIER_LIST, SCOPE_SUPPLIERS_READ,
     LIST("source", "external_id", "name", "id", "corporate_number", "status", "tier",
          "recommended_star", "risk.assessment_status", "risk.band", "risk.band_reason",
          "risk.score", "risk.likelihood", "risk.impact", "risk.likelihood_business",
          "risk.likelihood_software", "risk.likelihood_service", "risk.confidence_label",
          "risk.as_of", "next_review_on", "updated_at"),
     OF_SUPPLIERS, NULL},
    {"contacts", SQL_EXPORT_CONTACTS, STATEMENT_COUNT, SCOPE_SUPPLIERS_READ,
     LIST("supplier.source", "supplier.external_id", "supplier.name", "name", "email", "phone",
          "role", "locale", "id", "revision", "source", "deliverable", "supplier.id"),
     LIST("supplier_id"), NULL},
    {"answers", SQL_EXPORT_ANSWERS, STATEMENT_COUNT, SCOPE_RESPONSES_READ,
     LIST("supplier.source", "supplier.external_id", "supplier.name", "questionnaire_code", "code",
          "type", "answer", "value", "review", "comment", "channel", "answered_at", "answered_by",
          "revision", "state", "response_id", "supplier.id"),
     LIST("campaign_id"), NULL},
    {"findings", SQL_EXPORT_FINDINGS, SQL_FINDING_LIST, SCOPE_RISKS_READ,
     LIST("id", "revision", "supplier.id", "supplier.name", "questionnaire_code", "question.code",
          "question.text", "kind", "state", "provisional", "regression", "contribution",
          "reduction", "threats", "response_id", "first_seen_at", "last_seen_at", "closed_at",
          "closed_reason"),
     LIST("supplier_id", "campaign_id", "state"), "FindingState"},
    {"measures", SQL_EXPORT_MEASURES, SQL_MEASURE_LIST, SCOPE_RISKS_READ,
     LIST("id", "revision", "supplier.id", "supplier.name", "state", "side", "source", "title",
          "description", "assignee", "effect", "impact", "findings", "due_on", "overdue",
          "started_at", "implemented_at", "verified_at", "verified_by", "verification_notes",
          "cancelled_at", "cancel_reason", "created_at", "created_by", "updated_at"),
     LIST("supplier_id", "state"), "MeasureState"},
    {"certificates", SQL_EXPORT_CERTIFICATES, SQL_CERTIFICATE_LIST, SCOPE_RISKS_READ,
     LIST("id", "revision", "supplier.id", "supplier.name", "kind", "name", "number", "scope",
          "issued_on", "expires_on", "expiry_assumed", "renewal_pending", "evidence", "assessor",
          "register_checked_on", "state", "question", "edited_at", "created_at", "updated_at"),
     LIST("supplier_id", "state"), "CertificateState"},
    {"contracts", SQL_EXPORT_CONTRACTS, SQL_CONTRACT_LIST, SCOPE_SUPPLIERS_READ,
     LIST("id", "revision", "supplier.id", "supplier.name", "number", "title", "starts_on",
          "ends_on", "notice_days", "notice_by", "security_clauses", "replaces_number", "state",
          "created_at", "updated_at"),
     LIST("supplier_id", "state"), "ContractState"},
    {"request_records", SQL_EXPORT_REQUEST_RECORDS, SQL_REQUEST_RECORD_LIST, SCOPE_RISKS_READ,
     LIST("id", "revision", "supplier.id", "supplier.name", "campaign_id", "measure_id",
          "requested_on", "reason", "explanation", "explained_on", "explained_by", "cost_bearer",
          "cost_note", "price_talk_on", "price_talk_result", "supplier_statement", "created_by",
          "created_at", "updated_at"),
     LIST("supplier_id", "campaign_id"), NULL},
    {"risk_scores", SQL_EXPORT_RISK_SCORES, SQL_RISK_SCORE_LIST, SCOPE_SCORES_READ,
     LIST("id", "supplier.id", "supplier.name", "response_id", "basis", "cause", "model_version",
          "as_of", "created_at", "impact", "likelihood", "likelihood_business",
          "likelihood_software", "likelihood_service", "score", "band", "band_reason",
          "computed_band", "assessment_status", "confidence", "confidence_label", "range.low",
          "range.high", "tier", "tier_provisional", "recommended_star", "inherent",
          "before_measures", "projected", "supersedes"),
     LIST("supplier_id", "tier", "band"), NULL},
    {"events", SQL_EXPORT_EVENTS, STATEMENT_COUNT, SCOPE_EVENTS_READ,
     LIST("seq", "id", "type", "occurred_at", "actor.kind", "actor.sub", "request_id",
          "resource.type", "resource.id", "resource.revision", "supplier_id", "changes", "erased",
          "erased_by", "prev_hash", "hash"),
     (const char *const[]){NULL}, NULL},
};

const struct export_kind *export_kind_find(const char *word)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].word, word) == 0)
            return &kinds[i];
    return NULL;
}

const struct export_kind *export_kind_of(enum statement_id list)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].list == list)
            return &kinds[i];
    return NULL;
}

/* ---- the order ---- */

static bool is_among(const char *const *list, const char *word)
{
    for (; *list != NULL; list++)
        if (strcmp(*list, word) == 0)
            return true;
    return false;
}

static void refuse_word(const struct reading *reading, const char *at, const char *word,
                        const char *const *allowed)
{
    struct buffer list;
    size_t count = 0;

    buffer_open(&list, reading->arena, 256);
    for (; allowed[count] != NULL; count++) {
        buffer_add_text(&list, count == 0 ? "[" : ",");
        buffer_add_json_text(&list, allowed[count], strlen(allowed[count]));
    }
    buffer_add_char(&list, ']');
    (void)fault_add(reading->failure, FAULT_IN_BODY, at, FAULT_NOT_ALLOWED_VALUE, "#allowed",
                    list.data, "did_you_mean", closest_word(word, allowed, count), NULL);
}

static void check_columns(const struct reading *reading, const struct export_kind *kind,
                          const json_t *columns)
{
    for (size_t i = 0; i < json_array_size(columns); i++) {
        const char *column = json_string_value(json_array_get(columns, i));

        if (!is_among(kind->columns, column))
            refuse_word(reading, arena_printf(reading->arena, "#/columns/%zu", i), column,
                        kind->columns);
    }
}

static bool is_word(const char *enumeration, const char *word)
{
    const struct schema *schema = schema_by_name(enumeration);

    for (size_t i = 0; i < schema->word_count; i++)
        if (text_same(schema->words[i].value, word))
            return true;
    return false;
}

bool export_order_is_known(const json_t *body)
{
    const char *encoding = json_member(body, "encoding");

    return is_word("ExportKind", json_member(body, "kind"))
        && is_word("FileFormat", json_member(body, "format"))
        && (encoding == NULL || is_word("FileEncoding", encoding));
}

static void check_states(const struct reading *reading, const struct export_kind *kind,
                         const json_t *states)
{
    for (size_t i = 0; i < json_array_size(states); i++)
        if (!is_word(kind->state, json_string_value(json_array_get(states, i))))
            (void)fault_add(reading->failure, FAULT_IN_BODY,
                            arena_printf(reading->arena, "#/filter/state/%zu", i),
                            FAULT_NOT_ALLOWED_VALUE, "vocabulary", kind->state, NULL);
}

static void check_filter(const struct reading *reading, const struct export_kind *kind,
                         const json_t *filter)
{
    const char *member;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)filter, member, value)
    {
        if (!is_among(kind->filters, member))
            (void)fault_add(reading->failure, FAULT_IN_BODY,
                            arena_printf(reading->arena, "#/filter/%s", member),
                            FAULT_UNSUPPORTED_CHANGE, "other", kind->word, NULL);
    }
    if (is_among(kind->filters, "state"))
        check_states(reading, kind, json_object_get(filter, "state"));
    if (kind->statement == SQL_EXPORT_ANSWERS && json_object_get(filter, "campaign_id") == NULL)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/filter/campaign_id", FAULT_REQUIRED,
                        NULL);
}

/* What only CSV knows. */
static void check_form(const struct reading *reading, const json_t *body)
{
    const char *format = json_member(body, "format"), *encoding = json_member(body, "encoding");

    if (strcmp(format, "csv") == 0)
        return;
    if (encoding != NULL && strcmp(encoding, "utf-8") != 0)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/encoding", FAULT_UNSUPPORTED_CHANGE,
                        "other", format, NULL);
    if (json_is_true(json_object_get(body, "excel_safe")))
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/excel_safe", FAULT_UNSUPPORTED_CHANGE,
                        "other", format, NULL);
}

static bool check_scope(const struct reading *reading, const struct export_kind *kind)
{
    return actor_may(reading, kind->scope)
        || fail(reading->failure, PROBLEM_FORBIDDEN, "#scope",
                arena_printf(reading->arena, "[\"%s\"]", scope_name(kind->scope)), NULL);
}

static bool emit_event(struct change *change, const char *id, const json_t *body)
{
    struct event event = {.type = "export.created",
                          .resource_type = "export",
                          .resource_id = id,
                          .revision = 1,
                          .changes = json_keep(change->arena,
                                               json_pack("{s:[n,s],s:[n,s],s:[n,O]}", "kind",
                                                         json_member(body, "kind"), "format",
                                                         json_member(body, "format"), "filter",
                                                         json_object_get(body, "filter")))};

    return change_event(change, &event);
}

static json_t *payload_of(struct change *change, const json_t *body, const char *types)
{
    json_t *payload = json_keep(change->arena, json_deep_copy(body));

    if (json_object_get(payload, "filter") == NULL)
        (void)json_object_set_new(payload, "filter", json_object());
    if (json_object_get(payload, "encoding") == NULL)
        (void)json_object_set_new(payload, "encoding", json_string("utf-8"));
    (void)json_object_set_new(payload, "lang",
                              json_string(change->locale == LOCALE_EN ? "en" : "ja"));
    if (types != NULL)
        (void)json_object_set_new(payload, "types", json_string(types));
    return payload;
}

bool export_order(struct change *change, const json_t *body, const char *types,
                  char ret_id[UUID_TEXT])
{
    const struct reading *reading = &change->reading;
    const struct export_kind *kind = export_kind_find(json_member(body, "kind"));
    json_t *payload = payload_of(change, body, types);

    if (!check_scope(reading, kind))
        return false;
    check_columns(reading, kind, json_object_get(body, "columns"));
    check_filter(reading, kind, json_object_get(body, "filter"));
    check_form(reading, body);
    return check_faults(reading) && exchange_has_room(reading, 0)
        && job_add(change, EXPORT_JOB, payload, 0, ret_id) && emit_event(change, ret_id, payload);
}

/* ---- the rows ---- */

void export_begin(const json_t *order, struct export_place *ret_place)
{
    *ret_place =
        (struct export_place){.kind = export_kind_find(json_member(order, "kind")), .order = order};
    ret_place->after = ret_place->kind->statement == SQL_EXPORT_EVENTS ? "0" : first_id;
}

bool export_total(const struct reading *reading, const struct export_place *place, long *ret_total)
{
    enum statement_id whole = place->kind->list == STATEMENT_COUNT
        ? STATEMENT_COUNT
        : statement_entry(place->kind->list)->whole;
    struct rows *rows;

    *ret_total = -1;
    if (whole == STATEMENT_COUNT || json_object_size(json_object_get(place->order, "filter")) > 0)
        return true;
    if (!db_run_one(reading->db, whole, NO_PARAMS, &rows))
        return false;
    *ret_total = (long)rows_integer(rows, 0, "total");
    return true;
}

static const char *bind(const struct reading *reading, const struct export_place *place,
                        const char *name)
{
    if (strcmp(name, "after_id") == 0)
        return place->after;
    if (strcmp(name, "limit") == 0)
        return integer_text(reading->arena, EXPORT_PAGE);
    if (strcmp(name, "last_seq") == 0)
        return place->last_seq;
    if (strcmp(name, "types") == 0)
        return json_member(place->order, "types");
    if (strcmp(name, "now") == 0)
        return now_text(reading);
    if (strcmp(name, "language") == 0)
        return json_member(place->order, "lang");
    return filter_value(reading->arena, json_object_get(place->order, "filter"), name);
}

bool export_page(const struct reading *reading, struct export_place *place, struct rows **ret_rows)
{
    const char *const *names = statement_entry(place->kind->statement)->names + 1;
    const char *values[PARAMETERS];
    size_t count = 0;

    for (; count < PARAMETERS && names[count] != NULL; count++)
        values[count] = bind(reading, place, names[count]);
    if (!db_run(reading->db, place->kind->statement, values, count, ret_rows))
        return false;
    if (rows_count(*ret_rows) > 0)
        place->after =
            arena_strdup(reading->arena, rows_text(*ret_rows, rows_count(*ret_rows) - 1, "_id"));
    return true;
}

void export_line(const struct export_place *place, const struct rows *rows, size_t row,
                 struct buffer *lines)
{
    if (place->kind->statement == SQL_EXPORT_EVENTS)
        event_show(lines, rows, row);
    else
        rows_write_object(rows, row, lines);
    buffer_add_char(lines, '\n');
}
