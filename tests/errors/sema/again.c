#include <linux/ip.h>
#include <linux/in.h>

int size = 4;
struct iphdr { int mine; }; // error: redefinition of 'iphdr' [redefinition]
enum { IPPROTO_TCP = 6, OTHERS = 7 }; // error: redefinition of enumerator 'IPPROTO_TCP' [redefinition]
struct map { int (*max_entries)[size]; int (*key_size)[4]; }; // error: fields must have a constant size: 'max_entries' is a variable array [vla]
int read(struct iphdr *header) { return header->mine; }
