#include <linux/userfaultfd.h>
