#include "renkei/egress/sender.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "bounds.h"
#include "renkei/base/config.h"
#include "renkei/base/network.h"
#include "renkei/egress/url.h"

enum { CONNECT_MS = 5000, TOTAL_MS = 20000, ANSWER_MAX = 64 * 1024, KEPT_CONNECTIONS = 128 };

struct transfer {
    struct sender *sender;
    CURL *easy;
    struct curl_slist *headers;
    bool is_refused; /* an address that the name has */
    size_t received;
    struct posted posted;
    struct transfer *next;
};

struct sender {
    CURLM *multi;
    const struct webhook_rules *rules;
    struct transfer *first;
};

struct sender *sender_open(const struct webhook_rules *rules)
{
    struct sender *sender = calloc(1, sizeof *sender);

    if (sender == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        free(sender);
        return NULL;
    }
    sender->rules = rules;
    sender->multi = curl_multi_init();
    if (sender->multi == NULL) {
        free(sender);
        return NULL;
    }
    (void)curl_multi_setopt(sender->multi, CURLMOPT_MAXCONNECTS, (long)KEPT_CONNECTIONS);
    return sender;
}

static void end_transfer(struct transfer *transfer)
{
    struct transfer **link = &transfer->sender->first;

    while (*link != transfer)
        link = &(*link)->next;
    *link = transfer->next;
    (void)curl_multi_remove_handle(transfer->sender->multi, transfer->easy);
    curl_easy_cleanup(transfer->easy);
    curl_slist_free_all(transfer->headers);
    free(transfer);
}

void sender_close(struct sender *sender)
{
    if (sender == NULL)
        return;
    while (sender->first != NULL)
        end_transfer(sender->first);
    (void)curl_multi_cleanup(sender->multi);
    curl_global_cleanup();
    free(sender);
}

void sender_drop(struct sender *sender, const void *subject)
{
    for (struct transfer *transfer = sender->first; transfer != NULL; transfer = transfer->next)
        if (transfer->posted.subject == subject) {
            end_transfer(transfer);
            return;
        }
}

/* ---- where a connection may go ---- */

static bool address_text(const struct sockaddr *address, char ret_text[ADDRESS_TEXT])
{
    const void *bytes = address->sa_family == AF_INET6
        ? (const void *)&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr
        : (const void *)&((const struct sockaddr_in *)(const void *)address)->sin_addr;

    return (address->sa_family == AF_INET || address->sa_family == AF_INET6)
        && inet_ntop(address->sa_family, bytes, ret_text, ADDRESS_TEXT) != NULL;
}

static uint16_t port_of(const struct sockaddr *address)
{
    return ntohs(address->sa_family == AF_INET6
                     ? ((const struct sockaddr_in6 *)(const void *)address)->sin6_port
                     : ((const struct sockaddr_in *)(const void *)address)->sin_port);
}

/* Both again, since the rules may be narrower now than when the address was registered. */
static bool may_connect(const struct webhook_rules *rules, const struct sockaddr *address)
{
    char text[ADDRESS_TEXT];

    return address_text(address, text)
        && ((address_is_public(text) && port_is_allowed(rules, port_of(address)))
            || (rules->insecure && address_is_loopback(text)));
}

