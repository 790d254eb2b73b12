/*
 * Answers of old sheets and paper, as a file has them: those of one supplier go into its response.
 * What was answered later stays, and so does what was submitted.
 */
#ifndef RENKEI_DOMAIN_RESPONSE_ANSWER_FILE_H
#define RENKEI_DOMAIN_RESPONSE_ANSWER_FILE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "renkei/domain/change/change.h"
#include "renkei/domain/questionnaire/questionnaire.h"

/* A row, and what became of it. */
struct told_answer {
    const json_t *row;       /* AnswerRow of the contract, checked */
    struct failure *failure; /* of this one alone */
    enum saved saved;
};

/* Which response is meant: that of a campaign, or the open one of a questionnaire. */
struct told_answers {
    const char *supplier_id;
    const char *campaign_id;      /* or NULL: */
    const char *questionnaire_id; /* the version that a new response has */
    struct told_answer *answers;
    size_t count;
};

/*
 * Saves what can be saved, with one event. False: the change failed; for a reason of 4xx it is one
 * of all these rows.
 */
bool answers_tell(struct change *change, struct told_answers *told);
/*
 * A text that answers a question, as the members that an answer is sent with; a new object of the
 * arena. What is not clear stays as it is, and is refused as it is checked.
 */
json_t *answer_from_text(struct arena *arena, const struct questionnaire_question *question,
                         const char *text);
/* What an answer says in one text; NULL: nothing. */
const char *answer_text(struct arena *arena, enum question_type type, const json_t *value);

#endif
