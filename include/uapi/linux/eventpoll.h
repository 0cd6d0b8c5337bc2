#include <linux/eventpoll.h>
