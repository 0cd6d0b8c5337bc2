#include <linux/user_events.h>
