#include <asm/auxvec.h>
