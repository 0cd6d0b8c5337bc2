#include <linux/input-event-codes.h>
