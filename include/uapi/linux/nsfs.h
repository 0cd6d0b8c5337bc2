#include <linux/nsfs.h>
