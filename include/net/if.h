/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _NET_IF_H
#define _NET_IF_H 1
#include <sys/socket.h>
#include <linux/if.h>
#define IF_NAMESIZE IFNAMSIZ
struct if_nameindex { unsigned int if_index; char *if_name; };
#endif
