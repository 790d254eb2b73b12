/* Runs a fuzz target over files and folders: what was found once stays found. */
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"

static unsigned long inputs;

static void run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat status;
    uint8_t *data;

    PROMISE(file != NULL && fstat(fileno(file), &status) == 0);
    data = malloc((size_t)status.st_size + 1); /* exactly as large: one byte more is one too many */
    PROMISE(data != NULL);
    PROMISE(fread(data, 1, (size_t)status.st_size, file) == (size_t)status.st_size);
    (void)LLVMFuzzerTestOneInput(data, (size_t)status.st_size);
    inputs++;
    free(data);
    (void)fclose(file);
}

static void run(const char *path)
{
    DIR *folder = opendir(path);
    struct dirent *entry;
    char inside[4096];

    if (folder == NULL) {
        run_file(path);
        return;
    }
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
        run(inside);
    }
    (void)closedir(folder);
}

int main(int argc, char **argv)
{
    (void)LLVMFuzzerInitialize(&argc, &argv);
    for (int i = 1; i < argc; i++)
        run(argv[i]);
    (void)printf("%lu inputs\n", inputs);
    return inputs > 0 ? 0 : 1;
}
