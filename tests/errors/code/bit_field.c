struct __attribute__((packed)) flags {
	char kind;
	unsigned long bits : 63;
} __attribute__((preserve_access_index));

int where_are_they(struct flags *flags)
{
	return __builtin_preserve_field_info(flags->bits, 0); // error: this bit-field lies across the words of its struct [builtin-argument]
	// note@-1: ask about a struct that is not packed
}
