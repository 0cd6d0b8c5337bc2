# 1 "conditions.c"
# 1 "<built-in>" 1
# 1 "<built-in>" 3
# 1 "<command line>" 1
# 1 "<built-in>" 2
# 1 "conditions.c" 2




chosen
# 17 "conditions.c"
yes


arithmetic
