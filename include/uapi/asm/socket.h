#include <asm/socket.h>
