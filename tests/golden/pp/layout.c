/* Where lines end up: gaps, directives, pragmas, continued lines. */
#define NAME(x) x

first

#if 0
never
#endif



second \
    third

	indented NAME(
	fourth
	) fifth
#pragma unroll 8
for
_Pragma("clang loop unroll(disable)") while








far /* a comment
over lines */ away
#line 100 "elsewhere.h"
there __LINE__ __FILE__
