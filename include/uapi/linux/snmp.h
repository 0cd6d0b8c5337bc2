#include <linux/snmp.h>
