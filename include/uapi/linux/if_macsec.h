#include <linux/if_macsec.h>
