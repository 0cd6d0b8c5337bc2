/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _SYS_TYPES_H
#define _SYS_TYPES_H 1
#define __need_size_t
#include <stddef.h>
/* Each name with the macro by which C libraries know that it is there. */
typedef unsigned char u_char;
typedef unsigned short u_short;
typedef unsigned int u_int;
typedef unsigned long u_long;
#define __u_char_defined
#ifndef __ssize_t_defined
typedef long ssize_t;
#define __ssize_t_defined
#endif
#ifndef __off_t_defined
typedef long off_t;
#define __off_t_defined
#endif
#ifndef __off64_t_defined
typedef long off64_t;
#define __off64_t_defined
#endif
#ifndef __pid_t_defined
typedef int pid_t;
#define __pid_t_defined
#endif
#ifndef __uid_t_defined
typedef unsigned int uid_t;
#define __uid_t_defined
#endif
#ifndef __gid_t_defined
typedef unsigned int gid_t;
#define __gid_t_defined
#endif
#ifndef __id_t_defined
typedef unsigned int id_t;
#define __id_t_defined
#endif
#ifndef __mode_t_defined
typedef unsigned int mode_t;
#define __mode_t_defined
#endif
#ifndef __dev_t_defined
typedef unsigned long dev_t;
#define __dev_t_defined
#endif
#ifndef __ino_t_defined
typedef unsigned long ino_t;
#define __ino_t_defined
#endif
#ifndef __nlink_t_defined
typedef unsigned long nlink_t;
#define __nlink_t_defined
#endif
#ifndef __blksize_t_defined
typedef long blksize_t;
#define __blksize_t_defined
#endif
#ifndef __blkcnt_t_defined
typedef long blkcnt_t;
#define __blkcnt_t_defined
#endif
#ifndef __key_t_defined
typedef int key_t;
#define __key_t_defined
#endif
#ifndef __daddr_t_defined
typedef int daddr_t;
typedef char *caddr_t;
#define __daddr_t_defined
#endif
#ifndef __clock_t_defined
#define __clock_t_defined 1
typedef long clock_t;
#endif
#ifndef __time_t_defined
#define __time_t_defined 1
typedef long time_t;
#endif
#ifndef __clockid_t_defined
#define __clockid_t_defined 1
typedef int clockid_t;
#endif
#ifndef __timer_t_defined
#define __timer_t_defined 1
typedef void *timer_t;
#endif
#ifndef __suseconds_t_defined
typedef long suseconds_t;
#define __suseconds_t_defined
#endif
#ifndef __useconds_t_defined
typedef unsigned int useconds_t;
#define __useconds_t_defined
#endif
#ifndef _BITS_STDINT_INTN_H
#define _BITS_STDINT_INTN_H 1
typedef signed char int8_t;
typedef short int16_t;
typedef int int32_t;
typedef long long int64_t;
#endif
typedef unsigned char u_int8_t;
typedef unsigned short u_int16_t;
typedef unsigned int u_int32_t;
typedef unsigned long long u_int64_t;
typedef unsigned long ulong;
typedef unsigned short ushort;
typedef unsigned int uint;
#endif
