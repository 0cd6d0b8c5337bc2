#include <linux/if_pppox.h>