static curl_socket_t open_socket(void *subject, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct transfer *transfer = subject;

    if (purpose != CURLSOCKTYPE_IPCXN || !may_connect(transfer->sender->rules, &address->addr)) {
        transfer->is_refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* ---- one message ---- */

static size_t keep_answer(char *bytes, size_t size, size_t count, void *subject)
{
    struct transfer *transfer = subject;
    struct posted *posted = &transfer->posted;
    size_t length = size * count, room = ANSWER_BYTES - posted->answer_length;

    if (transfer->received + length > ANSWER_MAX)
        return 0; /* it has answered; the rest is not read */
    transfer->received += length;
    room = length < room ? length : room;
    memcpy(posted->answer + posted->answer_length, bytes, room);
    posted->answer_length += room;
    return length;
}

static bool add_headers(struct transfer *transfer, const char *const *headers)
{
    for (; *headers != NULL; headers++) {
        struct curl_slist *longer = curl_slist_append(transfer->headers, *headers);

        if (longer == NULL)
            return false;
        transfer->headers = longer;
    }
    return true;
}

static bool set_bounds(const struct transfer *transfer)
{
    CURL *easy = transfer->easy;
    const char *protocols = transfer->sender->rules->insecure ? "https,http" : "https";

    return bound_transfer(easy, protocols, CONNECT_MS, TOTAL_MS)
        && curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) == CURLE_OK
        && curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket) == CURLE_OK
        && curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer) == CURLE_OK;
}

static void set_message(struct transfer *transfer, const struct posting *posting)
{
    CURL *easy = transfer->easy;

    (void)curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
    (void)curl_easy_setopt(easy, CURLOPT_URL, posting->url);
    (void)curl_easy_setopt(easy, CURLOPT_POST, 1L);
    (void)curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)posting->length);
    (void)curl_easy_setopt(easy, CURLOPT_POSTFIELDS, posting->body);
    (void)curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
    (void)curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, keep_answer);
    (void)curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
}

bool sender_post(struct sender *sender, const struct posting *posting)
{
    struct transfer *transfer = calloc(1, sizeof *transfer);

    if (transfer == NULL)
        return false;
    *transfer = (struct transfer){.sender = sender, .next = sender->first};
    sender->first = transfer;
    transfer->posted.subject = posting->subject;
    transfer->easy = curl_easy_init();
    if (transfer->easy != NULL && add_headers(transfer, posting->headers) && set_bounds(transfer)) {
        set_message(transfer, posting);
        if (curl_multi_add_handle(sender->multi, transfer->easy) == CURLM_OK)
            return true;
    }
    end_transfer(transfer);
    return false;
}

/* ---- how it ended ---- */

static enum post_fault fault_of(CURLcode code, const struct transfer *transfer)
{
    switch ((int)code) {
    case CURLE_OK:
        return POST_ANSWERED;
    case CURLE_OPERATION_TIMEDOUT:
        return POST_TIMED_OUT;
    case CURLE_COULDNT_RESOLVE_HOST:
        return POST_NOT_RESOLVED;
    case CURLE_COULDNT_CONNECT:
        return transfer->is_refused ? POST_ADDRESS_REFUSED : POST_NOT_CONNECTED;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
        return POST_TLS_FAILED;
    case CURLE_WRITE_ERROR: /* keep_answer had enough */
        return POST_ANSWERED;
    default:
        return POST_BROKEN;
    }
}

static void finish(const struct transfer *transfer, CURLcode code, struct posted *ret_posted)
{
    curl_off_t microseconds = 0, seconds = 0;
    long status = 0;

    (void)curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_TOTAL_TIME_T, &microseconds);
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_RETRY_AFTER, &seconds);
    *ret_posted = transfer->posted;
    ret_posted->fault = fault_of(code, transfer);
    ret_posted->status = ret_posted->fault == POST_ANSWERED ? (int)status : 0;
    ret_posted->duration_ms = (long)(microseconds / 1000);
    ret_posted->retry_after = (long)seconds;
}

bool sender_next(struct sender *sender, struct posted *ret_posted)
{
    struct transfer *transfer = NULL;
    const CURLMsg *message;
    int count;

    (void)curl_multi_perform(sender->multi, &count);
    while ((message = curl_multi_info_read(sender->multi, &count)) != NULL) {
        if (message->msg != CURLMSG_DONE)
            continue;
        (void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
        finish(transfer, message->data.result, ret_posted);
        end_transfer(transfer);
        return true;
    }
    return false;
}

void sender_wait(struct sender *sender, int milliseconds)
{
    (void)curl_multi_poll(sender->multi, NULL, 0, milliseconds, NULL);
}
