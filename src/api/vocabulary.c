/* The words of every enumeration for people: /v1/vocabulary. */
#include <string.h>

#include "renkei/api/reply.h"
#include "renkei/api/request.h"

static void add_text(struct buffer *body, const char *before, const char *text)
{
    buffer_add_text(body, before);
    if (text == NULL)
        buffer_add_text(body, "null");
    else
        buffer_add_json_text(body, text, strlen(text));
}

static void add_enumeration(struct buffer *body, const struct schema *schema, enum locale locale)
{
    add_text(body, "{\"name\":", schema->name);
    add_text(body, ",\"help\":", schema->help[locale]);
    buffer_add_text(body, ",\"words\":[");
    for (size_t i = 0; i < schema->word_count; i++) {
        add_text(body, i == 0 ? "{\"value\":" : ",{\"value\":", schema->words[i].value);
        add_text(body, ",\"label\":", schema->words[i].label[locale]);
        buffer_add_char(body, '}');
    }
    buffer_add_text(body, "]}");
}

bool get_vocabulary(struct request *rq)
{
    size_t count;
    const struct schema *const *schemas = vocabulary_table(&count);
    struct buffer *body = reply_open(rq, 200);

    add_text(body, "{\"language\":", rq->locale == LOCALE_JA ? "ja" : "en");
    buffer_add_text(body, ",\"enumerations\":[");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_add_char(body, ',');
        add_enumeration(body, schemas[i], rq->locale);
    }
    buffer_add_text(body, "]}");
    return reply_language(rq);
}
