#include <linux/xfrm.h>
