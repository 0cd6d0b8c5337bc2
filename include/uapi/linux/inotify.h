#include <linux/inotify.h>
