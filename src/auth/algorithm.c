#include "algorithm.h"

#include <string.h>

static const struct algorithm algorithms[] = {
    {"RS256", "SHA256", NULL, 0, FAMILY_RSA, true},
    {"RS384", "SHA384", NULL, 0, FAMILY_RSA, true},
    {"RS512", "SHA512", NULL, 0, FAMILY_RSA, true},
    {"ES256", "SHA256", "prime256v1", 32, FAMILY_ECDSA, true},
    {"ES384", "SHA384", "secp384r1", 48, FAMILY_ECDSA, true},
    {"HS256", "SHA256", NULL, 0, FAMILY_HMAC, true},
    {"PS256", "SHA256", NULL, 0, FAMILY_RSA_PSS, false},
    {"PS384", "SHA384", NULL, 0, FAMILY_RSA_PSS, false},
    {"PS512", "SHA512", NULL, 0, FAMILY_RSA_PSS, false},
    {"EdDSA", NULL, NULL, 0, FAMILY_EDDSA, false},
};

const struct algorithm *algorithm_by_name(const char *name)
{
    for (size_t i = 0; i < sizeof algorithms / sizeof algorithms[0]; i++)
        if (strcmp(algorithms[i].name, name) == 0)
            return &algorithms[i];
    return NULL;
}
