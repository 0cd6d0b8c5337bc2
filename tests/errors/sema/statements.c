int f(int x)
{
	break; // error: 'break' statement not in loop or switch statement [break]
	continue; // error: 'continue' statement not in loop statement [continue]
	case 1: x++; // error: 'case' statement not in switch statement [case]
	default: x++; // error: 'default' statement not in switch statement [case]
	switch (x) {
	case 1: break;
	case 1: break; // error: duplicate case value '1' [duplicate-case]
	case 5 ... 9: break;
	case 7: break; // error: duplicate case value '7' [duplicate-case]
	default: break;
	default: break; // error: multiple default labels in one switch [duplicate-case]
	}
	switch (x) {
	case x: break; // error: case value is not an integer constant expression [constant-expression]
	}
twice:
twice: // error: redefinition of label 'twice' [redefinition]
	return x;
}
