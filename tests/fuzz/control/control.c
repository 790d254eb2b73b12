/* Negative control: a promise that does not hold must end the program that plays inputs. */
#include <string.h>

#include "../fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    PROMISE(size != 4 || memcmp(data, "boom", 4) != 0);
    return 0;
}
