/*
 * Token gate: an Authorization header. Nobody here holds a private key, neither of ours nor of the
 * other issuer, so nothing may pass.
 */
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
static const char issuers[] =
    "{\"issuers\":[{\"issuer\":\"idp\",\"audience\":\"renkei-api\",\"jwks_file\":\"idp.json\","
    "\"algorithms\":[\"RS256\",\"PS256\",\"ES256\",\"EdDSA\"],"
    "\"tenant\":{\"claim\":[\"a\",\"tenant\"]},\"scopes\":[{\"claim\":\"scp\",\"prefix\":\"r/\"}]}]}";
static const char jwks[] = "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"f1\","
                           "\"x\":\"G0XjK-7E5jtgm8KI1l7BSGUSxgtwBOGa34ZULMCT1H8\","
                           "\"y\":\"7Ehjs6XiWuwi8pvMFdvCgkFTotGfHUMcyS99soyZfw8\"},"
                           "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"f2\","
                           "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";
static struct gate *gate;
static struct config config = {.issuer = "renkei", .audience = "renkei-api"};

static uint64_t any_scope(const char *name, size_t length)
{
    (void)name;
    return length > 0;
}

static const char *file_of(const char *folder, const char *name, const char *content)
{
    static char paths[3][64];
    static size_t used;
    char *path = paths[used++];
    FILE *file;

    (void)snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    file = fopen(path, "w");
    PROMISE(file != NULL && fputs(content, file) >= 0 && fclose(file) == 0);
    return path;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static char folder[] = "/tmp/renkei-fuzz-XXXXXX";
    const char *key, *set;

    (void)argc, (void)argv;
    PROMISE(mkdtemp(folder) != NULL);
    key = file_of(folder, "k1.ES256.pem", public_key);
    set = file_of(folder, "idp.json", jwks);
    config.keys_folder = folder;
    config.issuers_file = file_of(folder, "issuers", issuers);
    gate = gate_open(&config, any_scope);
    PROMISE(gate != NULL);
    (void)unlink(key);
    (void)unlink(set);
    (void)unlink(config.issuers_file);
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
