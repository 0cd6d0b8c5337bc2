#include <linux/virtio_types.h>
