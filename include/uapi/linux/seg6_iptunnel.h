#include <linux/seg6_iptunnel.h>
