#include <linux/fsverity.h>
