#include <linux/ila.h>
