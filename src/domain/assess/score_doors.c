/* Where a supplier is open, and what to ask it for. */
#include <string.h>

#include "renkei/domain/change/checks.h"
#include "score_telling.h"

/* Points from which on one door may be enough for an attacker. */
#define GRAVE 1.0

static bool bears_on(const json_t *question, const json_t *threat)
{
    const json_t *mine;
    size_t i;

    json_array_foreach(json_object_get(question, "threats"), i, mine)
    {
        if (json_equal(json_object_get(mine, "rank"), json_object_get(threat, "rank")))
            return true;
    }
    return false;
}

/* The threat of the question that makes the largest score of those it bears on. */
static bool gravest_threat(const struct telling *telling, const char *code, const char **ret_name)
{
    const json_t *question = telling_question(telling, code);
    const json_t *threats = json_object_get(telling->explanation, "threats"), *threat;
    struct reading *reading = telling->reading;
    json_int_t rank = 0;
    double gravest = 0;
    struct rows *row;
    size_t i;

    *ret_name = NULL;
    if (question == NULL)
        return true;
    json_array_foreach(threats, i, threat)
    {
        if (bears_on(question, threat) && telling_number(threat, "score") > gravest) {
            gravest = telling_number(threat, "score");
            rank = json_integer_value(json_object_get(threat, "rank"));
        }
    }
    if (gravest <= 0)
        return true;
    if (!db_run(reading->db, SQL_THREAT_NAME,
                PARAMS(integer_text(reading->arena, rank), telling->is_ja ? "ja" : "en"), &row))
        return false;
    *ret_name = rows_count(row) > 0 ? rows_text(row, 0, "name") : NULL;
    return true;
}

struct doors {
    const json_t *widest; /* of what is not done by the supplier's own words; NULL: nothing */
    const json_t *claim;  /* of what is done by word, the one that weighs most; NULL: nothing */
    size_t judged, open;
};

/* A certificate that nobody has, or that has expired, is no door: it opens nothing by itself. */
static bool is_open(const char *state)
{
    static const char *const open[] = {"not_done", "in_progress", "unanswered"};

    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (strcmp(state, open[i]) == 0)
            return true;
    return false;
}

static void keep_larger(const json_t **ret_question, const json_t *question)
{
    if (*ret_question == NULL
        || telling_number(question, "contribution") > telling_number(*ret_question, "contribution"))
        *ret_question = question;
}

static struct doors find_doors(const struct telling *telling)
{
    struct doors doors = {.widest = NULL, .claim = NULL};
    const json_t *question;
    size_t i;

    json_array_foreach(json_object_get(telling->explanation, "questions"), i, question)
    {
        const char *state = json_member(question, "state");

        if (!json_is_number(json_object_get(question, "gap")))
            continue;
        doors.judged++;
        doors.open += is_open(state);
        if (is_open(state))
            keep_larger(&doors.widest, question);
        else if (strcmp(state, "done") == 0 && telling_number(question, "contribution") > NOTHING)
            keep_larger(&doors.claim, question);
    }
    return doors;
}

/* Points of the score that measures took away. */
static double measured(const struct telling *telling)
{
    return telling_number(json_object_get(telling->explanation, "before_measures"), "score")
        - telling_number(telling->score, "score");
}

static const char *small_door_text(const struct telling *telling, const json_t *question)
{
    const char *text = telling_text(telling, json_member(question, "code"));
    const char *state = telling_label(telling, "ScoredState", json_member(question, "state"));

    if (measured(telling) > NOTHING)
        return SAY(
            telling,
            "「%s」（%s）が残っていますが、実施した対策により、リスク値への影響はわずかです。",
            "“%s” (%s) is open, but with the measures taken since it hardly moves the score.", text,
            state);
    return SAY(telling, "「%s」（%s）が残っていますが、リスク値への影響はわずかです。",
               "“%s” (%s) is open, but hardly moves the score.", text, state);
}

