struct names {
	int count, first[4];
};

int how_far_to_shift(struct names *names)
{
	return __builtin_preserve_field_info(names->count, 4)
	     + __builtin_preserve_field_info(names->first[1], 0)
	     + __builtin_preserve_field_info(names->first, 4); // error@-2: only for members that are integers of up to 8 bytes [builtin-argument]
	// note@-3: bpf_core_field_offset()
}
