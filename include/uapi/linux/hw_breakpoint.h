#include <linux/hw_breakpoint.h>
