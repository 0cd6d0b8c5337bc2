#include <linux/timerfd.h>
