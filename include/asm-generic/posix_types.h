/* SPDX-License-Identifier: Apache-2.0 */
#include <asm/posix_types.h>
