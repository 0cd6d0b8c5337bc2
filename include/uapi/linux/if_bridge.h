#include <linux/if_bridge.h>
