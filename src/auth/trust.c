#include "trust.h"

#include "renkei/base/config.h"
#include "renkei/base/log.h"

/* A session of the same issuer would be judged by the rules of the other tokens. */
static bool check_sessions(const struct config *config, const struct key_ring *ring,
                           const struct issuers *issuers)
{
    const struct key *signer = key_ring_signer(ring, true);

    if (issuers_remote(issuers, config->issuer, NULL) == NULL
        && (signer == NULL || issuers_find(issuers, config->issuer, signer->id) == NULL))
        return true;
    log_event(LOG_ERROR, "issuers_refused",
              "RENKEI_ISSUERS %s: has keys of RENKEI_ISSUER, among them the one that signs answer "
              "sessions: give these a key of their own in RENKEI_SESSION_KEYS, and name a file of "
              "the others in jwks_file",
              config->issuers_file);
    return false;
}

void trust_close(struct trust *trust)
{
    key_ring_close(trust->ring);
    issuers_close(trust->issuers);
    *trust = (struct trust){0};
}

bool trust_load(const struct config *config, scope_lookup *scope_bit, struct trust *ret_trust)
{
    const char *file = config->issuers_file;

    *ret_trust = (struct trust){.ring = key_ring_load(config)};
    if (ret_trust->ring != NULL && file != NULL)
        ret_trust->issuers = issuers_load(file, scope_bit);
    if (ret_trust->ring != NULL && (file == NULL || ret_trust->issuers != NULL)
        && check_sessions(config, ret_trust->ring, ret_trust->issuers))
        return true;
    trust_close(ret_trust);
    return false;
}
