/*
 * Force-included everywhere: functions that overrun, truncate in silence or share state between
 * threads do not compile. Standard headers come first so that their own declarations still do.
 */
#ifndef RENKEI_BASE_BANNED_H
#define RENKEI_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf gets strtok atoi atol atof localtime gmtime      \
    ctime asctime

#endif
