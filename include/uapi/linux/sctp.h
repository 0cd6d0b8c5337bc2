#include <linux/sctp.h>
