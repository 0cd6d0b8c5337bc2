/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _FCNTL_H
#define _FCNTL_H 1
#include <sys/types.h>
#include <linux/fcntl.h>
#include <linux/stat.h>
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#define R_OK 4
#define W_OK 2
#define X_OK 1
#define F_OK 0
#endif
