/* Keys of tokens: key add, key promote, key retire, key list. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "renkei/auth/key_folder.h"
#include "renkei/base/config.h"
#include "renkei/cli/commands.h"

struct options {
    struct key_folder folder;
    bool sessions;
    const char *algorithm;
    const char *id; /* NULL: none given */
};

static bool read_options(int argc, char **argv, struct options *options)
{
    static const struct option names[] = {{"alg", required_argument, NULL, 'a'},
                                          {"sessions", no_argument, NULL, 's'},
                                          {"now", no_argument, NULL, 'n'},
                                          {NULL, 0, NULL, 0}};
    int option;

    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
        if (option == '?')
            return false;
        options->algorithm = option == 'a' ? optarg : options->algorithm;
        options->sessions = options->sessions || option == 's';
        options->folder.at_once = options->folder.at_once || option == 'n';
    }
    options->id = argv[optind];
    return optind >= argc - 1;
}

static int outcome(const char *id, const char *why, const char *done)
{
    if (why == NULL)
        return printf("%s %s\n", id, done) < 0 ? STATUS_INTERNAL : STATUS_OK;
    if (why[0] == '\0')
        return STATUS_CONFIGURATION; /* the log says why */
    (void)fprintf(stderr, "renkei: key %s: %s\n", id, why);
    return STATUS_INPUT;
}

/* The day in the name tells people how old a key is. */
static const char *todays_id(char ret_id[DAY_TEXT])
{
    char now[INSTANT_TEXT];

    instant_format(clock_now(), now);
    (void)snprintf(ret_id, DAY_TEXT, "%.4s%.2s%.2s", now, now + 5, now + 8);
    return ret_id;
}

static int add(const struct options *options)
{
    char today[DAY_TEXT];
    const char *id = options->id != NULL ? options->id : todays_id(today);

    return outcome(id, key_folder_add(&options->folder, id, options->algorithm),
                   "is added. Send the services SIGHUP, so that it is published; promote it after "
                   "five minutes");
}

static int promote(const struct options *options)
{
    return outcome(options->id, key_folder_promote(&options->folder, options->id),
                   "signs from the next SIGHUP on. Retire the old one after 24 hours");
}

static int retire(const struct options *options)
{
    return outcome(options->id, key_folder_retire(&options->folder, options->id),
                   "is deleted. Its tokens are refused from the next SIGHUP on");
}

static void print_key(const struct folder_key *key)
{
    char since[INSTANT_TEXT];

    instant_format(key->since, since);
    (void)printf("%s\t%s\t%.10s\t%s\n", key->id, key->algorithm, since,
                 key->signs            ? "signs"
                     : key->is_private ? "published"
                                       : "public");
}

static int run(const char *verb, const struct options *options)
{
    if (strcmp(verb, "list") == 0 && options->id == NULL)
        return key_folder_list(&options->folder, print_key) == NULL ? STATUS_OK
                                                                    : STATUS_CONFIGURATION;
    if (strcmp(verb, "add") == 0)
        return add(options);
    if (options->id != NULL && strcmp(verb, "promote") == 0)
        return promote(options);
    if (options->id != NULL && strcmp(verb, "retire") == 0)
        return retire(options);
    return STATUS_USAGE;
}

int command_key(int argc, char **argv)
{
    struct options options = {0};
    struct config config;

    if (argc < 2 || !read_options(argc - 1, argv + 1, &options))
        return STATUS_USAGE;
    if (!config_load(&config))
        return STATUS_CONFIGURATION;
    options.folder.path = options.sessions ? config.session_keys : config.keys_folder;
    options.folder.for_sessions = options.sessions;
    if (options.folder.path == NULL) {
        (void)fprintf(stderr, "renkei: key: %s must name the folder\n",
                      options.sessions ? "RENKEI_SESSION_KEYS" : "RENKEI_KEYS");
        return STATUS_CONFIGURATION;
    }
    return run(argv[1], &options);
}
