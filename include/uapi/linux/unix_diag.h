#include <linux/unix_diag.h>
