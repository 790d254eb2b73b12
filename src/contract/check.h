/*
 * Check: what the checks of bodies and parameters share. Private to the contract room.
 */
#ifndef CONTRACT_CHECK_H
#define CONTRACT_CHECK_H

#include "renkei/contract/contract.h"

/* Where a value stands in the request, from the inside out; written down only for a fault. */
struct place {
    const struct place *above; /* NULL: the body itself, or a parameter */
    const char *name;          /* member or parameter; NULL: entry `index` of a list */
    size_t index;
};

struct check {
    struct failure *failure; /* NULL: faults are not reported, only yes or no */
    enum fault_source source;
    bool partial; /* merge patch */
};

/*
 * Records a fault at `place` with one parameter for its words (name NULL: none; '#' as in fail()).
 * Always false.
 */
bool check_fault(const struct check *check, const struct place *place, enum fault_code code,
                 const char *name, const char *value);
bool check_fault_size(const struct check *check, const struct place *place, enum fault_code code,
                      const char *name, size_t value);

/* As check_fault, with `min` and `max`. */
bool check_fault_between(const struct check *check, const struct place *place, enum fault_code code,
                         const char *min, const char *max);

/* Length, form, words, pattern of a text of valid UTF-8. */
bool check_text(const struct check *check, const struct place *place, const struct schema *schema,
                const char *text, size_t length);
bool check_integer(const struct check *check, const struct place *place,
                   const struct schema *schema, int64_t value);
bool check_number(const struct check *check, const struct place *place, const struct schema *schema,
                  double value);
/* The value is beyond what an integer can hold: too_large or too_small. Always false. */
bool check_fault_far(const struct check *check, const struct place *place,
                     const struct schema *schema, bool negative);
/* The value is none of schema->words. Always false. */
bool check_fault_words(const struct check *check, const struct place *place,
                       const struct schema *schema, const char *word);

bool pattern_matches(size_t index, const char *text, size_t length);
/* Half-width digits of a corporate number of 13 half- or full-width digits. */
bool corporate_number_digits(const char *text, size_t length, char ret_digits[14]);
bool country_known(const char *text, size_t length);
bool time_zone_known(const char *text, size_t length);

#endif
