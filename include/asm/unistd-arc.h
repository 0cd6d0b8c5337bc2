/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _ASM_UNISTD_ARC_H
#define _ASM_UNISTD_ARC_H
#define __ARCH_32BIT_SYSCALLS
#include <asm-generic/unistd.h>
#define __NR_fcntl64 25
#define __NR_renameat 38
#define __NR_statfs64 43
#define __NR_fstatfs64 44
#define __NR_truncate64 45
#define __NR_ftruncate64 46
#define __NR_llseek 62
#define __NR_sendfile64 71
#define __NR_fstatat64 79
#define __NR_fstat64 80
#define __NR_getrlimit 163
#define __NR_setrlimit 164
#define __NR_mmap2 222
#define __NR_fadvise64_64 223
#define __NR_cacheflush 244
#define __NR_arc_settls 245
#define __NR_arc_gettls 246
#define __NR_sysfs 247
#define __NR_arc_usr_cmpxchg 248
#define __NR_clock_gettime64 403
#define __NR_clock_settime64 404
#define __NR_clock_adjtime64 405
#define __NR_clock_getres_time64 406
#define __NR_clock_nanosleep_time64 407
#define __NR_timer_gettime64 408
#define __NR_timer_settime64 409
#define __NR_timerfd_gettime64 410
#define __NR_timerfd_settime64 411
#define __NR_utimensat_time64 412
#define __NR_pselect6_time64 413
#define __NR_ppoll_time64 414
#define __NR_io_pgetevents_time64 416
#define __NR_recvmmsg_time64 417
#define __NR_mq_timedsend_time64 418
#define __NR_mq_timedreceive_time64 419
#define __NR_semtimedop_time64 420
#define __NR_rt_sigtimedwait_time64 421
#define __NR_futex_time64 422
#define __NR_sched_rr_get_interval_time64 423
#endif
