// flags: -Wall
#pragma region x
#pragma STDC FP_CONTRACT ON
#pragma nosuch thing // warning: unknown pragma ignored [unknown-pragmas]
int x;
