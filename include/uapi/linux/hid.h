#include <linux/hid.h>
