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

static bool is_unjudged(const struct telling *telling)
{
    const char *reason = json_member(telling->explanation, "reason");

    return reason != NULL && strcmp(reason, "nothing_judged") == 0;
}

static const char *without_a_band(const struct telling *telling)
{
    if (is_unjudged(telling))
        return telling->is_ja ? "評価の対象になる回答がないため、リスク値はありません。"
                              : "There is no score, because no answer could be judged.";
    return SAY(
        telling,
        "判断材料が少ないため、リスクの区分は示していません。わからない点を悪い方に見ると、"
        "リスク値は %.1f 点（最大 25 点）です。",
        "No band is shown, because too little is known; taking what is unknown at its worst, "
        "the score is %.1f out of 25.",
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
               "リスクは「%s」です。リスク値は %.1f 点（最大 25 点、大きいほど危険）で、"
               "影響の大きさ %.1f × 発生確率 %.1f（いずれも 1～5）から計算しています。",
               "The risk is “%s”: a score of %.1f out of 25, from an impact of %.1f times a "
               "likelihood of %.1f, each between 1 and 5.",
               telling_label(telling, "Band", band), telling_number(score, "score"),
               telling_number(score, "impact"), telling_number(score, "likelihood"));
    if (computed != NULL && strcmp(band, computed) != 0)
        text = SAY(telling, "%s計算上は「%s」ですが、「%s」のためこの区分としています。",
                   "%s By the score alone it would be “%s”; the reason for the band shown is “%s”.",
                   text, telling_label(telling, "Band", computed),
                   telling_label(telling, "BandReason", json_member(score, "band_reason")));
    tell(telling, text);
}

/* ---- For what. */

static const struct side {
    const char *name;
    const char *field; /* of the profile, that it stands or falls with */
    const char *texts[2];
} sides[] = {
    {"C",
     "data_sensitivity",
     {"この取引先が扱う情報の重要さ", "the information that this supplier handles"}},
    {"A",
     "business_dependency",
     {"この取引先への業務の依存", "how much your business depends on this supplier"}},
    {"N",
     "remote_connection",
     {"自社のシステムやネットワークへの接続", "this supplier's connections to your systems"}},
};

enum { SIDES = sizeof sides / sizeof *sides };

static double side_of(const struct telling *telling, size_t side)
{
    return telling_number(json_object_get(telling->explanation, "impact"), sides[side].name);
}

static void tell_stakes(struct telling *telling)
{
    const json_t *missing = json_object_get(telling->explanation, "profile_missing");
    const char *text = NULL;
    double largest = 0;

    for (size_t i = 0; i < SIDES; i++)
        largest = side_of(telling, i) > largest ? side_of(telling, i) : largest;
    for (size_t i = 0; largest > 0 && i < SIDES; i++) {
        const char *one = sides[i].texts[telling->is_ja ? 0 : 1];

        if (side_of(telling, i) < largest || telling_lists(missing, sides[i].field))
            continue;
        text = text == NULL ? one : SAY(telling, "%sと、%s", "%s and %s", text, one);
    }
    if (text != NULL)
        tell(telling,
             SAY(telling, "影響の大きさを主に決めているのは、%sです。",
                 "What decides the impact most is %s.", text));
    else if (largest > 0)
        tell(
            telling,
            telling->is_ja
                ? "取引先のプロファイルに未入力の項目があるため、影響の大きさは最悪の場合で見ています。"
                : "The profile of the supplier is not complete, so the impact is taken at its "
                  "worst.");
}

/* ---- Where too little is known. */

struct known {
    size_t asked, answered, old;
};

static struct known what_is_known(const struct telling *telling)
{
    struct known known = {0};
    const json_t *question;
    size_t i;

    json_array_foreach(json_object_get(telling->explanation, "questions"), i, question)
    {
        const char *state = json_member(question, "state");

        if (strcmp(state, "credited") == 0 || strcmp(state, "not_counted") == 0)
            continue; /* a bonus is asked of nobody */
        known.asked++;
        known.answered += strcmp(state, "unanswered") != 0;
        known.old += telling_lists(json_object_get(question, "issues"), "stale");
    }
    return known;
}

static const char *nothing_known_text(const struct telling *telling)
{
    return telling->is_ja
        ? "まだ回答がないため、どこに弱点があるかはわかりません。"
          "まず質問票への回答を依頼してください。"
        : "Nobody has answered yet, so nobody knows which door is open. Ask the supplier to "
          "answer the questionnaire first.";
}

static const char *unfit_text(const struct telling *telling)
{
    const json_t *confidence = json_object_get(telling->explanation, "confidence");
    bool is_profile = telling_number(confidence, "profile") < telling_number(confidence, "answers");

    if (!is_unjudged(telling) && is_profile)
        return telling->is_ja
            ? "回答はありますが、取引先のプロファイルが未入力のため評価できません。"
              "まずプロファイルを入力してください。"
            : "There are answers, but too little of the profile is filled in to judge the risk. "
              "Fill in the profile first.";
    return telling->is_ja
        ? "「該当なし」の回答が多く、評価に足りる回答がありません。"
          "まず「該当なし」とした理由を取引先に確認してください。"
        : "So much is answered “Not applicable” that too little is left to judge by. Ask the "
          "supplier for its reasons first.";
}

