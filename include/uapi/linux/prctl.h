#include <linux/prctl.h>
