#include <linux/llc.h>
