#include <asm-generic/hugetlb_encode.h>
