#include <linux/un.h>
