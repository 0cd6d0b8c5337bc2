// Wrong uses of macros.

#define ONE(a) a
#define PASTE(a, b) a##b

int many = ONE(1, 2); // error: too many arguments provided to function-like macro invocation [macro-arguments]

char pasted[] = { PASTE(+, 1) }; // error: pasting formed '+1', an invalid preprocessing token [invalid-paste]

#define STRINGS(...) #__VA_ARGS__
char *text = STRINGS(\); // warning: invalid string literal, ignoring final '\' [invalid-pp-token]

int wrong_number = 08; // error: invalid digit '8' in octal constant [invalid-number]

#pragma GCC poison forbidden
int forbidden; // error: attempt to use a poisoned identifier 'forbidden' [poisoned-identifier]
