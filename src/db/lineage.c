#include "lineage.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "renkei/base/log.h"

static const char file_name[] = "database", new_name[] = "database.new";

void lineage_init(struct lineage *lineage, const char *folder)
{
    memset(lineage, 0, sizeof *lineage);
    lineage->folder = folder;
    (void)pthread_mutex_init(&lineage->mutex, NULL);
}

void lineage_destroy(struct lineage *lineage)
{
    (void)pthread_mutex_destroy(&lineage->mutex);
}

static bool read_number(const char **at, char last, uint64_t *ret_number)
{
    char *end;

    errno = 0;
    *ret_number = strtoull(*at, &end, 10);
    if (errno != 0 || end == *at || *end != last)
        return false;
    *at = end + 1;
    return true;
}

/* What another process saw counts as ours; without a file nothing does. */
static bool read_seen(int folder, struct place *ret_seen)
{
    char text[64] = "";
    const char *at = text;
    uint64_t timeline = 0;
    int file = openat(folder, file_name, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);

    if (file < 0)
        return errno == ENOENT;
    (void)close(file);
    if (length <= 0 || !read_number(&at, ' ', &ret_seen->system)
        || !read_number(&at, '\n', &timeline) || timeline > UINT32_MAX)
        return false;
    ret_seen->timeline = (uint32_t)timeline;
    return true;
}

static bool write_whole(int folder, const char *text, size_t length)
{
    int file = openat(folder, new_name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool written;

    if (file < 0)
        return false;
    written = write(file, text, length) == (ssize_t)length && fsync(file) == 0;
    return close(file) == 0 && written;
}

/* In place of the file at once: a process that is killed leaves the old one or the new one. */
static bool write_seen(int folder, struct place seen)
{
    char text[64];
    int length =
        snprintf(text, sizeof text, "%" PRIu64 " %" PRIu32 "\n", seen.system, seen.timeline);

    return write_whole(folder, text, (size_t)length)
        && renameat(folder, new_name, folder, file_name) == 0 && fsync(folder) == 0;
}

static bool is_behind(const struct lineage *lineage, struct place place)
{
    return place.timeline != 0 && place.timeline < lineage->seen.timeline;
}

static bool judge(struct lineage *lineage, struct place place, char *ret_reason, size_t size)
{
    const struct place *seen = &lineage->seen;

    if (seen->system != 0 && place.system != seen->system) {
        (void)snprintf(ret_reason, size,
                       "cluster %" PRIu64 " answers in place of %" PRIu64
                       ": restart without the file of RENKEI_STATE_DIR if that is meant",
                       place.system, seen->system);
        return false;
    }
    if (is_behind(lineage, place)) {
        (void)snprintf(ret_reason, size,
                       "an old primary: it writes timeline %" PRIu32 ", %" PRIu32 " was seen",
                       place.timeline, seen->timeline);
        return false;
    }
    lineage->seen.system = place.system;
    if (place.timeline > seen->timeline)
        lineage->seen.timeline = place.timeline;
    return true;
}

/* Of one cluster the higher timeline. */
static void take_over(struct lineage *lineage, struct place shared)
{
    if (lineage->seen.system == 0)
        lineage->seen = shared;
    else if (lineage->seen.system == shared.system && lineage->seen.timeline < shared.timeline)
        lineage->seen.timeline = shared.timeline;
}

/* Takes over what stands there; below 0: unusable. */
static int open_folder(struct lineage *lineage, struct place *ret_shared)
{
    int folder = open(lineage->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (folder < 0)
        return folder;
    if (read_seen(folder, ret_shared)) {
        take_over(lineage, *ret_shared);
        return folder;
    }
    (void)close(folder);
    return -1;
}

/* Nobody waits for another process: who finds the folder locked writes with the next connection. */
static bool keep_seen(int folder, const struct place *shared, struct place seen)
{
    if (seen.system == shared->system && seen.timeline == shared->timeline)
        return true;
    if (flock(folder, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK;
    return write_seen(folder, seen);
}

static bool judge_shared(struct lineage *lineage, struct place place, char *ret_reason, size_t size)
{
    struct place shared = {0};
    int folder = open_folder(lineage, &shared);
    bool usable = folder >= 0, admitted;

    admitted = judge(lineage, place, ret_reason, size);
    usable = usable && (!admitted || keep_seen(folder, &shared, lineage->seen));
    if (!usable)
        log_event(LOG_ERROR, "state_unusable", "%s/%s cannot be read and written", lineage->folder,
                  file_name);
    if (folder >= 0)
        (void)close(folder); /* and with it the lock */
    return admitted;
}

bool lineage_admit(struct lineage *lineage, struct place place, char *ret_reason, size_t size)
{
    bool admitted;

    if (place.system == 0)
        return true;
    (void)pthread_mutex_lock(&lineage->mutex);
    admitted = lineage->folder == NULL ? judge(lineage, place, ret_reason, size)
                                       : judge_shared(lineage, place, ret_reason, size);
    (void)pthread_mutex_unlock(&lineage->mutex);
    return admitted;
}

bool lineage_holds(struct lineage *lineage, struct place place)
{
    bool behind;

    (void)pthread_mutex_lock(&lineage->mutex);
    behind = is_behind(lineage, place);
    (void)pthread_mutex_unlock(&lineage->mutex);
    return !behind;
}

void lineage_refresh(struct lineage *lineage)
{
    struct place shared = {0};
    int folder;

    if (lineage->folder == NULL)
        return;
    (void)pthread_mutex_lock(&lineage->mutex);
    folder = open_folder(lineage, &shared);
    (void)pthread_mutex_unlock(&lineage->mutex);
    if (folder >= 0)
        (void)close(folder);
}
