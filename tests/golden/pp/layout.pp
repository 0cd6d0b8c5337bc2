# 1 "layout.c"
# 1 "<built-in>" 1
# 1 "<built-in>" 3
# 1 "<command line>" 1
# 1 "<built-in>" 2
# 1 "layout.c" 2



first







second third


 indented fourth fifth


#pragma unroll 8
for
#pragma clang loop unroll(disable)
# 20 "layout.c"
                                      while
# 29 "layout.c"
far away
# 100 "elsewhere.h"
there 100 "elsewhere.h"
