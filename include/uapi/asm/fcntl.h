#include <asm/fcntl.h>
