#include <asm/statfs.h>
