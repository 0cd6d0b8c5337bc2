#include <linux/falloc.h>
