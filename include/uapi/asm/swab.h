#include <asm/swab.h>
