#include <linux/major.h>
