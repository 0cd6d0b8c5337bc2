/* Layouts that need packing, padding and bit-fields. */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

struct empty {};
struct holes { u8 a; u64 b; u16 c; } h1;
struct aligned_tail { u32 a; } __attribute__((aligned(32))) h2;
struct aligned_member { u8 a; u32 b __attribute__((aligned(16))); u8 c; } h3;
struct packed { u8 a; u64 b; u16 c; } __attribute__((packed)) h4;
struct packed_inside { u8 a; struct packed p; u32 b; } h5;
struct partly { u8 a; u32 b __attribute__((packed)); u8 c; } h6;
struct bits { u32 a : 3; u32 b : 29; u32 c : 1; u64 d : 40; u8 e : 2; u16 f; } h7;
struct zero_bits { u32 a : 3; u32 : 0; u32 b : 4; u64 : 0; u8 c; } h8;
struct gap_bits { u32 a : 3; u32 : 7; u32 b : 4; u32 : 18; u32 c : 32; } h9;
struct packed_bits { u8 a; u32 b : 20; u32 c : 30; u8 d; } __attribute__((packed)) h10;
union mixed { u8 a; u64 b; struct { u16 c, d; }; u32 e : 9; } h11;
union aligned_union { u8 a; } __attribute__((aligned(64))) h12;
union packed_union { u8 a; u32 b; u8 c[5]; } __attribute__((packed)) h13;
struct lines { u32 a; u32 b __attribute__((aligned(64))); u64 c __attribute__((aligned(64))); } h14;
struct page { u32 a; u32 b __attribute__((aligned(4096))); } h15;
struct in_array { struct holes h[3]; u8 t; } h16;
struct flexible { u32 n; struct holes items[]; } *h17;
struct anonymous { u8 a; struct { u8 b; u32 c; }; union { u16 d; u64 e; } __attribute__((packed)); } h18;
struct bool_bits { _Bool a : 1; _Bool b : 1; u8 c; } h19;
struct wide_bits { u64 a : 63; u64 b : 2; } h20;
struct int128 { u8 a; __int128 b; } h21;
struct nested_empty { struct empty e; u32 a; } h22;
enum __attribute__((packed)) small { S1 = 1, S2 = 200 };
struct with_small { enum small s; u8 b; enum small t[3]; } h23;

int use(void) { return (long)h17; }
