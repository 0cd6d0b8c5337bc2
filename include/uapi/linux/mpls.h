#include <linux/mpls.h>
