#include <linux/connector.h>
