/*
 * Contract: openapi.yaml compiled into tables by tools/contract.py, and the validator over them.
 *
 * generated/operations.h  enum operation_id, enum scope, and a prototype of every handler
 *                         (operationId = function name; a missing handler does not link)
 * generated/problems.h    enum problem, enum fault_code
 * The tables are const and hold everything: routes, parameters, scopes, bodies, words.
 */
#ifndef RENKEI_CONTRACT_CONTRACT_H
#define RENKEI_CONTRACT_CONTRACT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "generated/base/problems.h"
#include "generated/contract/operations.h"
#include "renkei/base/failure.h"

struct buffer;
struct request;

enum locale { LOCALE_JA, LOCALE_EN };
enum method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE, METHOD_COUNT };

/* Bits of JSON types a schema allows. */
enum {
    TYPE_NULL = 1,
    TYPE_BOOLEAN = 2,
    TYPE_INTEGER = 4,
    TYPE_NUMBER = 8,
    TYPE_STRING = 16,
    TYPE_ARRAY = 32,
    TYPE_OBJECT = 64
};

enum format {
    FORMAT_NONE,
    FORMAT_UUID,
    FORMAT_DATE,
    FORMAT_DATE_TIME,
    FORMAT_EMAIL,
    FORMAT_LINE,             /* single-line text for people */
    FORMAT_TEXT,             /* text of several lines */
    FORMAT_CORPORATE_NUMBER, /* 13 digits (half or full width), check digit verified */
    FORMAT_COUNTRY,          /* ISO 3166-1 alpha-2 */
    FORMAT_TIME_ZONE         /* a name of the IANA data base */
};

struct schema;

struct property {
    const char *name;
    const struct schema *schema;
    bool required;
    bool read_only;
    bool echoed; /* read-only, and taken all the same: whether it is unchanged is judged later */
};

/* A word of an enumeration with its labels for people (x-labels); value NULL is JSON null. */
struct enum_word {
    const char *value;
    const char *label[2]; /* by enum locale */
};

struct schema {
    const char *name; /* component name, NULL for an inline schema */
    unsigned types;
    enum format format;
    const char *pattern;  /* PCRE2 source, NULL: any; compiled once at start */
    size_t pattern_index; /* into the compiled patterns */
    int64_t minimum, maximum;
    double number_minimum, number_maximum;
    size_t min_length, max_length; /* code points, items of an array, members of a map */
    const struct enum_word *words; /* NULL: not an enumeration */
    size_t word_count;
    const char *help[2]; /* x-help of an enumeration by enum locale, NULLs: none */
    const struct property *properties;
    size_t property_count;
    enum fault_code unknown_fault; /* x-unknown-fault: reported for a member not in `properties` */
    bool additional;               /* members beyond `properties` are allowed (JSON documents) */
    const struct schema *items;    /* arrays, and values of a map when additional */
    bool unique_items;
    bool null_empty; /* of a list: null is taken as the empty one, so that nobody behind meets it */
    bool alone; /* of a list: its items are judged one by one by who takes them (x-body-rows) */
    const char *discriminator;       /* oneOf: the member that chooses */
    const struct property *branches; /* discriminator value -> schema */
    size_t branch_count;
    const struct schema *untyped; /* of an object without the discriminator; NULL: it is required */
};

struct parameter {
    const char *name; /* as written, "score[gte]" included */
    const struct schema *schema;
    bool required;
    bool many;                 /* repeated or comma-separated values mean OR */
    bool empty_allowed;        /* `name=` gives the empty text; else it is a fault */
    const char *default_value; /* NULL: none */
};

/* Who answers an operation (x-lane). */
enum lane_kind {
    LANE_TENANT,  /* a worker, in the turn of the request's tenant */
    LANE_FAST,    /* a loop, in the same turn: one short read or a few, and no change */
    LANE_REPORT,  /* a worker of reports, in the same turn: it reads much, and changes nothing */
    LANE_HEALTH,  /* a thread that does nothing else */
    LANE_AT_ONCE, /* the thread that reads it: nothing is waited for */
};

enum if_match { IF_MATCH_IGNORED, IF_MATCH_OPTIONAL, IF_MATCH_REQUIRED };

struct operation {
    enum operation_id id;
    const char *name; /* operationId */
    enum method method;
    const char *route;      /* path template: the label of metrics and logs */
    bool is_public;         /* security: [] */
    const uint64_t *scopes; /* alternatives, each a set of scope bits; none: any token */
    size_t scope_count;
    const struct parameter *path, *query;
    size_t path_count, query_count;
    const struct schema *body; /* NULL: no body is read */
    bool body_required;
    bool merge_patch;            /* application/merge-patch+json as well as application/json */
    bool form;                   /* a form instead, and errors as RFC 6749 has them */
    size_t body_limit;           /* bytes; x-body-limit, default 256 KiB */
    size_t body_nodes;           /* JSON nodes; x-body-nodes, default 10 000 */
    const char *body_items;      /* a list whose items stand alone (x-body-items), or NULL */
    const char *const *consumes; /* media types of a file that is taken as it comes (x-body-file) */
    size_t consume_count;
    const char *body_rows; /* a list whose items may come as lines, too (x-body-rows), or NULL */
    bool contributor;      /* also for who answers some sections alone (x-contributor) */
    enum lane_kind lane;
    const struct operation *current; /* GET of what a PATCH changes */
    enum if_match if_match;
    bool idempotent;             /* takes an Idempotency-Key */
    const char *const *produces; /* media types, the first is the default */
    size_t produce_count;
};

