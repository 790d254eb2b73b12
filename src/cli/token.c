#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "find_tenant.h"
#include "renkei/auth/auth.h"
#include "renkei/base/arena.h"
#include "renkei/base/clock.h"
#include "renkei/base/config.h"
#include "renkei/cli/commands.h"
#include "renkei/contract/contract.h"

struct options {
    const char *tenant, *subject, *bundle, *scope, *supplier, *lifetime, *name;
};

static bool refuse(const char *why)
{
    (void)fprintf(stderr, "renkei: token: %s\n", why);
    return false;
}

static bool read_options(int argc, char **argv, struct options *options)
{
    static const struct option names[] = {
        {"tenant", required_argument, NULL, 't'},   {"sub", required_argument, NULL, 's'},
        {"bundle", required_argument, NULL, 'b'},   {"scope", required_argument, NULL, 'c'},
        {"supplier", required_argument, NULL, 'p'}, {"ttl", required_argument, NULL, 'l'},
        {"name", required_argument, NULL, 'n'},     {NULL, 0, NULL, 0}};
    int option;

    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
        switch (option) {
        case 't':
            options->tenant = optarg;
            break;
        case 's':
            options->subject = optarg;
            break;
        case 'b':
            options->bundle = optarg;
            break;
        case 'c':
            options->scope = optarg;
            break;
        case 'p':
            options->supplier = optarg;
            break;
        case 'l':
            options->lifetime = optarg;
            break;
        case 'n':
            options->name = optarg;
            break;
        default:
            return false;
        }
    }
    return optind == argc;
}

/* A misspelt scope would make a token that is refused later and elsewhere. */
static bool scopes_exist(const char *scopes)
{
    enum scope scope;

    for (const char *at = scopes; *at != '\0';) {
        size_t length = strcspn(at, " ");

        if (!scope_by_name(at, length, &scope)) {
            (void)fprintf(stderr, "renkei: token: there is no scope `%.*s`\n", (int)length, at);
            return false;
        }
        at += length + strspn(at + length, " ");
    }
    return true;
}

/* A respondent's scopes count only with a supplier, and the other way round: see docs/tokens.md. */
static bool choose_scope(struct options *options)
{
    if (options->scope != NULL)
        return (options->bundle == NULL || refuse("--bundle and --scope exclude each other"))
            && scopes_exist(options->scope);
    if (options->bundle == NULL)
        options->bundle = options->supplier != NULL ? "respondent" : "viewer";
    options->scope = bundle_scopes(options->bundle);
    if (options->scope == NULL)
        return refuse(
            "bundles: viewer editor reviewer integrator reminder-worker respondent admin");
    if ((strcmp(options->bundle, "respondent") == 0) != (options->supplier != NULL))
        return refuse("--supplier and the bundle respondent need each other");
    return true;
}

static bool read_lifetime(const char *text, unsigned *ret_seconds)
{
    unsigned long seconds;
    char *end;

    errno = 0;
    seconds = strtoul(text, &end, 10);
    if (errno != 0 || text[0] < '0' || text[0] > '9' || *end != '\0' || seconds < 1
        || seconds > 86400)
        return refuse("--ttl is 1 to 86400 seconds");
    *ret_seconds = (unsigned)seconds;
    return true;
}

static int print_token(const struct config *config, const struct options *options,
                       struct token_claims *claims, struct arena *arena)
{
    int status = find_tenant(config, options->tenant, arena, &claims->tenant_id);
    const char *token;

    if (status != STATUS_OK)
        return status;
    if (!token_issue(config, claims, arena, &token))
        return STATUS_CONFIGURATION;
    return puts(token) < 0 ? STATUS_INTERNAL : STATUS_OK;
}

int command_token(int argc, char **argv)
{
    struct options options = {.subject = "operator", .lifetime = "900"};
    struct token_claims claims = {.now = clock_now()};
    struct config config;
    struct arena *arena;
    int status;

    if (argc >= 2 && strcmp(argv[1], "revoke") == 0)
        return command_token_revoke(argc - 1, argv + 1);
    if (!read_options(argc, argv, &options) || options.tenant == NULL || !choose_scope(&options)
        || !read_lifetime(options.lifetime, &claims.lifetime))
        return STATUS_USAGE;
    if (!config_load(&config))
        return STATUS_CONFIGURATION;
    claims.subject = options.subject;
    claims.scope = options.scope;
    claims.supplier_id = options.supplier;
    claims.name = options.name;
    arena = arena_open();
    status = print_token(&config, &options, &claims, arena);
    arena_close(arena);
    return status;
}
