#include <linux/erspan.h>