/* A word of EventType, and who may see such events: whoever may read their resource. */
struct event_type {
    const char *word;
    const uint64_t *scopes; /* alternatives, each a set of scope bits; none: anybody */
    size_t scope_count;
};

struct problem_entry {
    const char *code;
    int status;
    const char *title[2];  /* by enum locale */
    const char *detail[2]; /* template with {name}s, "" when the title says it all */
};

struct fault_entry {
    const char *code;
    const char *detail[2];
};

/* Segments of the longest route, and query parameters a request may carry. */
enum { PATH_VALUES_MAX = 4, QUERY_VALUES_MAX = 48 };

/* A checked value: text as given (decoded, NFC not applied), lists as a PostgreSQL array literal.
 */
struct value {
    const struct parameter *parameter;
    const char *text;  /* NULL: not given and no default */
    const char *array; /* of `many` parameters: PostgreSQL text-array literal, else NULL */
};

struct parameters {
    struct value path[PATH_VALUES_MAX];
    struct value query[QUERY_VALUES_MAX]; /* same order as operation->query */
};

/* What a path leads to: the operation, or the methods that exist there. */
struct route_match {
    bool path_known;
    unsigned methods; /* bits 1 << enum method */
    const struct operation *operation;
    const char *values[PATH_VALUES_MAX]; /* decoded path values, in the arena */
};

/*
 * The handlers by operation_id live in generated/handlers.c, which only the program links (room
 * http): the contract room stands below the handlers and must link without them.
 */
typedef bool (*operation_handler)(struct request *rq);
extern const operation_handler operation_handlers[];

const struct operation *operation_table(size_t *ret_count);
const struct event_type *event_type_table(size_t *ret_count);
/* Whether scopes satisfy one of the alternatives; none asks for nothing. */
bool scopes_satisfy(uint64_t scopes, const uint64_t *alternatives, size_t count);
const struct problem_entry *problem_entry(enum problem problem);
const struct fault_entry *fault_entry(enum fault_code code);
/* The code of a word of FaultCode, which there is. */
enum fault_code fault_by_code(const char *word);
enum problem problem_by_code(const char *code); /* PROBLEM_NONE: unknown */
const char *scope_name(enum scope scope);
bool scope_by_name(const char *name, size_t length, enum scope *ret_scope);
/* 1 << scope; 0: there is none of this name. */
uint64_t scope_bit(const char *name, size_t length);
const struct schema *schema_by_name(const char *component);
/* The label of a word (NULL: of null) of a named enumeration; a word it lacks is its own label. */
const char *word_label(const char *enumeration, const char *word, enum locale locale);
/* Every enumeration with labels, for GET /v1/vocabulary. */
const struct schema *const *vocabulary_table(size_t *ret_count);
/* openapi.yaml as JSON, as served, with the texts of one language. */
const char *openapi_json(enum locale locale, size_t *ret_length);

/* Compiles the patterns; called once at start. false: a pattern is broken (build fault). */
bool contract_open(void);

/* Finds the route of a decoded-by-segment raw path ("/v1/suppliers/…"). */
void contract_route(const char *path, enum method method, struct arena *arena,
                    struct route_match *ret_match);
/*
 * Checks path values (a malformed one is PROBLEM_MALFORMED_ID) and the raw query string (unknown,
 * duplicate, ill-typed: PROBLEM_INVALID_QUERY with every fault).
 */
bool contract_check_parameters(const struct operation *operation, const struct route_match *match,
                               const char *query, struct failure *failure,
                               struct parameters *ret_parameters);
/*
 * Bytes -> jansson value: UTF-8, depth, nodes, duplicate keys, NUL checked before and while parsing
 * (PROBLEM_INVALID_JSON, too_deep, ...). The value is owned by the arena (deferred json_decref).
 */
bool contract_parse_json(const char *bytes, size_t length, size_t max_nodes,
                         struct failure *failure, json_t **ret_value);
/*
 * As contract_parse_json, of lines: a value on each that is not blank. They become the list `rows`
 * of an object, as if they had come in one.
 */
bool contract_parse_lines(const char *bytes, size_t length, size_t max_nodes, const char *rows,
                          struct failure *failure, json_t **ret_value);
/*
 * Checks a body against the operation's schema: PROBLEM_VALIDATION_FAILED (422) with every fault,
 * pointers below "#". `partial` (merge patch): required members may be absent, null clears nullable
 * ones. A whole number written as a real (3.0) becomes an integer where one is meant.
 */
bool contract_check_body(const struct schema *schema, json_t *body, bool partial,
                         struct failure *failure);
/* The detail of a problem, with its gaps open: for whoever looks a code up. */
const char *problem_outline(enum problem problem, enum locale locale, struct arena *arena);
/* The collected faults as the list that `errors` of a problem is. */
void problem_write_faults(const struct failure *failure, enum locale locale, struct buffer *buffer);
/* The problem document in the asked language; written into the buffer. */
void problem_write(const struct failure *failure, enum locale locale, const char *request_id,
                   const char *trace_id, struct buffer *buffer);

#endif
