#include <linux/sock_diag.h>
