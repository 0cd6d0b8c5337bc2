/* SPDX-License-Identifier: Apache-2.0 */
#ifndef __NETINET_ETHER_H
#define __NETINET_ETHER_H 1
#include <netinet/if_ether.h>
#endif
