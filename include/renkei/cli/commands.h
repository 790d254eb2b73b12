/*
 * Commands: the subcommands of the program, one file each. Exit codes: 0 ok, 1 found faults, 64
 * usage, 65 a bad line of input, 69 no database, 78 configuration (sysexits.h).
 */
#ifndef RENKEI_CLI_COMMANDS_H
#define RENKEI_CLI_COMMANDS_H

enum {
    STATUS_OK = 0,
    STATUS_FAULTS = 1,
    STATUS_USAGE = 64,
    STATUS_INPUT = 65,
    STATUS_NO_DATABASE = 69,
    STATUS_INTERNAL = 70,
    STATUS_CONFIGURATION = 78
};

/* argv[0] is the command's own name. */
int command_serve(int argc, char **argv);
int command_migrate(int argc, char **argv);
int command_check(int argc, char **argv);
int command_score(int argc, char **argv);
int command_tenant(int argc, char **argv);
int command_token(int argc, char **argv);
int command_token_revoke(int argc, char **argv);
int command_key(int argc, char **argv);
int command_subject(int argc, char **argv);
int command_reminders(int argc, char **argv);
int command_export(int argc, char **argv);
int command_import(int argc, char **argv);
int command_worker(int argc, char **argv);
int command_demo(int argc, char **argv);
int command_sweep(int argc, char **argv);
int command_version(int argc, char **argv);

#endif
