#include <linux/securebits.h>
