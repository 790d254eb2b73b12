#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/reading.h"
#include "renkei/domain/gate/gate.h"
#include "rules.h"

/* What whoever is about to act concludes, by decision and language; the action stands between. */
static const struct advice {
    const char *before, *behind;
} advice[GATE_RANKS][2] = {
    {{"「", "」を進めて差し支えありません。"}, {"“", "” may go ahead."}},
    {{"「",
      "」の前に下記の理由をご確認ください。進めるかどうかは、確認のうえご担当者が判断します。"},
     {"Before “", "”, look at the reasons below. Whether it goes ahead is yours to decide."}},
    {{"「", "」は保留です。下記の理由が解消するまで、または保留が解除されるまでお待ちください。"},
     {"“", "” is on hold until the reasons below are settled or somebody releases it."}},
};

static const char *advise(struct reading *reading, const json_t *verdict, const char *action)
{
    enum gate_rank rank = gate_decision_rank(json_member(verdict, "decision"));
    const struct advice *text = &advice[rank][reading->locale];

    return arena_printf(reading->arena, "%s%s%s", text->before,
                        word_label("GateAction", action, reading->locale), text->behind);
}

/* What the reason is about, in words: a band, a kind of certificate. */
static const char *detail_label(const struct reading *reading, const json_t *reason)
{
    const char *detail = json_member(reason, "detail");
    bool is_band = strcmp(json_member(reason, "code"), "band_at_least") == 0;

    return detail == NULL
        ? NULL
        : word_label(is_band ? "Band" : "CertificateKind", detail, reading->locale);
}

static const char *reason_text(struct reading *reading, const json_t *reason)
{
    bool is_ja = reading->locale == LOCALE_JA;
    const char *detail = detail_label(reading, reason), *since = json_member(reason, "since");
    const char *text = word_label("GateCondition", json_member(reason, "code"), reading->locale);

    if (detail != NULL)
        text = arena_printf(reading->arena, is_ja ? "%s：%s" : "%s: %s", text, detail);
    if (since != NULL)
        text = arena_printf(reading->arena, is_ja ? "%s（%s から）" : "%s (since %s)", text, since);
    if (json_is_true(json_object_get(reason, "expiry_assumed")))
        text = arena_printf(reading->arena,
                            is_ja ? "%s。有効期限は発行日からの推定です"
                                  : "%s; its last day is assumed from the day of issue",
                            text);
    return text;
}

static void put_into_words(struct reading *reading, json_t *verdict, const char *action)
{
    json_t *reason;
    size_t i;

    json_array_foreach(json_object_get(verdict, "reasons"), i, reason)
    {
        (void)json_object_set_new(reason, "text", json_string(reason_text(reading, reason)));
    }
    (void)json_object_set_new(verdict, "text", json_string(advise(reading, verdict, action)));
    (void)json_object_del(verdict, "held");
}

/* What is worth knowing beside a hold. It is added to the verdict and decides nothing. */
static json_t *information(const struct reading *reading, const struct gate_facts *facts,
                           size_t row, const json_t *verdict)
{
    static const char code[] = "no_request_record";
    json_t *notes = json_array();

    if (gate_decision_rank(json_member(verdict, "decision")) == GATE_HOLD
        && !rows_boolean(facts->rows, row, "is_asked"))
        (void)json_array_append_new(
            notes,
            json_pack("{s:s,s:s}", "code", code, "text",
                      word_label("GateInformation", code, reading->locale)));
    return notes;
}

static void copy_column(json_t *answer, const char *name, const struct rows *rows, size_t row)
{
    const char *text = rows_text(rows, row, name);

    (void)json_object_set_new(answer, name, text == NULL ? json_null() : json_string(text));
}

static json_t *unknown(struct reading *reading)
{
    return json_keep(reading->arena,
                     json_pack("{s:n,s:n,s:n,s:n,s:[],s:[]}", "decision", "valid_until", "text",
                               "released", "reasons", "information"));
}

bool gate_answer(struct reading *reading, const struct gate_facts *facts, size_t row,
                 const char *action, json_t **ret_answer)
{
    static const char *const columns[] = {"id",   "source", "external_id", "assessment_status",
                                          "band", "tier",   NULL};
    bool is_found = rows_text(facts->rows, row, "id") != NULL;

    if (!is_found)
        *ret_answer = unknown(reading);
    else if (!gate_decide(reading, facts, row, action, ret_answer))
        return false;
    else {
        (void)json_object_set_new(*ret_answer, "information",
                                  information(reading, facts, row, *ret_answer));
        put_into_words(reading, *ret_answer, action);
    }
    for (size_t i = 0; columns[i] != NULL; i++)
        copy_column(*ret_answer, columns[i], facts->rows, row);
    (void)json_object_set_new(*ret_answer, "found", json_boolean(is_found));
    return true;
}
