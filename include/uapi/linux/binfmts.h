#include <linux/binfmts.h>
