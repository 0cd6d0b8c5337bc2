/* What the eBPF side and user space share. */
#ifndef KIT_H
#define KIT_H

enum kit_mode { KIT_OFF, KIT_COUNT = 5 };

struct kit_key {
	unsigned int address;
	unsigned short port;
};

struct kit_flow {
	unsigned long long packets;
	char name[8];
	struct {
		int low;
		union {
			int middle;
			long long high;
		};
	} range;
	unsigned int kind: 3, level: 7;
	_Bool seen;
};

struct kit_event {
	unsigned long long number;
	unsigned int bytes;
	struct kit_key key;
};

#endif
