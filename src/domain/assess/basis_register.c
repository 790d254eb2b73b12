/* What stands beside the answers in a basis: measures, and certificates changed by hand. */
#include <stdint.h>
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/assess/basis_register.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/reading.h"

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

/* ---- measures ---- */

/* The target of a finding, NULL: its questionnaire does not count, or this version lacks it. */
static json_t *question_target(const struct basis *basis, const json_t *finding, json_t *effect)
{
    const char *code = json_string_value(json_array_get(finding, 0));
    const char *question = json_string_value(json_array_get(finding, 1));
    const struct basis_sheet *sheet = basis_sheet(basis, code);

    if (sheet == NULL || score_sheet_find(sheet->questionnaire->sheet, question) == NULL)
        return NULL;
    if (basis->model == SCORE_MODEL_1)
        return json_pack("{s:s,s:O}", "question", question, "effect", effect);
    return json_pack("{s:o,s:O}", "question", json_sprintf("%s/%s", code, question), "effect",
                     effect);
}

static json_t *targets_of(const struct basis *basis, const json_t *measure)
{
    const char *impact = text_of(measure, "impact");
    json_t *effect = json_object_get(measure, "effect");
    json_t *targets = json_array(), *finding;
    size_t i;

    if (impact != NULL)
        (void)json_array_append_new(targets,
                                    json_pack("{s:s,s:O}", "impact", impact, "effect", effect));
    json_array_foreach(json_object_get(measure, "findings"), i, finding)
    {
        json_t *target = question_target(basis, finding, effect);

        if (target != NULL)
            (void)json_array_append_new(targets, target);
    }
    return targets;
}

void basis_add_measure(struct basis *basis, const json_t *measure)
{
    json_t *targets = targets_of(basis, measure);

    if (json_array_size(targets) == 0)
        json_decref(targets);
    else
        (void)json_array_append_new(json_object_get(basis->input, "measures"),
                                    json_pack("{s:O,s:O,s:o}", "id", json_object_get(measure, "id"),
                                              "status", json_object_get(measure, "status"),
                                              "targets", targets));
}

/* ---- certificates ---- */

const char *certificate_kind_of(const struct questionnaire *questionnaire, size_t question)
{
    const struct score_sheet *sheet = questionnaire->sheet;
    const struct score_question *scored = score_sheet_scored(sheet, question);

    if (scored == NULL)
        return NULL;
    switch (scored->certificate) {
    case SCORE_P_MARK:
        return "p_mark";
    case SCORE_ISMS:
        return "isms";
    default:
        return NULL;
    }
}

static json_int_t edited_at(const json_t *certificate)
{
    return json_integer_value(json_object_get(certificate, "edited_at"));
}

/* The one that holds longest among those changed by hand since the answer was given. */
static const json_t *find_newer(const json_t *certificates, const char *kind,
                                json_int_t answered_at)
{
    const json_t *best = NULL, *certificate;
    const char *best_until = "";
    size_t i;

    json_array_foreach(certificates, i, certificate)
    {
        const char *until = text_of(certificate, "expires_on");

        if (strcmp(text_of(certificate, "kind"), kind) != 0 || edited_at(certificate) == 0
            || edited_at(certificate) < answered_at)
            continue;
        until = until == NULL ? "" : until;
        if (best == NULL || strcmp(until, best_until) > 0) {
            best = certificate;
            best_until = until;
        }
    }
    return best;
}

static json_t *as_answer(const json_t *certificate)
{
    return json_pack("{s:s,s:O,s:O,s:O,s:O}", "status", "obtained", "number",
                     json_object_get(certificate, "number"), "expires_on",
                     json_object_get(certificate, "expires_on"), "renewal_pending",
                     json_object_get(certificate, "renewal_pending"), "evidence",
                     json_object_get(certificate, "evidence"));
}

static void lay_over(const struct basis_sheet *sheet, size_t question, const json_t *certificates)
{
    const char *code = sheet->questionnaire->sheet->questions[question].code;
    const char *kind = certificate_kind_of(sheet->questionnaire, question);
    json_int_t answered_at = json_integer_value(json_object_get(sheet->certified_at, code));
    const json_t *newer = kind == NULL ? NULL : find_newer(certificates, kind, answered_at);

    if (newer == NULL)
        return;
    (void)json_object_set_new(sheet->answers, code, as_answer(newer));
    if (json_is_true(json_object_get(newer, "expiry_assumed")))
        (void)json_array_append_new(sheet->assumed, json_string(code));
}

/* Within a round nobody answered there is nothing to put right. */
static void lay_certificates_over(const struct basis_sheet *sheet, const json_t *certificates)
{
    for (size_t q = 0; q < sheet->questionnaire->sheet->question_count; q++)
        lay_over(sheet, q, certificates);
}

/* Whether an explanation calls this question so: its code, or that of the sheet before it. */
static bool is_called(const struct basis_sheet *sheet, const char *question, const char *name)
{
    const char *code = sheet->questionnaire->code;
    size_t length = strlen(code);

    return strcmp(name, question) == 0
        || (strncmp(name, code, length) == 0 && name[length] == '/'
            && strcmp(name + length + 1, question) == 0);
}

static bool rests_on_assumed(const struct basis *basis, const char *name)
{
    const json_t *question;
    size_t i;

    for (size_t s = 0; s < basis->sheet_count; s++) {
        json_array_foreach(basis->sheets[s].assumed, i, question)
        {
            if (is_called(&basis->sheets[s], json_string_value(question), name))
                return true;
        }
    }
    return false;
}

const char *basis_tell_assumed(struct reading *reading, const struct basis *basis,
                               json_t *explanation)
{
    json_t *codes = json_keep(reading->arena, json_array()), *question;
    size_t i;

    json_array_foreach(json_object_get(explanation, "questions"), i, question)
    {
        if (!rests_on_assumed(basis, text_of(question, "code")))
            continue;
        (void)json_object_set_new(question, "expiry_assumed", json_true());
        (void)json_array_append(codes, json_object_get(question, "code"));
    }
    return json_text(reading->arena, codes);
}

void basis_add_register(struct reading *reading, struct basis *basis)
{
    const json_t *measures = basis_json(reading, basis, "measures");
    const json_t *certificates = basis_json(reading, basis, "certificates");
    const json_t *measure;
    size_t i;

    json_array_foreach(measures, i, measure)
    {
        basis_add_measure(basis, measure);
    }
    for (size_t s = 0; certificates != NULL && s < basis->sheet_count; s++)
        if (basis->sheets[s].response_id != NULL)
            lay_certificates_over(&basis->sheets[s], certificates);
}
