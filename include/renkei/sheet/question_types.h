/*
 * The types of question, one row each: what an answer of the type consists of, what it leaves open,
 * and how it is written in a table. A new type is a new row; the compiler then asks for
 *
 *     read_<word>   src/sheet/answer.c                  an answer -> the scorer's terms
 *     take_<word>   src/domain/response/answer_value.c  an answer as sent -> as stored
 *     show_<word>   src/domain/campaign/table.c         an answer -> a cell of a table
 *
 * CONTRIBUTING.md ("Add a question type") names the places outside of C.
 */
#ifndef RENKEI_SHEET_QUESTION_TYPES_H
#define RENKEI_SHEET_QUESTION_TYPES_H

#include <stdbool.h>

#include "renkei/score/score.h"

/* Bits of the members of an answer that not every type has. */
enum {
    MEMBER_ANSWER = 1 << 0,
    MEMBER_STATUS = 1 << 1,
    MEMBER_NUMBER = 1 << 2,
    MEMBER_EXPIRES_ON = 1 << 3,
    MEMBER_RENEWAL_PENDING = 1 << 4,
    MEMBER_SCOPE = 1 << 5,
    MEMBER_TEXT = 1 << 6,
    MEMBER_CHOICE = 1 << 7,
    MEMBER_CHOICES = 1 << 8,
    MEMBER_DATE = 1 << 9,
    MEMBER_PLAN = 1 << 10,
    MEMBER_CERTIFICATE =
        MEMBER_STATUS | MEMBER_NUMBER | MEMBER_EXPIRES_ON | MEMBER_RENEWAL_PENDING | MEMBER_SCOPE
};

/* Where the gap of an answer comes from. */
enum question_gap {
    GAP_OF_WORD,    /* the answer's word decides */
    GAP_OF_CHOICE,  /* the document gives each choice one */
    GAP_OF_CHOICES, /* the same, several together as the document's `combine` says */
    GAP_OF_RANGE,   /* the document gives ranges of numbers one */
    GAP_OF_NOTHING  /* never scored but as a bonus */
};

/* The cells of a table that show an answer. */
enum question_cells {
    CELL_TEXT,
    CELL_NUMBER,     /* a number a spreadsheet may add */
    CELL_CERTIFICATE /* the word, then number and last day in cells of their own */
};

#define WORDS_THREE_STATE "[\"done\",\"in_progress\",\"not_done\",\"not_applicable\"]"
#define WORDS_CERTIFICATE "[\"obtained\",\"not_obtained\"]"

/*
 * ROW(constant, word, score type, told by, members, gap, words, adopted, cells): `told by` is the
 * member whose presence answers the question; `words` those it can be, as JSON, NULL: as the
 * document says or anything; `adopted`: a reviewer may put a value in the answer's place. With
 * MEMBER_ANSWER a question may be declared not applicable, with MEMBER_PLAN a gap be planned for.
 */
#define QUESTION_TYPE_ROWS(ROW)                                                                    \
    ROW(THREE_STATE, three_state, SCORE_THREE_STATE, "answer", MEMBER_ANSWER | MEMBER_PLAN,        \
        GAP_OF_WORD, WORDS_THREE_STATE, true, CELL_TEXT)                                           \
    ROW(CERTIFICATION, certification, SCORE_CERTIFICATION, "status", MEMBER_CERTIFICATE,           \
        GAP_OF_WORD, WORDS_CERTIFICATE, false, CELL_CERTIFICATE)                                   \
    ROW(FREE_TEXT, free_text, SCORE_TEXT, "text", MEMBER_TEXT | MEMBER_EXPIRES_ON, GAP_OF_NOTHING, \
        NULL, false, CELL_TEXT)                                                                    \
    ROW(SINGLE_CHOICE, single_choice, SCORE_GRADED, "choice",                                      \
        MEMBER_CHOICE | MEMBER_ANSWER | MEMBER_PLAN, GAP_OF_CHOICE, NULL, true, CELL_TEXT)         \
    ROW(MULTI_CHOICE, multi_choice, SCORE_GRADED, "choices",                                       \
        MEMBER_CHOICES | MEMBER_ANSWER | MEMBER_PLAN, GAP_OF_CHOICES, NULL, true, CELL_TEXT)       \
    ROW(NUMBER, number, SCORE_GRADED, "number", MEMBER_NUMBER | MEMBER_ANSWER | MEMBER_PLAN,       \
        GAP_OF_RANGE, NULL, true, CELL_NUMBER)                                                     \
    ROW(DATE, date, SCORE_TEXT, "date", MEMBER_DATE, GAP_OF_NOTHING, NULL, false, CELL_TEXT)

#define QUESTION_TYPE_CONSTANT(NAME, ...) QUESTION_##NAME,
enum question_type { QUESTION_TYPE_ROWS(QUESTION_TYPE_CONSTANT) QUESTION_TYPES };
#undef QUESTION_TYPE_CONSTANT

struct question_kind {
    const char *word; /* as documents and the API call it */
    enum score_type score_type;
    const char *told_by;
    unsigned members; /* bits MEMBER_... */
    enum question_gap gap;
    const char *words;
    bool adopted;
    enum question_cells cells;
};

/* By enum question_type. */
extern const struct question_kind question_kinds[QUESTION_TYPES];

/* false: no type is called so. */
bool question_type_of(const char *word, enum question_type *ret_type);
struct answer_member {
    const char *name;
    unsigned bit;
};

/* The members above by name; the name NULL ends. */
extern const struct answer_member answer_members[];

#endif
