#include <linux/sysinfo.h>
