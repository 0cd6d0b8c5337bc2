#include <linux/mpls_iptunnel.h>
