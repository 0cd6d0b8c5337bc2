#include <linux/landlock.h>
