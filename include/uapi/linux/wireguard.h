#include <linux/wireguard.h>
