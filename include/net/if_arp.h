/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _NET_IF_ARP_H
#define _NET_IF_ARP_H 1
#include <sys/types.h>
#include <sys/socket.h>
#include <stdint.h>
#include <linux/if_arp.h>
#endif
