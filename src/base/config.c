#include "renkei/base/config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool refuse(const char *name, const char *why)
{
    (void)fprintf(stderr, "renkei: configuration: %s %s\n", name, why);
    return false;
}

static const char *text_or(const char *name, const char *otherwise)
{
    const char *value = getenv(name);

    return value != NULL && value[0] != '\0' ? value : otherwise;
}

static bool read_switch(const char *name, bool otherwise, bool *ret_value)
{
    const char *value = text_or(name, otherwise ? "on" : "off");

    if (strcmp(value, "on") != 0 && strcmp(value, "off") != 0)
        return refuse(name, "must be on or off");
    *ret_value = strcmp(value, "on") == 0;
    return true;
}

static bool number(const char *text, unsigned long minimum, unsigned long maximum,
                   unsigned long *ret_value)
{
    char *end;

    errno = 0;
    if (text[0] < '0' || text[0] > '9')
        return false;
    *ret_value = strtoul(text, &end, 10);
    return errno == 0 && *end == '\0' && *ret_value >= minimum && *ret_value <= maximum;
}

static bool read_number(const char *name, unsigned otherwise, unsigned long minimum,
                        unsigned long maximum, unsigned *ret_value)
{
    const char *text = text_or(name, NULL);
    unsigned long value = otherwise;
    char why[80];

    (void)snprintf(why, sizeof why, "must be a whole number from %lu to %lu", minimum, maximum);
    if (text != NULL && !number(text, minimum, maximum, &value))
        return refuse(name, why);
    *ret_value = (unsigned)value;
    return true;
}

/* "127.0.0.1:8080" -> address and port. */
static bool read_listen(const char *name, const char *text, char ret_address[64],
                        uint16_t *ret_port)
{
    const char *colon = strrchr(text, ':');
    unsigned long port;

    if (colon == NULL || colon == text || colon - text > 63 || !number(colon + 1, 1, 65535, &port))
        return refuse(name, "must be ADDRESS:PORT, for example 127.0.0.1:8080");
    (void)snprintf(ret_address, 64, "%.*s", (int)(colon - text), text);
    *ret_port = (uint16_t)port;
    return true;
}

static bool read_listeners(struct config *config)
{
    const char *metrics = text_or("RENKEI_METRICS_LISTEN", NULL);

    config->metrics_address[0] = '\0';
    config->metrics_port = 0;
    config->metrics_public = metrics != NULL && strcmp(metrics, "public") == 0;
    return read_listen("RENKEI_LISTEN", text_or("RENKEI_LISTEN", "127.0.0.1:8080"),
                       config->listen_address, &config->listen_port)
        && (metrics == NULL || config->metrics_public
            || read_listen("RENKEI_METRICS_LISTEN", metrics, config->metrics_address,
                           &config->metrics_port));
}

static bool read_proxies(struct networks *ret_networks)
{
    return networks_parse(text_or("RENKEI_TRUSTED_PROXIES", ""), ret_networks)
        || refuse("RENKEI_TRUSTED_PROXIES",
                  "must be at most 32 addresses or networks, for example 10.0.0.0/8, ::1");
}

static bool read_test_clock(struct config *config)
{
    const char *value = text_or("RENKEI_TEST_CLOCK", "0");

    config->test_clock = strcmp(value, "1") == 0;
    if (strcmp(value, "0") != 0 && !config->test_clock)
        return refuse("RENKEI_TEST_CLOCK", "must be 0 or 1");
    if (config->test_clock && strncmp(config->listen_address, "127.", 4) != 0)
        return refuse("RENKEI_TEST_CLOCK", "is refused when listening beyond loopback");
    return true;
}

/* For development: a receiver on the same machine, without TLS. */
static bool read_webhook_insecure(struct config *config)
{
    const char *value = text_or("RENKEI_WEBHOOK_INSECURE", "0");

    config->webhooks.insecure = strcmp(value, "1") == 0;
    return config->webhooks.insecure || strcmp(value, "0") == 0
        || refuse("RENKEI_WEBHOOK_INSECURE", "must be 0 or 1");
}

static bool read_webhook_ports(struct webhook_rules *rules)
{
    char list[128], *rest = list, *port;
    size_t count = 0;
    unsigned long value = 0;
    bool good = strlen(text_or("RENKEI_WEBHOOK_PORTS", "443,8443")) < sizeof list;

    (void)snprintf(list, sizeof list, "%s", text_or("RENKEI_WEBHOOK_PORTS", "443,8443"));
    while (good && (port = strsep(&rest, ",")) != NULL) {
        good = count < WEBHOOK_PORTS_MAX && number(port, 1, 65535, &value);
        rules->ports[count++] = (uint16_t)value;
    }
    return good || refuse("RENKEI_WEBHOOK_PORTS", "must be 1 to 16 ports, for example 443,8443");
}

