#include <linux/lirc.h>
