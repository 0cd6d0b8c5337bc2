#include <linux/typelimits.h>
