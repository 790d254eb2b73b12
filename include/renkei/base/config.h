/*
 * Configuration from the environment, read once at start. docs: README.md, "Configuration".
 */
#ifndef RENKEI_BASE_CONFIG_H
#define RENKEI_BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "renkei/base/network.h"

/* Where webhooks may go besides to a public address by https. */
enum { WEBHOOK_PORTS_MAX = 16 };
struct webhook_rules {
    uint16_t ports[WEBHOOK_PORTS_MAX + 1]; /* RENKEI_WEBHOOK_PORTS, 0 behind the last */
    bool insecure; /* RENKEI_WEBHOOK_INSECURE=1: http, any port, to this machine (development) */
};

struct config {
    const char *database_url;        /* DATABASE_URL: the service role */
    const char *admin_database_url;  /* RENKEI_ADMIN_DATABASE_URL, default: database_url */
    const char *worker_database_url; /* RENKEI_WORKER_DATABASE_URL: finds work across tenants */
    char listen_address[64];         /* RENKEI_LISTEN, default 127.0.0.1:8080 */
    uint16_t listen_port;
    char metrics_address[64]; /* RENKEI_METRICS_LISTEN, "" when unset or `public` */
    uint16_t metrics_port;
    bool metrics_public;         /* `public`: /metrics is on the listener of the service */
    const char *keys_folder;     /* RENKEI_KEYS */
    const char *session_keys;    /* RENKEI_SESSION_KEYS: of answer sessions alone, NULL: unset */
    const char *issuers_file;    /* RENKEI_ISSUERS: identity providers, NULL: none beside ours */
    const char *ca_file;         /* RENKEI_CA_FILE: whom workers trust, NULL: as the system does */
    const char *issuer;          /* RENKEI_ISSUER, default renkei */
    const char *audience;        /* RENKEI_AUDIENCE, default renkei-api */
    const char *cursor_key_file; /* RENKEI_CURSOR_KEY_FILE */
    const char *state_folder;    /* RENKEI_STATE_DIR: what outlives the process, NULL: nothing */
    bool db_rls;                 /* RENKEI_DB_RLS, default on: send SET LOCAL app.tenant_id */
    bool db_prepared;            /* RENKEI_DB_PREPARED, default on: off behind pgbouncer < 1.21 */
    unsigned rate_limit;         /* RENKEI_RATE_LIMIT, requests/s per subject, 0: off */
    struct networks trusted_proxies; /* RENKEI_TRUSTED_PROXIES: whose X-Forwarded-For counts */
    unsigned token_rate;      /* RENKEI_TOKEN_RATE, tries of /oauth/token/s per address, 0: off */
    const char *cors_origins; /* RENKEI_CORS_ORIGINS: exact origins, ", " between; "": none */
    unsigned session_rate;    /* RENKEI_SESSION_RATE, exchanges of links/s per address, 0: off */
    const char *answer_url;   /* RENKEI_ANSWER_URL: page of answer links, without fragment */
    unsigned threads;         /* RENKEI_THREADS, default 16: workers = connections */
    const char *clamd;        /* RENKEI_CLAMD: socket of the virus scanner, NULL: there is none */
    unsigned evidence_mb;     /* RENKEI_EVIDENCE_MB: MB (10^6) of files behind answers per tenant */
    struct webhook_rules webhooks;
    bool test_clock; /* RENKEI_TEST_CLOCK=1: X-Renkei-Now sets the request's clock */
};

/* Reads the environment; on a fault writes one clear line to stderr and returns false (exit 78). */
bool config_load(struct config *ret_config);

#endif
