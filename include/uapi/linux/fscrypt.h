#include <linux/fscrypt.h>