/* Answers there are, but not enough of them. */
static const char *little_known_text(const struct telling *telling, struct known known)
{
    if (known.old * 2 > known.answered)
        return telling->is_ja
            ? "回答が古くなり、評価の根拠として足りません。まず新しい回答を依頼してください。"
            : "The answers have become too old to judge by. Ask for new ones first.";
    if (known.answered * 4 < known.asked * 3)
        return telling->is_ja
            ? arena_printf(telling->reading->arena,
                           "全 %zu 問のうち回答があるのは %zu 問で、評価には足りません。"
                           "まず残りの設問への回答を依頼してください。",
                           known.asked, known.answered)
            : arena_printf(telling->reading->arena,
                           "Only %zu of %zu questions have been answered, which is too little to "
                           "judge by. Ask for the other answers first.",
                           known.answered, known.asked);
    return unfit_text(telling);
}

/* ---- How sure. */

/* What the score may still move by. */
static const char *causes_text(const struct telling *telling, struct known known)
{
    static const char *const answers[2][2] = {
        {"回答がどこまで事実か", "how far the answers are true"},
        {"未回答の設問がどうか、回答がどこまで事実か",
         "the missing answers and how far the others are true"}};
    const char *text = answers[known.answered < known.asked][telling->is_ja ? 0 : 1];

    if (json_is_true(json_object_get(telling->score, "tier_provisional")))
        return SAY(telling, "%s、プロファイルの未入力の項目がどうか",
                   "%s, and on what the profile lacks", text);
    return text;
}

static const char *range_text(const struct telling *telling, struct known known)
{
    const json_t *range = json_object_get(telling->score, "range");
    const char *how_sure =
        telling_label(telling, "ConfidenceLabel", json_member(telling->score, "confidence_label"));
    double low = telling_number(range, "low"), high = telling_number(range, "high");

    if (high - low < 2 * NOTHING)
        return SAY(telling,
                   "この評価の確からしさは「%s」です。回答の裏づけによってリスク値が変わることは、"
                   "ほとんどありません。",
                   "The confidence in this is “%s”: how far the answers are true hardly changes "
                   "the score.",
                   how_sure);
    return SAY(telling,
               "この評価の確からしさは「%s」です。%sにより、リスク値は %.1f 点から %.1f "
               "点の間になります。",
               "The confidence in this is “%s”: depending on %s, the score lies between %.1f and "
               "%.1f.",
               how_sure, causes_text(telling, known), low, high);
}

static void tell_confidence(struct telling *telling, struct known known)
{
    const json_t *score = telling->score;
    const json_t *held =
        json_object_get(json_object_get(telling->explanation, "confidence"), "held");
    const char *text;

    if (json_member(score, "confidence_label") == NULL
        || !json_is_number(json_object_get(json_object_get(score, "range"), "low")))
        return;
    text = range_text(telling, known);
    if (json_is_number(held) && json_number_value(held) < SEEN)
        text = SAY(
            telling,
            "%s確認した回答に事実と異なるものがあったため、ほかの自己申告も割り引いて見ています。",
            "%s Some answers that were checked were not true, so what else the supplier "
            "states counts for less.",
            text);
    tell(telling, text);
}

/* ---- All of it. */

static bool tell_all(struct telling *telling)
{
    struct known known = what_is_known(telling);
    bool is_assessed = json_is_true(json_object_get(telling->explanation, "assessed"));

    add_texts(telling);
    tell_number(telling);
    tell_stakes(telling);
    if (!is_assessed) {
        tell(telling,
             known.answered == 0 ? nothing_known_text(telling) : little_known_text(telling, known));
        if (known.answered > 0)
            tell_confidence(telling, known);
        return true;
    }
    if (!tell_door(telling))
        return false;
    tell_certificates(telling);
    tell_request(telling);
    tell_confidence(telling, known);
    return true;
}

bool score_in_words(struct reading *reading, const struct rows *score, json_t **ret_json)
{
    struct telling telling = {.reading = reading, .is_ja = reading->locale == LOCALE_JA};
    json_t *shown = json_own(reading->arena, row_json(reading->arena, score));

    telling.score = *ret_json = shown;
    telling.explanation = json_object_get(shown, "explanation");
    telling.words = json_array();
    (void)json_object_set_new(shown, "words", telling.words);
    return telling_load(&telling, json_member(shown, "supplier_id"),
                        json_object_get(shown, "basis"))
        && tell_all(&telling);
}

/* What a stored score would show of these numbers. */
static const json_t *as_shown(struct reading *reading, const json_t *explanation)
{
    const json_t *band = json_object_get(explanation, "band");
    bool is_assessed = json_is_true(json_object_get(explanation, "assessed"));
    const json_t *label = json_object_get(json_object_get(explanation, "confidence"), "label");

    return json_keep(
        reading->arena,
        json_pack("{s:s?,s:O,s:O*,s:O*,s:O*,s:O*,s:O*}", "band",
                  is_assessed ? json_string_value(band) : NULL, "score",
                  json_object_get(explanation, "score"), "impact",
                  json_object_get(json_object_get(explanation, "impact"), "I"), "likelihood",
                  json_object_get(json_object_get(explanation, "likelihood"), "L"),
                  "confidence_label", label, "range", json_object_get(explanation, "range"),
                  "tier_provisional", json_object_get(explanation, "tier_provisional")));
}

bool explanation_in_words(struct reading *reading, json_t *explanation,
                          const struct told_sheet *sheets, size_t count)
{
    struct telling telling = {.reading = reading,
                              .is_ja = reading->locale == LOCALE_JA,
                              .score = as_shown(reading, explanation),
                              .explanation = explanation,
                              .words = json_array()};

    for (size_t i = 0; i < count && i < SHEETS; i++)
        telling.sheets[telling.sheet_count++] = sheets[i];
    (void)json_object_set_new(explanation, "words", telling.words);
    return tell_all(&telling);
}
