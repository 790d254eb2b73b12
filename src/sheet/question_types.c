#include "renkei/sheet/question_types.h"

#include <string.h>

#define KIND(NAME, word, score_type, told_by, members, gap, words, adopted, cells)                 \
    [QUESTION_##NAME] = {#word, score_type, told_by, members, gap, words, adopted, cells},
const struct question_kind question_kinds[QUESTION_TYPES] = {QUESTION_TYPE_ROWS(KIND)};
#undef KIND

const struct answer_member answer_members[] = {
    {"answer", MEMBER_ANSWER},
    {"status", MEMBER_STATUS},
    {"number", MEMBER_NUMBER},
    {"expires_on", MEMBER_EXPIRES_ON},
    {"renewal_pending", MEMBER_RENEWAL_PENDING},
    {"scope", MEMBER_SCOPE},
    {"text", MEMBER_TEXT},
    {"choice", MEMBER_CHOICE},
    {"choices", MEMBER_CHOICES},
    {"date", MEMBER_DATE},
    {"plan", MEMBER_PLAN},
    {NULL, 0},
};

bool question_type_of(const char *word, enum question_type *ret_type)
{
    for (size_t type = 0; type < QUESTION_TYPES; type++)
        if (strcmp(question_kinds[type].word, word) == 0) {
            *ret_type = (enum question_type)type;
            return true;
        }
    return false;
}
