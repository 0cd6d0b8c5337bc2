typedef unsigned int u32;

typedef unsigned char u8;

typedef unsigned long long u64;

typedef unsigned short u16;

struct holes {
	u8 a;
	u64 b;
	u16 c;
};

struct flexible {
	u32 n;
	struct holes items[0];
};

struct aligned_tail {
	u32 a;
	long: 32;
	long: 64;
	long: 64;
	long: 64;
};

struct aligned_member {
	u8 a;
	long: 56;
	long: 64;
	u32 b;
	u8 c;
	long: 24;
	long: 64;
};

struct packed {
	u8 a;
	u64 b;
	u16 c;
} __attribute__((packed));

struct packed_inside {
	u8 a;
	struct packed p;
	u32 b;
};

struct partly {
	u8 a;
	u32 b;
	u8 c;
} __attribute__((packed));

struct bits {
	u32 a: 3;
	u32 b: 29;
	u32 c: 1;
	u64 d: 40;
	u8 e: 2;
	u16 f;
};

struct zero_bits {
	u32 a: 3;
	int: 29;
	u32 b: 4;
	long: 28;
	u8 c;
};

struct gap_bits {
	u32 a: 3;
	char: 5;
	char: 2;
	u32 b: 4;
	u32 c: 32;
};

struct packed_bits {
	u8 a;
	u32 b: 20;
	u32 c: 30;
	u8 d;
} __attribute__((packed));

union mixed {
	u8 a;
	u64 b;
	struct {
		u16 c;
		u16 d;
	};
	u32 e: 9;
};

union aligned_union {
	u8 a;
	struct { long: 64; long: 64; long: 64; long: 64; long: 64; long: 64; long: 64; long: 64; } __attribute__((packed));
};

union packed_union {
	u8 a;
	u32 b;
	u8 c[5];
} __attribute__((packed));

struct lines {
	u32 a;
	long: 32;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	u32 b;
	long: 32;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	u64 c;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
};

struct page {
	u32 a;
	char __pad_4[4092];
	u32 b;
	char __pad_4100[4092];
};

struct in_array {
	struct holes h[3];
	u8 t;
};

struct anonymous {
	u8 a;
	short: 16;
	char: 8;
	struct {
		u8 b;
		u32 c;
	};
	union {
		u16 d;
		u64 e;
	};
} __attribute__((packed));

struct bool_bits {
	_Bool a: 1;
	_Bool b: 1;
	u8 c;
};

struct wide_bits {
	u64 a: 63;
	u64 b: 2;
};

struct int128 {
	u8 a;
	__int128 b;
};

struct empty {};

struct nested_empty {
	struct empty e;
	u32 a;
};

enum small {
	S1 = 1,
	S2 = 200,
} __attribute__((packed));

struct with_small {
	enum small s;
	u8 b;
	enum small t[3];
};

