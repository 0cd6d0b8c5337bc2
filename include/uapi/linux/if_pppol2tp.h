#include <linux/if_pppol2tp.h>
