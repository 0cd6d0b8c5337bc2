#include <linux/virtio_net.h>
