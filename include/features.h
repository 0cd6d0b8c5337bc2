/* SPDX-License-Identifier: Apache-2.0 */
/* The system's own where there is one: the rest of a C library's headers stands on it. */
#if __has_include_next(<features.h>)
#include_next <features.h>
#elif !defined(_FEATURES_H)
#define _FEATURES_H 1
#define __USE_MISC 1
#define __USE_POSIX 1
#define __USE_ISOC99 1
#define __USE_ISOC11 1
#include <sys/cdefs.h>
#endif
