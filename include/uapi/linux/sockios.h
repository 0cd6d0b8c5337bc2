#include <linux/sockios.h>
