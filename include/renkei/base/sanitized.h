/*
 * Whether the program is built with a sanitizer that watches memory: its shadow is terabytes of
 * address space, and it has a heap of its own.
 */
#ifndef RENKEI_BASE_SANITIZED_H
#define RENKEI_BASE_SANITIZED_H

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { IS_SANITIZED = 1 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
enum { IS_SANITIZED = 1 };
#else
enum { IS_SANITIZED = 0 };
#endif
#else
enum { IS_SANITIZED = 0 };
#endif

#endif
