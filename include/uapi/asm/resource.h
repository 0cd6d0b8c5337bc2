#include <asm/resource.h>
