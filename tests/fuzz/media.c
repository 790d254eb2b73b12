/* Accept, Accept-Language, Content-Type, Content-Encoding, Prefer, X-Forwarded-For. */
#include <string.h>

#include "../../src/http/client_address.h"
#include "../../src/http/fields.h"
#include "../../src/http/message.h"
#include "fuzz.h"
#include "renkei/base/arena.h"
#include "renkei/base/network.h"

static struct networks proxies;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    PROMISE(networks_parse("127.0.0.0/8, 10.0.0.0/8, ::1, fd00::/8", &proxies));
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const types[] = {"application/json", "text/csv", "image/svg+xml"};
    struct arena *arena = arena_open();
    const char *value = arena_copy(arena, (const char *)data, size);
    static const char name[] = "X-Forwarded-For";
    struct message message = {
        .peer = "127.0.0.1", .headers = {{name, sizeof name - 1, value}}, .header_count = 1};
    struct networks networks;
    int choice = accept_type(value, types, 3);
    enum locale locale = accept_language(value);

    PROMISE(choice >= -1 && choice < 3);
    PROMISE(locale == LOCALE_JA || locale == LOCALE_EN);
    PROMISE(content_type(value) <= MEDIA_OTHER);
    (void)is_plain_encoding(value);
    (void)prefers_minimal(value);
    PROMISE(strlen(client_address(&message, &proxies, arena)) < ADDRESS_TEXT);
    (void)networks_parse(value, &networks);
    arena_close(arena);
    return 0;
}
