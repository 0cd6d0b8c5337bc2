/* One branch of each group. */
#define VERSION 6 * 100 + 18
#if VERSION >= 618 && defined(__bpf__) && !defined MISSING
#  if __has_builtin(__builtin_bswap32) && __has_attribute(section)
chosen
#  else
not chosen
#  endif
#elif 1
not this
#else
nor this
#endif
#ifdef MISSING
no
#elifndef MISSING
yes
#endif
#if (2 || 1 / 0) && -1 < 0 && ~0u > 0xffffffff && 'A' == 65
arithmetic
#endif