static const char *door_text(const struct telling *telling, const struct doors *doors)
{
    const char *text =
        SAY(telling, "最も大きな弱点は「%s」（%s）で、リスク値のうち %.1f 点がこれによるものです。",
            "The widest open door is “%s” (%s), which makes up %.1f points of the score.",
            telling_text(telling, json_member(doors->widest, "code")),
            telling_label(telling, "ScoredState", json_member(doors->widest, "state")),
            telling_number(doors->widest, "contribution"));

    if (doors->judged < 4 * doors->open || telling_number(doors->widest, "contribution") < GRAVE)
        return text;
    return telling->is_ja
        ? arena_printf(telling->reading->arena,
                       "%s対応が済んでいないのは全 %zu 問中 %zu 問だけですが、攻撃者には入口が一つ"
                       "あれば足ります。",
                       text, doors->judged, doors->open)
        : arena_printf(telling->reading->arena,
                       "%s Only %zu of %zu questions %s open, but one open door is all that an "
                       "attacker needs.",
                       text, doors->open, doors->judged, doors->open == 1 ? "is" : "are");
}

/* Why what is done still weighs. It is no door, and is not to be taken for one. */
static const char *claim_text(const struct telling *telling, const struct doors *doors)
{
    const json_t *claim = doors->claim;
    const char *text = telling_text(telling, json_member(claim, "code"));
    double points = telling_number(claim, "contribution");

    if (telling_lists(json_object_get(claim, "issues"), "stale"))
        return SAY(
            telling,
            "「%s」は対応済みとの回答ですが、回答が古いため、リスク値に %.1f 点が残っています。",
            "“%s” is answered as done, but that was long ago, so %.1f points remain in the "
            "score.",
            text, points);
    if (telling_number(claim, "reliability") >= SHOWN)
        return SAY(
            telling,
            "「%s」は対応済みで資料もありますが、内容の確認が済んでいないため、リスク値に %.1f "
            "点が残っています。",
            "“%s” is done and documents were shown, but nobody has checked it, so %.1f points "
            "remain in the score.",
            text, points);
    return SAY(
        telling,
        "「%s」は対応済みとの回答ですが、確認が取れていないため、リスク値に %.1f 点が残っています。",
        "“%s” is done by the supplier's own word, which nobody has checked, so %.1f points "
        "remain in the score.",
        text, points);
}

static bool describe_door(const struct telling *telling, const struct doors *doors,
                          const char **ret_text)
{
    const char *threat;

    if (telling_number(doors->widest, "contribution") <= NOTHING) {
        *ret_text = small_door_text(telling, doors->widest);
        return true;
    }
    if (!gravest_threat(telling, json_member(doors->widest, "code"), &threat))
        return false;
    *ret_text = door_text(telling, doors);
    if (threat != NULL)
        *ret_text = SAY(telling, "%s関係する主な脅威は「%s」です。",
                        "%s The main threat behind it is “%s”.", *ret_text, threat);
    return true;
}

static const char *no_door_text(const struct telling *telling, const struct doors *doors)
{
    return doors->claim != NULL ? claim_text(telling, doors)
        : telling->is_ja
        ? "回答のうえで目立つ弱点はありません。残るリスクは、自社との依存関係や接続によるものです。"
        : "The answers leave no door open; what remains comes from how closely the supplier is "
          "tied to you.";
}

bool tell_door(struct telling *telling)
{
    struct doors doors = find_doors(telling);
    const char *text;

    if (doors.widest == NULL) {
        tell(telling, no_door_text(telling, &doors));
        return true;
    }
    if (!describe_door(telling, &doors, &text))
        return false;
    if (doors.claim != NULL
        && telling_number(doors.claim, "contribution")
            > telling_number(doors.widest, "contribution"))
        text = SAY(telling, "%s%s", "%s %s", text, claim_text(telling, &doors));
    tell(telling, text);
    return true;
}

/* ---- What to ask for. */

