/*
 * The layout of generated/contract_tables.c; read by src/contract alone.
 */
#ifndef RENKEI_CONTRACT_TABLES_H
#define RENKEI_CONTRACT_TABLES_H

#include "renkei/contract/contract.h"

/* One segment of a path. Literal children stand together; the parameter takes any other segment. */
struct route_node {
    const char *segment;
    size_t length;
    const struct route_node *children;
    size_t child_count;
    const struct route_node *parameter; /* NULL: none here */
    const struct operation *operations[METHOD_COUNT];
};

struct contract_tables {
    const struct operation *operations;
    size_t operation_count;
    const struct route_node *routes;      /* the first is the root */
    const struct problem_entry *problems; /* by enum problem */
    const struct fault_entry *faults;     /* by enum fault_code */
    const struct enum_word *scopes;       /* by enum scope */
    const struct event_type *event_types; /* the words of EventType */
    size_t event_type_count;
    const struct schema *const *named; /* components that requests or the vocabulary use */
    size_t named_count;
    const struct schema *const *vocabulary;
    size_t vocabulary_count;
    const char *const *patterns; /* PCRE2 sources, by schema.pattern_index */
    size_t pattern_count;
};

extern const struct contract_tables contract_tables;

#endif
