/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _SYS_TIME_H
#define _SYS_TIME_H 1
#ifndef __time_t_defined
#define __time_t_defined 1
typedef long time_t;
#endif
#ifndef __suseconds_t_defined
typedef long suseconds_t;
#define __suseconds_t_defined
#endif
#ifndef __timeval_defined
#define __timeval_defined 1
struct timeval { time_t tv_sec; suseconds_t tv_usec; };
#endif
#endif
