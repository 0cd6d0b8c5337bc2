#include <linux/reboot.h>
