struct __attribute__((packed)) flags {
	char kind;
	unsigned long bits : 63;
} __attribute__((preserve_access_index));

int where_are_they(struct flags *flags)
{
	return __builtin_preserve_field_info(flags->bits, 0); // error: CO-RE has no relocation for bit-field 'bits' [core-bit-field]
}

unsigned long read_them(struct flags *flags)
{
	return flags->bits; // error: CO-RE has no relocation for bit-field 'bits' [core-bit-field]
}
