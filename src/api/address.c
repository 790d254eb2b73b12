#include "renkei/api/address.h"

#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/config.h"

const char *service_address(const struct config *config, const char *path, struct arena *arena)
{
    size_t length = strlen(config->issuer);

    if (strncmp(config->issuer, "https://", 8) != 0 && strncmp(config->issuer, "http://", 7) != 0)
        return arena_printf(arena, "http://%s:%u%s", config->listen_address,
                            (unsigned)config->listen_port, path);
    while (config->issuer[length - 1] == '/')
        length--;
    return arena_printf(arena, "%.*s%s", (int)length, config->issuer, path);
}
