/*
 * The sentences stand in the order in which a buyer asks: how bad, for what, where, what to do, how
 * sure.
 */
#include "renkei/domain/assess/score_words.h"

#include <string.h>

#include "renkei/domain/change/checks.h"
#include "score_telling.h"

static void add_texts(struct telling *telling)
{
    json_t *question;
    size_t i;

    json_array_foreach(json_object_get(telling->explanation, "questions"), i, question)
    {
        const char *code = json_member(question, "code");

        if (telling_question(telling, code) != NULL)
            (void)json_object_set_new(question, "text", json_string(telling_text(telling, code)));
    }
}

/* ---- How bad. */

static const char *without_a_band(const struct telling *telling)
{
    const char *reason = json_member(telling->explanation, "reason");

    if (reason != NULL && strcmp(reason, "nothing_judged") == 0)
        return telling->is_ja ? "評価できる回答がないため、リスク値はありません。"
                              : "There is no number: no answer could be judged.";
    return SAY(telling,
               "判断材料が少ないため、リスクの区分は示していません（わかっている範囲では 25 "
               "点満点中 %.1f 点）。",
               "No band is shown, because too little is known; what is known comes to %.1f of 25.",
               telling_number(telling->score, "score"));
}

static void tell_number(struct telling *telling)
{
    const json_t *score = telling->score;
    const char *band = json_member(score, "band"), *computed = json_member(score, "computed_band");
    const char *text;

    if (band == NULL) {
        tell(telling, without_a_band(telling));
        return;
    }
    text = SAY(telling,
               "リスクは「%s」です。25 点満点中 %.1f 点で、影響の大きさ %.1f × 発生確率 %.1f "
               "（各 1～5）によります。",
               "The risk is “%s”: %.1f of 25, an impact of %.1f times a likelihood of %.1f (each 1 "
               "to 5).",
               telling_label(telling, "Band", band), telling_number(score, "score"),
               telling_number(score, "impact"), telling_number(score, "likelihood"));
    if (computed != NULL && strcmp(band, computed) != 0)
        text = SAY(telling, "%s計算上は「%s」ですが、「%s」のためこの区分としています。",
                   "%s By the number it would be “%s”; the band is another one for this reason: "
                   "%s.",
                   text, telling_label(telling, "Band", computed),
                   telling_label(telling, "BandReason", json_member(score, "band_reason")));
    tell(telling, text);
}

/* ---- For what. */

static void tell_stakes(struct telling *telling)
{
    static const char *const sides[] = {"C", "A", "N"};
    const json_t *impact = json_object_get(telling->explanation, "impact");
    size_t first = 0;

    for (size_t i = 1; i < 3; i++)
        if (telling_number(impact, sides[i]) > telling_number(impact, sides[first]))
            first = i;
    if (telling_number(impact, sides[first]) > 0)
        tell(telling,
             SAY(telling, "影響を大きくしている主な要因は、%sです。",
                 "What is at stake above all: %s.",
                 telling_label(telling, "ImpactSide", sides[first])));
}

static const char *certificate_sentence(const struct telling *telling, const json_t *question,
                                        bool expired, const char *text)
{
    const char *sentence = expired
        ? SAY(telling, "「%s」の証明書は期限が切れており、評価に入れていません。",
              "The certificate for “%s” has expired and does not count.", text)
        : SAY(telling, "「%s」には有効な証明書があり、その分リスクを低く見ています。",
              "For “%s” there is a valid certificate, which lowers the risk.", text);

    return json_is_true(json_object_get(question, "expiry_assumed"))
        ? SAY(telling, "%s有効期限は発行日からの推定です。",
              "%s Its last day is assumed from the day of issue.", sentence)
        : sentence;
}

static void tell_certificates(struct telling *telling)
{
    const json_t *question;
    size_t i;

    json_array_foreach(json_object_get(telling->explanation, "questions"), i, question)
    {
        const char *state = json_member(question, "state");
        bool expired = strncmp(state, "expired", 7) == 0;
        const char *text = telling_text(telling, json_member(question, "code"));

        if (!expired && strcmp(state, "valid") != 0)
            continue;
        tell(telling, certificate_sentence(telling, question, expired, text));
        return;
    }
}

/* ---- What to do, and how sure. */

static void tell_nothing_known(struct telling *telling)
{
    tell(telling,
         telling->is_ja
             ? "まだ回答がないため、どこに弱点があるかはわかりません。"
               "まず質問票への回答を依頼してください。"
             : "Nobody has answered yet, so nobody knows which door is open. Ask the supplier to "
               "answer the questionnaire first.");
}

static void tell_confidence(struct telling *telling)
{
    const json_t *score = telling->score, *range = json_object_get(score, "range");
    const char *how_sure = json_member(score, "confidence_label");
    const char *text;

    if (how_sure == NULL || !json_is_number(json_object_get(range, "low")))
        return;
    text = SAY(telling,
               "確からしさは「%s」です。回答がどこまで正しいかにより、%.1f 点から %.1f "
               "点の間になります。",
               "Confidence is “%s”: depending on how far the answers are true, the score lies "
               "between %.1f and %.1f.",
               telling_label(telling, "ConfidenceLabel", how_sure), telling_number(range, "low"),
               telling_number(range, "high"));
    if (json_is_true(json_object_get(score, "tier_provisional")))
        text = SAY(telling, "%sプロファイルに未入力の項目があり、入力すると変わることがあります。",
                   "%s The profile is not complete; filling it in may change the number.", text);
    tell(telling, text);
}

bool score_in_words(struct reading *reading, const struct rows *score, json_t **ret_json)
{
    struct telling telling = {.reading = reading, .is_ja = reading->locale == LOCALE_JA};

    telling.score = json_own(reading->arena, row_json(reading->arena, score));
    telling.explanation = json_object_get(telling.score, "explanation");
    telling.words = json_array();
    (void)json_object_set_new(telling.score, "words", telling.words);
    if (!telling_load(&telling))
        return false;
    add_texts(&telling);
    tell_number(&telling);
    tell_stakes(&telling);
    *ret_json = telling.score;
    if (!json_is_true(json_object_get(telling.explanation, "assessed"))) {
        tell_nothing_known(&telling);
        return true;
    }
    if (!tell_door(&telling))
        return false;
    tell_certificates(&telling);
    tell_request(&telling);
    tell_confidence(&telling);
    return true;
}
