#include <asm-generic/signal-defs.h>
