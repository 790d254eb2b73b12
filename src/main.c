#include <stdio.h>
#include <string.h>

#include "renkei/base/heap.h"
#include "renkei/base/json.h"
#include "renkei/cli/commands.h"

struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *usage; /* behind the name */
    const char *help;
};

static const struct command commands[] = {
    {"serve", command_serve, "", "answer HTTP until SIGTERM; SIGHUP reads the keys again"},
    {"migrate", command_migrate, "", "bring the database's tables up to date"},
    {"check", command_check, "[--tenant T]", "verify the event chains; exit 1 on a fault"},
    {"score", command_score, "[--model 1|2] [--questionnaire FILE] [--brief]",
     "score JSON lines from standard input"},
    {"tenant", command_tenant, "add SLUG [--name N] [--id UUID] | list", "manage tenants"},
    {"token", command_token,
     "--tenant T [--sub S] [--bundle B | --scope \"...\"] [--supplier UUID] [--ttl 900] [--name N]"
     " | revoke JTI --tenant T",
     "print a token, or refuse one from now on"},
    {"key", command_key,
     "add [KID] [--alg ES256] | promote KID [--now] | retire KID [--now] | list   [--sessions]",
     "make a token key, let it sign, delete it"},
    {"subject", command_subject, "disable S --tenant T | enable S --tenant T",
     "shut somebody out, and let them in again"},
    {"sweep", command_sweep, "[--tenant T]",
     "let the day pass: age scores, end what ends, open reviews"},
    {"export", command_export,
     "KIND --tenant T [--format csv|ndjson|xlsx] [--encoding utf-8|cp932] [--excel-safe]"
     " [--columns a,b] [--watch]",
     "have a worker make a file, and write it to standard output"},
    {"import", command_import,
     "FILE --tenant T [--source S] [--profile renkei|generic-ja] [--encoding utf-8|cp932]"
     " [--sheet NAME] [--snapshot [--max-archive-percent 2]] [--dry-run] [--failed FILE] [--watch]",
     "have a worker save the suppliers of a .csv, .xlsx or .ndjson file; exit 65 when rows failed"},
    {"worker", command_worker, "--kind files|egress [--once]",
     "work off jobs until SIGTERM, or with --once until none is due"},
    {"reminders", command_reminders, "--tenants-due",
     "list the tenants with reminders to claim: id, slug, waiting since"},
    {"demo", command_demo, "", "fill the tenant `demo`"},
    {"version", command_version, "", "print the version"},
};

enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static void print_usage(FILE *stream)
{
    (void)fputs("usage: renkei COMMAND [ARGUMENT...]\n\n", stream);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        (void)fprintf(stream, "  %s%s%s\n      %s\n", commands[i].name,
                      commands[i].usage[0] == '\0' ? "" : " ", commands[i].usage, commands[i].help);
    (void)fputs("\nThe environment configures it; see README.md, \"Configuration\".\n", stream);
}

static int run_command(const struct command *command, int argc, char **argv)
{
    int status = command->run(argc, argv);

    if (status == STATUS_USAGE)
        (void)fprintf(stderr, "usage: renkei %s %s\n", command->name, command->usage);
    return status;
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";

    heap_begin();
    json_begin();
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(name, commands[i].name) == 0)
            return run_command(&commands[i], argc - 1, argv + 1);
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0) {
        print_usage(stdout);
        return STATUS_OK;
    }
    print_usage(stderr);
    return STATUS_USAGE;
}
