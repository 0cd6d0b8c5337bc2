#include <linux/dccp.h>
