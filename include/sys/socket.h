/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _SYS_SOCKET_H
#define _SYS_SOCKET_H 1
struct sockaddr { unsigned short sa_family; char sa_data[14]; };
#endif
