#include <linux/virtio_config.h>