/* By what an answer amounts to; the last row is for all others. */
static const struct wish {
    const char *state;
    const char *texts[2];
} wishes[] = {
    {"done",
     {"まず「%s」の対応を示す資料の提示を依頼してください。内容を確認できれば",
      "Ask first for proof of “%s”. Once it has been seen"}},
    {"shown",
     {"まず「%s」について、提示された資料の内容を確認してください。確認できれば",
      "First check the documents that were shown for “%s”. Once they have been seen"}},
    {"in_progress",
     {"まず「%s」の対応を終えるよう依頼してください。完了を確認できれば",
      "Ask first for the work on “%s” to be finished. Once that is done and has been checked"}},
    {"unanswered",
     {"まず「%s」への回答を依頼してください。対応済みであることを確認できれば",
      "Ask first for an answer to “%s”. If it is in place and has been checked"}},
    {"stale",
     {"まず「%s」について最新の状況の回答を依頼してください。対応済みであることを確認できれば",
      "Ask first for an up-to-date answer to “%s”. If it is in place and has been checked"}},
    {"valid",
     {"まず「%s」について証明書の提示を依頼してください。確認できれば",
      "Ask first to see the certificate for “%s”. Once it has been seen"}},
    {"obtained_incomplete",
     {"まず「%s」について証明書の番号と有効期限の提示を依頼してください。確認できれば",
      "Ask first for the number and expiry date of the certificate for “%s”. Once they have been "
      "seen"}},
    {"expired",
     {"まず「%s」について証明書を更新できるかの確認を依頼してください。更新を確認できれば",
      "Ask first whether the certificate for “%s” can be renewed. Once the new one has been seen"}},
    {"expired_renewing",
     {"まず「%s」について更新後の証明書の提示を依頼してください。更新を確認できれば",
      "Ask first for the renewed certificate for “%s”. Once it has been seen"}},
    {"",
     {"まず「%s」への対応を依頼してください。対応を確認できれば",
      "Ask first for “%s”. Once it is in place and has been checked"}},
};

static const json_t *find_question(const struct telling *telling, const char *code)
{
    const json_t *question;
    size_t i;

    json_array_foreach(json_object_get(telling->explanation, "questions"), i, question)
    {
        if (strcmp(json_member(question, "code"), code) == 0)
            return question;
    }
    return NULL;
}

/* What the wish for it goes by: an old ○ or △ is asked again, what was shown is looked at. */
static const char *state_of(const struct telling *telling, const char *code)
{
    const json_t *question = find_question(telling, code);
    const char *state = question == NULL ? "" : json_member(question, "state");

    if (strcmp(state, "not_done") != 0
        && telling_lists(json_object_get(question, "issues"), "stale"))
        return "stale";
    if (strcmp(state, "done") == 0 && telling_number(question, "reliability") >= SHOWN)
        return "shown";
    return state;
}

static const char *wish_text(const struct telling *telling, const char *state)
{
    const struct wish *wish = wishes;

    while (wish->state[0] != '\0' && strcmp(wish->state, state) != 0)
        wish++;
    return wish->texts[telling->is_ja ? 0 : 1];
}

/* Nobody is asked to get certified for a few tenths of a point: the next one then. */
static const json_t *first_wish(const struct telling *telling)
{
    const json_t *fix;
    size_t i;

    json_array_foreach(json_object_get(telling->explanation, "fix_first"), i, fix)
    {
        if (strcmp(state_of(telling, json_member(fix, "question")), "not_obtained") != 0
            && telling_number(fix, "reduction") > NOTHING)
            return fix;
    }
    return NULL;
}

/* The text with the question in the place of its %s. */
static const char *fill(const struct telling *telling, const char *text, const char *question)
{
    const char *place = strstr(text, "%s");

    return arena_printf(telling->reading->arena, "%.*s%s%s", (int)(place - text), text, question,
                        place + 2);
}

/* What the measures will bring that are under way already. */
static const char *with_measures(const struct telling *telling, const char *text)
{
    double then = telling_number(json_object_get(telling->explanation, "projected"), "score");

    if (telling_number(telling->score, "score") - then <= NOTHING)
        return text;
    return SAY(telling, "%s計画中や実施中の対策がすべて終われば、%.1f 点になる見込みです。",
               "%s Once all measures that are planned or under way are done, it should be %.1f.",
               text, then);
}

void tell_request(struct telling *telling)
{
    const json_t *first = first_wish(telling);
    double less = telling_number(first, "reduction"),
           then = telling_number(telling->score, "score") - less;
    const char *code = json_member(first, "question"), *wish;

    if (first == NULL) {
        tell(telling,
             with_measures(telling,
                           telling->is_ja
                               ? "いま依頼してリスク値が大きく下がる項目はありません。"
                               : "Nothing that could be asked for now would lower the score by "
                                 "much."));
        return;
    }
    wish = fill(telling, wish_text(telling, state_of(telling, code)), telling_text(telling, code));
    tell(telling,
         with_measures(telling,
                       SAY(telling, "%s、リスク値は %.1f 点下がって %.1f 点になります。",
                           "%s, the score is %.1f points lower, at %.1f.", wish, less, then)));
}
