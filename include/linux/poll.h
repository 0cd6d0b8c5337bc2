/* SPDX-License-Identifier: Apache-2.0 */
#ifndef None
#define None
#include <asm/poll.h>
#endif
