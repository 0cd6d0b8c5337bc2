#include <asm-generic/mman-common.h>
