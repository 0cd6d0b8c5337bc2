#include <linux/compiler_attributes.h>
