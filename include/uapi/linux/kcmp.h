#include <linux/kcmp.h>
