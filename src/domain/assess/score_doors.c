/* Where a supplier is open, and what to ask it for. */
#include <string.h>

#include "renkei/domain/change/checks.h"
#include "score_telling.h"

static bool bears_on(const struct questionnaire_question *question, const json_t *threat)
{
    const json_t *mine;
    size_t i;

    json_array_foreach(json_object_get(question->definition, "threats"), i, mine)
    {
        if (json_equal(json_object_get(mine, "rank"), json_object_get(threat, "rank")))
            return true;
    }
    return false;
}

/* The threat of the question that makes the largest score of those it bears on. */
static bool gravest_threat(const struct telling *telling, const char *code, const char **ret_name)
{
    const struct questionnaire_question *question = telling_question(telling, code);
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

/* A certificate that nobody has is no door. */
static bool is_open(const char *state)
{
    static const char *const open[] = {"not_done", "in_progress", "unanswered", "expired",
                                       "expired_renewing"};

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

static const char *small_door_text(const struct telling *telling, const json_t *question)
{
    return SAY(telling, "「%s」が%sですが、リスク値への影響はわずかです。",
               "“%s” is open (%s), but hardly moves the score.",
               telling_text(telling, json_member(question, "code")),
               telling_label(telling, "ScoredState", json_member(question, "state")));
}

static const char *door_text(const struct telling *telling, const struct doors *doors)
{
    const char *text =
        SAY(telling, "最も大きな弱点は「%s」（%s）で、リスク値のうち %.1f 点にあたります。",
            "The widest open door is “%s” (%s): %.1f points of the score.",
            telling_text(telling, json_member(doors->widest, "code")),
            telling_label(telling, "ScoredState", json_member(doors->widest, "state")),
            telling_number(doors->widest, "contribution"));

    if (doors->judged < 4 * doors->open)
        return text;
    return SAY(
        telling,
        "%s対応が済んでいないのは全 %zu 問中 %zu 問だけですが、攻撃者には入口が一つあれば足ります。",
        "%s Of %zu questions, open: %zu; one door is all that an attacker needs.", text,
        doors->judged, doors->open);
}

/* A word that nobody looked at weighs as well; it is no door, and is not to be taken for one. */
static const char *claim_text(const struct telling *telling, const struct doors *doors)
{
    return SAY(telling,
               "「%s」は対応済みとの回答ですが、確認が取れていないため %.1f 点を残しています。",
               "“%s” is done by the supplier's word, which nobody has proved: %.1f points stay.",
               telling_text(telling, json_member(doors->claim, "code")),
               telling_number(doors->claim, "contribution"));
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
                        "%s The threat behind it: “%s”.", *ret_text, threat);
    return true;
}

bool tell_door(struct telling *telling)
{
    struct doors doors = find_doors(telling);
    const char *text;

    if (doors.widest == NULL) {
        tell(
            telling,
            doors.claim != NULL ? claim_text(telling, &doors)
                : telling->is_ja
                ? "回答のうえで目立つ弱点はありません。残るリスクは、取引への依存や接続によるものです。"
                : "The answers leave no door open; what remains comes from how closely the "
                  "supplier is tied to you.");
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

static bool is_claimed(const struct telling *telling, const char *code)
{
    const json_t *question;
    size_t i;

    json_array_foreach(json_object_get(telling->explanation, "questions"), i, question)
    {
        if (strcmp(json_member(question, "code"), code) == 0)
            return strcmp(json_member(question, "state"), "done") == 0;
    }
    return false;
}

void tell_request(struct telling *telling)
{
    const json_t *first = json_array_get(json_object_get(telling->explanation, "fix_first"), 0);
    const char *code = json_member(first, "question"), *text;
    double less = telling_number(first, "reduction"),
           then = telling_number(telling->score, "score") - less;

    if (less <= NOTHING)
        return;
    text = telling_text(telling, code);
    tell(telling,
         is_claimed(telling, code)
             ? SAY(telling,
                   "まず「%s」の証拠の提示を依頼してください。"
                   "確認できれば %.1f 点下がり、%.1f 点になります。",
                   "Ask first for proof of “%s”: once it was seen, the score is %.1f points "
                   "lower, %.1f.",
                   text, less, then)
             : SAY(telling,
                   "まず「%s」への対応を依頼してください。"
                   "対応が確認できれば %.1f 点下がり、%.1f 点になります。",
                   "Ask first for “%s”: once it is in place and was seen, the score is %.1f "
                   "points lower, %.1f.",
                   text, less, then));
}
