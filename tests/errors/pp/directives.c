// What is wrong in directives is told at its own place, and the rest is read.

#error stop here
// error@-1: stop here [error-directive]

#if 1 +
// error@-1: expected value in expression [preprocessor-expression]
#endif

#inclde <x.h>
// error@-1: did you mean '#include'? [unknown-directive]

#define 1
// error@-1: macro name must be an identifier [macro-name]
#define STRING(x) #y
// error@-1: '#' is not followed by a macro parameter [macro-definition]
#define TWICE 1
#define TWICE 2
// warning@-1: 'TWICE' macro redefined [macro-redefined]

#ifdef
// error@-1: macro name missing [macro-name]
#endif extra
// warning@-1: extra tokens at end of #endif directive [extra-tokens]

int good;
#0include <x.h>
// error@-1: invalid line marker directive [line-directive]
