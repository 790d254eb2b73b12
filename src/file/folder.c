#include "renkei/file/folder.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The pid follows, so that another worker knows whether anybody still uses it. */
static const char prefix[] = "renkei-job-";

static const char *parent_folder(void)
{
    const char *folder = getenv("TMPDIR");

    return folder != NULL && folder[0] == '/' ? folder : "/tmp";
}

bool folder_make(char ret_path[FOLDER_TEXT])
{
    int length =
        snprintf(ret_path, FOLDER_TEXT, "%s/%s%ld-XXXXXX", parent_folder(), prefix, (long)getpid());

    if (length > 0 && length < FOLDER_TEXT && mkdtemp(ret_path) != NULL)
        return true;
    ret_path[0] = '\0';
    return false;
}

/* A child makes no folders. */
void folder_remove(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;

    while (folder != NULL && (entry = readdir(folder)) != NULL)
        (void)unlinkat(dirfd(folder), entry->d_name, 0);
    if (folder != NULL)
        (void)closedir(folder);
    (void)rmdir(path);
}

/* In a container every worker has the pid 1: what is called as this process is from before it. */
static bool is_orphan(const char *name)
{
    long pid;

    if (strncmp(name, prefix, sizeof prefix - 1) != 0)
        return false;
    pid = strtol(name + sizeof prefix - 1, NULL, 10);
    return pid > 0 && (pid == (long)getpid() || (kill((pid_t)pid, 0) != 0 && errno == ESRCH));
}

void folder_sweep(void)
{
    char path[FOLDER_TEXT];
    DIR *parent = opendir(parent_folder());
    const struct dirent *entry;

    while (parent != NULL && (entry = readdir(parent)) != NULL)
        if (is_orphan(entry->d_name)
            && snprintf(path, sizeof path, "%s/%s", parent_folder(), entry->d_name)
                < (int)sizeof path)
            folder_remove(path);
    if (parent != NULL)
        (void)closedir(parent);
}
