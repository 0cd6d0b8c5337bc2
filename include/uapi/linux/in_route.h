#include <linux/in_route.h>
