#include "daemon.h"

#include <stdarg.h>
#include <stdint.h>

/* The same for every instance of ulfius; one may serve already while another starts. */
static _Atomic(MHD_AccessHandlerCallback) ulfius_handler;

struct MHD_Daemon *MHD_start_daemon(unsigned int flags, uint16_t port,
                                    MHD_AcceptPolicyCallback policy, void *policy_closure,
                                    MHD_AccessHandlerCallback handler, void *handler_closure, ...)
{
    struct MHD_Daemon *daemon;
    va_list options;

    ulfius_handler = handler;
    va_start(options, handler_closure);
    daemon = MHD_start_daemon_va(flags, port, policy, policy_closure, access_handler,
                                 handler_closure, options);
    va_end(options);
    return daemon;
}

struct MHD_Daemon *daemon_start_one_more(void *instance, unsigned flags,
                                         const struct MHD_OptionItem *options)
{
    return MHD_start_daemon(flags, 0, NULL, NULL, ulfius_handler, instance, MHD_OPTION_ARRAY,
                            options, MHD_OPTION_END);
}

int MHD_get_connection_values(struct MHD_Connection *mhd, enum MHD_ValueKind kind,
                              MHD_KeyValueIterator iterator, void *closure)
{
    (void)mhd;
    (void)kind;
    (void)iterator;
    (void)closure;
    return 0;
}

enum MHD_Result ulfius_answer(void *instance, struct MHD_Connection *mhd, const char *method,
                              const char *version, void **context)
{
    MHD_AccessHandlerCallback handler = ulfius_handler;
    size_t none = 0;

    /* The first call copies the head, the second answers. */
    if (handler(instance, mhd, "", method, version, NULL, &none, context) != MHD_YES)
        return MHD_NO;
    return handler(instance, mhd, "", method, version, NULL, &none, context);
}
