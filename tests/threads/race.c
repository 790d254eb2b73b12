/* The control of ./dev threads: two threads count without a lock, which the sanitizer must find. */
#include <pthread.h>
#include <stddef.h>

static int counter;

static void *count(void *closure)
{
    (void)closure;
    for (int i = 0; i < 1000; i++)
        counter++;
    return NULL;
}

int main(void)
{
    pthread_t other;

    if (pthread_create(&other, NULL, count, NULL) != 0)
        return 1;
    (void)count(NULL);
    (void)pthread_join(other, NULL);
    return 0;
}
