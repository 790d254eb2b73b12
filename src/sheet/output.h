/*
 * Results as JSON: the members that results of all models have (output.c), and what each model's
 * result is put together from (result_1.c, result_2.c).
 */
#ifndef RENKEI_SRC_SHEET_OUTPUT_H
#define RENKEI_SRC_SHEET_OUTPUT_H

#include "renkei/sheet/sheet.h"

/* Both the name of a member and its number. */
struct named_number {
    const char *name;
    double value;
};

/* The value goes over to the object. */
void put(json_t *object, const char *name, json_t *value);
/* Rounded half up to six decimals. */
void put_number(json_t *object, const char *name, double value);
void put_text(json_t *object, const char *name, const char *text);
void put_flag(json_t *object, const char *name, bool flag);
void put_numbers(json_t *result, const char *name, const struct named_number *numbers,
                 size_t count);

#define PUT_NUMBERS(result, name, ...)                                                             \
    put_numbers(result, name, (const struct named_number[]){__VA_ARGS__},                          \
                sizeof((const struct named_number[]){__VA_ARGS__}) / sizeof(struct named_number))

void put_impact(json_t *result, const struct score_explanation *explanation);
void put_range(json_t *result, const struct score_explanation *explanation);
json_t *confidence_json(const struct score_explanation *explanation);
void put_risk(json_t *result, const char *name, const struct score_risk *risk, bool with_impact);
void put_tier(json_t *result, const struct score_explanation *explanation);
void put_ebios(json_t *result, const struct score_explanation *explanation);
void put_kinds(json_t *result, const struct score_supplier *supplier,
               const struct score_explanation *explanation);
void put_questions(json_t *result, const struct score_supplier *supplier,
                   const struct score_explanation *explanation);
/* `general` is the rank under which the implicit threat goes. */
void put_threats(json_t *result, const struct score_supplier *supplier,
                 const struct score_explanation *explanation, int general);
void put_plan(json_t *result, const struct score_supplier *supplier,
              const struct score_explanation *explanation);

/* Every member but `model`. */
void put_result_1(json_t *result, const struct score_supplier *supplier,
                  const struct score_explanation *explanation);
void put_result_2(json_t *result, const struct score_supplier *supplier,
                  const struct score_explanation *explanation);

#endif
