#include "algorithm.h"

#include <string.h>

static const struct algorithm algorithms[] = {
    {"RS256", "SHA256", NULL, 0, FAMILY_RSA, JWT_ALG_RS256},
    {"RS384", "SHA384", NULL, 0, FAMILY_RSA, JWT_ALG_RS384},
    {"RS512", "SHA512", NULL, 0, FAMILY_RSA, JWT_ALG_RS512},
    {"ES256", "SHA256", "prime256v1", 32, FAMILY_ECDSA, JWT_ALG_ES256},
    {"ES384", "SHA384", "secp384r1", 48, FAMILY_ECDSA, JWT_ALG_ES384},
    {"HS256", "SHA256", NULL, 0, FAMILY_HMAC, JWT_ALG_HS256},
    {"PS256", "SHA256", NULL, 0, FAMILY_RSA_PSS, JWT_ALG_NONE},
    {"PS384", "SHA384", NULL, 0, FAMILY_RSA_PSS, JWT_ALG_NONE},
    {"PS512", "SHA512", NULL, 0, FAMILY_RSA_PSS, JWT_ALG_NONE},
    {"EdDSA", NULL, NULL, 0, FAMILY_EDDSA, JWT_ALG_NONE},
};

const struct algorithm *algorithm_by_name(const char *name)
{
    for (size_t i = 0; i < sizeof algorithms / sizeof algorithms[0]; i++)
        if (strcmp(algorithms[i].name, name) == 0)
            return &algorithms[i];
    return NULL;
}
