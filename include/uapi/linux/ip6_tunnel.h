#include <linux/ip6_tunnel.h>
