/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _ASM_GENERIC_FCNTL_H
#define _ASM_GENERIC_FCNTL_H
#include <linux/types.h>
#define O_ACCMODE 3
#define O_RDONLY 0
#define O_WRONLY (1 << 0)
#define O_RDWR (1 << 1)
#define O_CREAT (1 << 6)
#define O_EXCL (1 << 7)
#define O_NOCTTY (1 << 8)
#define O_TRUNC (1 << 9)
#define O_APPEND (1 << 10)
#define O_NONBLOCK (1 << 11)
#define O_DSYNC (1 << 12)
#define FASYNC (1 << 13)
#define O_DIRECT (1 << 14)
#define O_LARGEFILE (1 << 15)
#define O_DIRECTORY (1 << 16)
#define O_NOFOLLOW (1 << 17)
#define O_NOATIME (1 << 18)
#define O_CLOEXEC (1 << 19)
#define __O_SYNC (1 << 20)
#define O_SYNC (__O_SYNC | O_DSYNC)
#define O_PATH (1 << 21)
#define __O_TMPFILE (1 << 22)
#define O_EMPTYPATH (1 << 26)
#define O_TMPFILE (__O_TMPFILE | O_DIRECTORY)
#define O_NDELAY O_NONBLOCK
#define F_DUPFD 0
#define F_GETFD 1
#define F_SETFD 2
#define F_GETFL 3
#define F_SETFL 4
#define F_GETLK 5
#define F_SETLK 6
#define F_SETLKW 7
#define F_SETOWN 8
#define F_GETOWN 9
#define F_SETSIG 10
#define F_GETSIG 11
#define F_SETOWN_EX 15
#define F_GETOWN_EX 16
#define F_GETOWNER_UIDS 17
#define F_OFD_GETLK 36
#define F_OFD_SETLK 37
#define F_OFD_SETLKW 38
#define F_OWNER_TID 0
#define F_OWNER_PID 1
#define F_OWNER_PGRP 2
struct f_owner_ex { int type; __kernel_pid_t pid; };
#define FD_CLOEXEC 1
#define F_RDLCK 0
#define F_WRLCK 1
#define F_UNLCK 2
#define F_EXLCK 4
#define F_SHLCK 8
#define LOCK_SH 1
#define LOCK_EX 2
#define LOCK_NB 4
#define LOCK_UN 8
#define LOCK_MAND 32
#define LOCK_READ 64
#define LOCK_WRITE 128
#define LOCK_RW 192
#define F_LINUX_SPECIFIC_BASE 1024
struct flock {
	short l_type; short l_whence; __kernel_off_t l_start; __kernel_off_t l_len;
	__kernel_pid_t l_pid;
};
struct flock64 {
	short l_type; short l_whence; __kernel_loff_t l_start; __kernel_loff_t l_len;
	__kernel_pid_t l_pid;
};
#endif
