#include <linux/tc_act/tc_tunnel_key.h>
