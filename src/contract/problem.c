#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/contract/contract.h"
#include "sentence.h"

static void add_text(struct buffer *buffer, const char *text)
{
    buffer_add_json_text(buffer, text, strlen(text));
}

static void add_member(struct buffer *buffer, const char *name, const char *text)
{
    buffer_add_char(buffer, ',');
    add_text(buffer, name);
    buffer_add_char(buffer, ':');
    if (text != NULL)
        add_text(buffer, text);
    else
        buffer_add_text(buffer, "null");
}

static const char *sentence(const char *template, enum locale locale,
                            const struct fault_parameter *given, size_t count, struct arena *arena)
{
    struct buffer text;
    struct sentence whole = {&text, locale, given, count};

    buffer_open(&text, arena, 128);
    sentence_write(&whole, template);
    return text.data;
}

static const char *fault_text(const struct fault *fault, enum locale locale, struct arena *arena)
{
    return sentence(fault_entry(fault->code)->detail[locale], locale, fault->parameters,
                    FAULT_PARAMETERS, arena);
}

static void add_params(struct buffer *buffer, const struct fault *fault)
{
    buffer_add_text(buffer, ",\"params\":{");
    for (size_t i = 0; i < FAULT_PARAMETERS && fault->parameters[i].name != NULL; i++) {
        const struct fault_parameter *parameter = &fault->parameters[i];

        if (i > 0)
            buffer_add_char(buffer, ',');
        add_text(buffer, parameter->name);
        buffer_add_char(buffer, ':');
        if (parameter->is_json)
            buffer_add_text(buffer, parameter->value);
        else
            add_text(buffer, parameter->value);
    }
    buffer_add_char(buffer, '}');
}

static void add_fault(struct buffer *buffer, const struct fault *fault, enum locale locale)
{
    static const char *const sources[] = {[FAULT_IN_BODY] = "pointer",
                                          [FAULT_IN_QUERY] = "parameter",
                                          [FAULT_IN_PATH] = "parameter",
                                          [FAULT_IN_HEADER] = "header"};

    buffer_add_char(buffer, '{');
    if (fault->source != FAULT_IN_REQUEST) {
        add_text(buffer, sources[fault->source]);
        buffer_add_char(buffer, ':');
        add_text(buffer, fault->at);
        buffer_add_char(buffer, ',');
    }
    buffer_add_text(buffer, "\"code\":");
    add_text(buffer, fault_entry(fault->code)->code);
    add_member(buffer, "detail", fault_text(fault, locale, buffer->arena));
    add_params(buffer, fault);
    buffer_add_char(buffer, '}');
}

void problem_write_faults(const struct failure *failure, enum locale locale, struct buffer *buffer)
{
    buffer_add_char(buffer, '[');
    for (size_t i = 0; i < failure->fault_count; i++) {
        if (i > 0)
            buffer_add_char(buffer, ',');
        add_fault(buffer, &failure->faults[i], locale);
    }
    buffer_add_char(buffer, ']');
}

static void add_extensions(struct buffer *buffer, const struct failure *failure)
{
    for (size_t i = 0; i < FAILURE_MEMBERS && failure->members[i].name != NULL; i++) {
        buffer_add_char(buffer, ',');
        add_text(buffer, failure->members[i].name);
        buffer_add_char(buffer, ':');
        buffer_add_text(buffer, failure->members[i].json);
    }
}

/* Every fault as one text, for details that say {faults}. */
static const char *fault_texts(const struct failure *failure, enum locale locale,
                               struct arena *arena)
{
    struct buffer text;

    buffer_open(&text, arena, 128);
    for (size_t i = 0; i < failure->fault_count; i++) {
        if (i > 0 && locale == LOCALE_EN)
            buffer_add_char(&text, ' ');
        buffer_add_text(&text, fault_text(&failure->faults[i], locale, arena));
    }
    return text.data;
}

static const char *detail_text(const struct failure *failure, enum locale locale,
                               struct arena *arena)
{
    const struct problem_entry *entry = problem_entry(failure->problem);
    const char *template =
        entry->detail[locale][0] != '\0' ? entry->detail[locale] : entry->title[locale];
    struct fault_parameter given[FAILURE_PARAMETERS + 1] = {
        {.name = "faults", .value = fault_texts(failure, locale, arena)}};

    memcpy(given + 1, failure->parameters, sizeof failure->parameters);
    return sentence(template, locale, given, FAILURE_PARAMETERS + 1, arena);
}

const char *problem_outline(enum problem problem, enum locale locale, struct arena *arena)
{
    return sentence(problem_entry(problem)->detail[locale], locale, NULL, 0, arena);
}

void problem_write(const struct failure *failure, enum locale locale, const char *request_id,
                   const char *trace_id, struct buffer *buffer)
{
    const struct problem_entry *entry = problem_entry(failure->problem);

    buffer_printf(buffer, "{\"type\":\"/problems/%s\"", entry->code);
    add_member(buffer, "title", entry->title[locale]);
    buffer_printf(buffer, ",\"status\":%d", entry->status);
    add_member(buffer, "detail", detail_text(failure, locale, buffer->arena));
    add_member(buffer, "instance", request_id);
    add_member(buffer, "code", entry->code);
    add_member(buffer, "trace_id", trace_id);
    buffer_add_text(buffer, ",\"errors\":");
    problem_write_faults(failure, locale, buffer);
    add_extensions(buffer, failure);
    buffer_add_char(buffer, '}');
}
