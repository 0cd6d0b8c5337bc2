struct packed {
	char first;
	unsigned long long wide : 40;
} __attribute__((packed, preserve_access_index));

__attribute__((section("xdp"))) int prog(struct packed *p)
{
	return p->wide; // error: CO-RE has no relocation for bit-field 'wide' [core-bit-field]
}
