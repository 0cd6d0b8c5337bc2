#include <linux/if_addr.h>
