#include <linux/if.h>
