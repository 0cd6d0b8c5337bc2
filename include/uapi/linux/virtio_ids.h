#include <linux/virtio_ids.h>