/* A link's secret follows behind `#`, where no server and no log sees it. */
static bool check_answer_url(const char *url)
{
    const char *host = strncmp(url, "https://", 8) == 0 ? url + 8
        : strncmp(url, "http://", 7) == 0               ? url + 7
                                                        : "";

    if (host[0] == '\0' || host[0] == '/' || strlen(url) > 1024)
        return refuse("RENKEI_ANSWER_URL", "must be an http:// or https:// URL");
    for (const char *at = url; *at != '\0'; at++)
        if (*at <= ' ' || *at > '~' || *at == '#' || *at == '"')
            return refuse("RENKEI_ANSWER_URL", "must be printable ASCII without a fragment");
    return true;
}

/* As long as the address of a Unix socket may be. */
static bool check_clamd(const char *path)
{
    return path == NULL || (path[0] == '/' && strlen(path) < 108)
        || refuse("RENKEI_CLAMD", "must be the path of a Unix socket, from / on");
}

static bool check_state_folder(const char *path)
{
    struct stat found;

    return path == NULL
        || (stat(path, &found) == 0 && S_ISDIR(found.st_mode)
            && access(path, R_OK | W_OK | X_OK) == 0)
        || refuse("RENKEI_STATE_DIR", "must be a folder that the service may write to");
}

/* As a browser writes it (RFC 6454 section 6.2): lower case, no path, no pattern. */
static bool origin_is_exact(const char *origin, size_t length)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-._:[]";
    size_t scheme = strncmp(origin, "https://", 8) == 0 ? 8
        : strncmp(origin, "http://", 7) == 0            ? 7
                                                        : 0;

    return scheme > 0 && length > scheme && length <= 255
        && strspn(origin + scheme, letters) >= length - scheme;
}

static bool check_origins(const char *origins)
{
    unsigned count = 0;

    for (size_t length; *origins != '\0'; origins += length + strspn(origins + length, ", ")) {
        length = strcspn(origins, ", ");
        if (!origin_is_exact(origins, length) || ++count > 32)
            return refuse("RENKEI_CORS_ORIGINS",
                          "must be at most 32 exact origins without a path, for example "
                          "https://app.example.co.jp, http://localhost:5173");
    }
    return true;
}

bool config_load(struct config *ret_config)
{
    struct config config = {
        .database_url = text_or("DATABASE_URL", NULL),
        .worker_database_url = text_or("RENKEI_WORKER_DATABASE_URL", NULL),
        .keys_folder = text_or("RENKEI_KEYS", NULL),
        .session_keys = text_or("RENKEI_SESSION_KEYS", NULL),
        .issuers_file = text_or("RENKEI_ISSUERS", NULL),
        .ca_file = text_or("RENKEI_CA_FILE", NULL),
        .issuer = text_or("RENKEI_ISSUER", "renkei"),
        .audience = text_or("RENKEI_AUDIENCE", "renkei-api"),
        .state_folder = text_or("RENKEI_STATE_DIR", NULL),
        .clamd = text_or("RENKEI_CLAMD", NULL),
        .cursor_key_file = text_or("RENKEI_CURSOR_KEY_FILE", NULL),
        .cors_origins = text_or("RENKEI_CORS_ORIGINS", ""),
        .answer_url = text_or("RENKEI_ANSWER_URL", "http://127.0.0.1:8080/answer"),
    };

    config.admin_database_url = text_or("RENKEI_ADMIN_DATABASE_URL", config.database_url);
    if (!read_listeners(&config) || !read_test_clock(&config) || !read_webhook_insecure(&config)
        || !read_webhook_ports(&config.webhooks)
        || !read_switch("RENKEI_DB_RLS", true, &config.db_rls)
        || !read_switch("RENKEI_DB_PREPARED", true, &config.db_prepared)
        || !read_number("RENKEI_RATE_LIMIT", 100, 0, 1000000, &config.rate_limit)
        || !read_number("RENKEI_SESSION_RATE", 5, 0, 1000000, &config.session_rate)
        || !read_number("RENKEI_TOKEN_RATE", 10, 0, 1000000, &config.token_rate)
        || !check_state_folder(config.state_folder) || !check_clamd(config.clamd)
        || !read_proxies(&config.trusted_proxies) || !check_answer_url(config.answer_url)
        || !check_origins(config.cors_origins)
        || !read_number("RENKEI_THREADS", 16, 1, 256, &config.threads)
        || !read_number("RENKEI_EVIDENCE_MB", 10000, 1, 100000000, &config.evidence_mb))
        return false;
    *ret_config = config;
    return true;
}
