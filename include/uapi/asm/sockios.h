#include <asm/sockios.h>
