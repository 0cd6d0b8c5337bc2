#include <linux/errqueue.h>
