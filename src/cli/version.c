#include <stdio.h>

#include "renkei/cli/commands.h"

int command_version(int argc, char **argv)
{
    (void)argv;
    if (argc > 1)
        return STATUS_USAGE;
    (void)puts("renkei " RENKEI_VERSION);
    return STATUS_OK;
}
