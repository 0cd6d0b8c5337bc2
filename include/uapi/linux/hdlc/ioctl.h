#include <linux/hdlc/ioctl.h>
