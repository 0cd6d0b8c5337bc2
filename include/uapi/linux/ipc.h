#include <linux/ipc.h>
