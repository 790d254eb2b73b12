#include "link_sections.h"

#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/reading.h"

static void add(struct buffer *list, const char *code)
{
    buffer_printf(list, "%s\"%s\"", list->length > 1 ? "," : "", code);
}

/* False: the questionnaire has no section of this code. */
static bool add_questions(const struct questionnaire *questionnaire, const char *section,
                          struct buffer *codes)
{
    size_t before = codes->length;

    for (size_t i = 0; i < questionnaire->question_count; i++)
        if (strcmp(questionnaire->questions[i].section, section) == 0)
            add(codes, questionnaire->questions[i].code);
    return codes->length > before;
}

/* Codes need no escape in an array literal. */
bool link_sections_read(struct reading *reading, const struct questionnaire *questionnaire,
                        const json_t *sections, struct link_sections *ret_sections)
{
    struct buffer names, codes;
    const json_t *section;
    size_t i;

    *ret_sections = (struct link_sections){NULL, NULL};
    if (sections == NULL)
        return true;
    buffer_open(&names, reading->arena, 128);
    buffer_open(&codes, reading->arena, 512);
    buffer_add_char(&names, '{');
    buffer_add_char(&codes, '{');
    json_array_foreach(sections, i, section)
    {
        if (add_questions(questionnaire, json_string_value(section), &codes))
            add(&names, json_string_value(section));
        else
            (void)fault_add(reading->failure, FAULT_IN_BODY,
                            arena_printf(reading->arena, "#/sections/%zu", i),
                            FAULT_UNKNOWN_REFERENCE, (char *)NULL);
    }
    buffer_add_char(&names, '}');
    buffer_add_char(&codes, '}');
    *ret_sections = (struct link_sections){names.data, codes.data};
    return check_faults(reading);
}
