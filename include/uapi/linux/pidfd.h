#include <linux/pidfd.h>
