#include <linux/fadvise.h>
