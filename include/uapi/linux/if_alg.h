#include <linux/if_alg.h>
