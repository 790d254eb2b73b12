/*
 * What a client of OAuth sends before anybody knows who it is: the form, Basic credentials, a signed
 * assertion; and the key set that another issuer publishes. The first byte says which of them follows.
 * Nobody here holds a private key, so no assertion may hold.
 */
#include <jansson.h>
#include <string.h>

#include "../../src/http/form.h"
#include "fuzz.h"
#include "renkei/auth/auth.h"
#include "renkei/base/arena.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"

#define NOW ((instant)1800000000 * SECOND)

static const char keys[] = "[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"a\","
                           "\"x\":\"G0XjK-7E5jtgm8KI1l7BSGUSxgtwBOGa34ZULMCT1H8\","
                           "\"y\":\"7Ehjs6XiWuwi8pvMFdvCgkFTotGfHUMcyS99soyZfw8\"}]";

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    json_begin();
    return 0;
}

/* Texts alone, each of UTF-8 without NUL. */
static void try_form(const char *bytes, size_t size, struct arena *arena)
{
    const char *name;
    json_t *form, *value;

    if (!form_parse(bytes, size, arena, &form))
        return;
    json_object_foreach(form, name, value)
    {
        PROMISE(json_is_string(value) && json_string_length(value) > 0);
        PROMISE(utf8_valid(json_string_value(value), json_string_length(value)));
        PROMISE(strlen(json_string_value(value)) == json_string_length(value));
    }
}

static void try_basic(const char *text, struct arena *arena)
{
    const char *header = arena_printf(arena, "Basic %s", text);
    struct basic_credentials credentials;

    if (basic_credentials_read(header, arena, &credentials))
        PROMISE(utf8_valid(credentials.id, strlen(credentials.id))
                && utf8_valid(credentials.secret, strlen(credentials.secret)));
}

static void try_assertion(const char *text, struct arena *arena)
{
    const char *const audiences[] = {"renkei", NULL};
    const char *subject = assertion_subject(text, arena);
    json_t *list = json_own(arena, keys);
    struct client_assertion assertion;

    if (subject != NULL)
        PROMISE(utf8_valid(subject, strlen(subject)));
    PROMISE(assertion_check(text, list, audiences, NOW, arena, &assertion) != AUTH_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_open();
    const char *bytes = size > 0 ? arena_copy(arena, (const char *)data + 1, size - 1) : "";

    switch (size > 0 ? data[0] : 0) {
    case 'f':
        try_form(bytes, size - 1, arena);
        break;
    case 'b':
        try_basic(bytes, arena);
        break;
    case 'a':
        try_assertion(bytes, arena);
        break;
    case 'k':
        (void)key_set_check(bytes, size - 1);
        break;
    default:
        break;
    }
    arena_close(arena);
    return 0;
}
