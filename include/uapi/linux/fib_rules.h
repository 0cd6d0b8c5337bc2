#include <linux/fib_rules.h>
