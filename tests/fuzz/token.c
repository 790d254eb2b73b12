/* Token gate: an Authorization header. Nobody here holds the private key, so nothing may pass. */
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"
#include "renkei/auth/auth.h"
#include "renkei/base/arena.h"
#include "renkei/base/config.h"

#define NOW ((instant)1800000000 * SECOND)

static const char public_key[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEG0XjK+7E5jtgm8KI1l7BSGUSxgtw\n"
    "BOGa34ZULMCT1H/sSGOzpeJa7CLym8wV28KCQVOi0Z8dQxzJL32yjJl/Dw==\n"
    "-----END PUBLIC KEY-----\n";
static struct gate *gate;
static struct config config = {.issuer = "renkei", .audience = "renkei-api"};

static uint64_t any_scope(const char *name, size_t length)
{
    (void)name;
    return length > 0;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static char folder[] = "/tmp/renkei-fuzz-XXXXXX";
    char path[64];
    FILE *file;

    (void)argc, (void)argv;
    PROMISE(mkdtemp(folder) != NULL);
    (void)snprintf(path, sizeof path, "%s/k1.ES256.pem", folder);
    file = fopen(path, "w");
    PROMISE(file != NULL && fputs(public_key, file) >= 0 && fclose(file) == 0);
    config.keys_folder = folder;
    gate = gate_open(&config, any_scope);
    PROMISE(gate != NULL);
    (void)unlink(path);
    (void)rmdir(folder);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_open();
    struct principal principal;
    const char *header = arena_copy(arena, (const char *)data, size);

    PROMISE(gate_check(gate, header, NOW, arena, &principal) != GATE_OK);
    arena_close(arena);
    return 0;
}
