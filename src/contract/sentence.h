/*
 * Sentence: a text of the contract with its gaps filled. Private to the contract room.
 *
 *   {name}              the value, lists as people write them: a, b or c
 *   {name:Enumeration}  the label of the word, in the language of the sentence
 *   {name=Enumeration}  the label, and the word as it is sent: Low (low)
 *   {name#item}         the number of items, in English: 1 item, 2 items
 *   [[ text ]]          left out unless every gap in it was given a value; elsewhere such a gap
 *                       becomes an ellipsis
 *
 * An enumeration is a schema with labels, `Scope`, or in lower case the name of a gap that says
 * which one; where nothing says it, the word stands as it is.
 */
#ifndef CONTRACT_SENTENCE_H
#define CONTRACT_SENTENCE_H

#include "renkei/base/buffer.h"
#include "renkei/contract/contract.h"

struct sentence {
    struct buffer *buffer;
    enum locale locale;
    const struct fault_parameter *given; /* ends with `count` or a name of NULL */
    size_t count;
};

void sentence_write(const struct sentence *sentence, const char *template);

#endif
