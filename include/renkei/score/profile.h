/*
 * The fields of a supplier's profile, one row each: its name, its words and what they are worth. A
 * new field is a row here and what impact.c makes of it; CONTRIBUTING.md ("Add a profile field")
 * names the places outside of C.
 */
#ifndef RENKEI_SCORE_PROFILE_H
#define RENKEI_SCORE_PROFILE_H

/*
 * ROW(constant, name, words): `words` are {word, value}, at most SCORE_FIELD_WORDS. Every model
 * knows the first list, and an unknown field of it counts as the worst case. The first model knows
 * none of the second, and an unknown field of that is left out.
 */
#define SCORE_BASIC_FIELD_ROWS(ROW)                                                                \
    ROW(DATA_SENSITIVITY, data_sensitivity, {"none", 0}, {"internal", 0.25},                       \
        {"confidential", 0.5}, {"personal", 0.75}, {"special", 1})                                 \
    ROW(BUSINESS_DEPENDENCY, business_dependency, {"none", 0}, {"low", 0.25}, {"medium", 0.5},     \
        {"high", 0.75}, {"critical", 1})                                                           \
    ROW(SUBSTITUTABILITY, substitutability, {"easy", 0}, {"hard", 0.5}, {"none", 1})               \
    ROW(SUPPLY_CHAIN_STAGE, supply_chain_stage, {"procurement", 1}, {"production", 0.75},          \
        {"logistics", 0.5}, {"sales", 0.25}, {"software", 1}, {"service", 1})                      \
    ROW(REMOTE_CONNECTION, remote_connection, {"none", 0}, {"on_demand", 0.5}, {"always_on", 1})   \
    ROW(NETWORK_CONNECTIVITY, network_connectivity, {"none", 0}, {"limited", 0.5}, {"flat", 1})

#define SCORE_FURTHER_FIELD_ROWS(ROW)                                                              \
    ROW(RECORD_VOLUME, record_volume, {"up_to_1000", -0.25}, {"up_to_100000", 0},                  \
        {"over_100000", 0.25}, {"not_counted", 0})                                                 \
    ROW(ACCESS_LEVEL, access_level, {"none", 0}, {"on_site", 0.25}, {"user", 0.5},                 \
        {"administrator", 1})                                                                      \
    ROW(SUBCONTRACTING, subcontracting, {"none", 0}, {"one_level", 0.5}, {"nested", 1})

#define SCORE_FIELD_CONSTANT(NAME, ...) SCORE_##NAME,
enum score_field {
    SCORE_BASIC_FIELD_ROWS(SCORE_FIELD_CONSTANT) SCORE_BASIC_FIELDS,
    SCORE_LAST_BASIC_FIELD = SCORE_BASIC_FIELDS - 1,
    SCORE_FURTHER_FIELD_ROWS(SCORE_FIELD_CONSTANT) SCORE_FIELDS
};
#undef SCORE_FIELD_CONSTANT

enum { SCORE_FIELD_WORDS = 6 };

#endif
