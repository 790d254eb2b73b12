#include <stdlib.h>
#include <string.h>

#include "internal.h"
#include "renkei/base/arena.h"

/*
 * libpq takes the first host that serves and never looks at the next one then. When the one that it
 * found is refused, the others of the DSN are tried one by one.
 */

static size_t count_items(const char *list)
{
    size_t count = 1;

    for (; *list != '\0'; list++)
        count += *list == ',';
    return count;
}

/* The item at `index` of a list with commas; of a list of one the one. NULL: there is none. */
static char *item(const char *list, size_t index)
{
    char *copy;

    if (list == NULL || list[0] == '\0')
        return NULL;
    if (count_items(list) == 1)
        index = 0;
    for (; index > 0 && list != NULL; index--) {
        list = strchr(list, ',');
        list = list == NULL ? NULL : list + 1;
    }
    copy = list == NULL ? NULL : strndup(list, strcspn(list, ","));
    if (list != NULL && copy == NULL)
        out_of_memory();
    return copy;
}

static const char *option(const PQconninfoOption *options, const char *keyword)
{
    if (options == NULL) /* libpq was refused memory */
        out_of_memory();
    while (options->keyword != NULL && strcmp(options->keyword, keyword) != 0)
        options++;
    return options->val;
}

static bool is_found(const struct connection *connection, const struct host *host)
{
    const char *name = PQhost(connection->pg), *port = PQport(connection->pg);

    return name != NULL && host->name != NULL && strcmp(name, host->name) == 0
        && (host->port == NULL || port == NULL || strcmp(port, host->port) == 0);
}

static void free_host(struct host *host)
{
    free(host->name);
    free(host->address);
    free(host->port);
}

void hosts_find(const struct connection *connection, struct hosts *ret_hosts)
{
    PQconninfoOption *options = PQconninfo(connection->pg);
    const char *names = option(options, "host"), *addresses = option(options, "hostaddr");
    size_t total = names != NULL ? count_items(names) : 1;

    ret_hosts->count = 0;
    ret_hosts->each = calloc(total, sizeof *ret_hosts->each);
    if (ret_hosts->each == NULL)
        out_of_memory();
    for (size_t i = 0; i < total; i++) {
        struct host *host = &ret_hosts->each[ret_hosts->count];

        host->name = item(names, i);
        host->address = item(addresses, i);
        host->port = item(option(options, "port"), i);
        if (is_found(connection, host))
            free_host(host);
        else
            ret_hosts->count++;
    }
    PQconninfoFree(options);
}

void hosts_free(struct hosts *hosts)
{
    for (size_t i = 0; i < hosts->count; i++)
        free_host(&hosts->each[i]);
    free(hosts->each);
}
