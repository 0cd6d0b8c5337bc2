#include <linux/cn_proc.h>
