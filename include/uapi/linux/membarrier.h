#include <linux/membarrier.h>
