#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/contract/contract.h"

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

/* A list of words, ["a","b"], as people read it: a, b */
static void add_words(struct buffer *buffer, const char *json)
{
    bool inside = false;

    for (; *json != '\0'; json++) {
        if (*json == '"')
            inside = !inside;
        else if (inside)
            buffer_add_char(buffer, *json);
        else if (*json == ',')
            buffer_add_text(buffer, ", ");
    }
}

static void add_value(struct buffer *buffer, const struct fault_parameter *parameter)
{
    if (parameter->is_json && parameter->value[0] == '[')
        add_words(buffer, parameter->value);
    else
        buffer_add_text(buffer, parameter->value);
}

/* Puts the parameter named by the `length` bytes at `name`; one that was not given is left out. */
static void add_named(struct buffer *buffer, const char *name, size_t length,
                      const struct fault_parameter *parameters, size_t count)
{
    for (size_t i = 0; i < count && parameters[i].name != NULL; i++)
        if (strlen(parameters[i].name) == length && memcmp(parameters[i].name, name, length) == 0)
            add_value(buffer, &parameters[i]);
}

static const char *fill(const char *template, const struct fault_parameter *parameters,
                        size_t count, struct arena *arena)
{
    struct buffer text;

    buffer_open(&text, arena, 128);
    while (*template != '\0') {
        size_t plain = strcspn(template, "{"), name;

        buffer_add(&text, template, plain);
        template += plain;
        if (*template == '\0')
            break;
        name = strcspn(++template, "}");
        add_named(&text, template, name, parameters, count);
        template += name + (template[name] == '}');
    }
    return text.data;
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
    const struct fault_entry *entry = fault_entry(fault->code);

    buffer_add_char(buffer, '{');
    add_text(buffer, sources[fault->source]);
    buffer_add_char(buffer, ':');
    add_text(buffer, fault->at);
    add_member(buffer, "code", entry->code);
    add_member(buffer, "detail",
               fill(entry->detail[locale], fault->parameters, FAULT_PARAMETERS, buffer->arena));
    add_params(buffer, fault);
    buffer_add_char(buffer, '}');
}

static void add_faults(struct buffer *buffer, const struct failure *failure, enum locale locale)
{
    buffer_add_text(buffer, ",\"errors\":[");
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

void problem_write(const struct failure *failure, enum locale locale, const char *request_id,
                   const char *trace_id, struct buffer *buffer)
{
    const struct problem_entry *entry = problem_entry(failure->problem);
    const char *detail =
        entry->detail[locale][0] != '\0' ? entry->detail[locale] : entry->title[locale];

    buffer_printf(buffer, "{\"type\":\"/problems/%s\"", entry->code);
    add_member(buffer, "title", entry->title[locale]);
    buffer_printf(buffer, ",\"status\":%d", entry->status);
    add_member(buffer, "detail",
               fill(detail, failure->parameters, FAILURE_PARAMETERS, buffer->arena));
    add_member(buffer, "instance", request_id);
    add_member(buffer, "code", entry->code);
    add_member(buffer, "trace_id", trace_id);
    add_faults(buffer, failure, locale);
    add_extensions(buffer, failure);
    buffer_add_char(buffer, '}');
}
