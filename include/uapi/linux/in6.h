#include <linux/in6.h>
