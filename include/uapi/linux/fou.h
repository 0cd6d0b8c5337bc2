#include <linux/fou.h>
