#include <linux/pkt_cls.h>
