// Syntax errors in statements: each is told once, and what follows is parsed.

int semicolons(int a)
{
	int b = 1 // error: expected ';' at end of declaration [syntax]
	b += a // error: expected ';' after expression [syntax]
	if (a)
		return b // error: expected ';' after return statement [syntax]
	do
		a--;
	while (a > 0) // error: expected ';' after do/while statement [syntax]
	for (;;)
		break // error: expected ';' after break statement [syntax]
	while (a)
		continue // error: expected ';' after continue statement [syntax]
	goto out // error: expected ';' after goto statement [syntax]
out:
	asm volatile("") // error: expected ';' after asm statement [syntax]
	return b;
}

int heads(int a)
{
	if a // error: expected '(' after 'if' [syntax]
		return 1;
	if (a { // error: expected ')' [syntax]
		return 1;
	}
	while (a +) // error: expected expression [syntax]
		a++;
	for (int i = 0, i < 3; i++) // error: expected ';' in 'for' statement specifier [syntax]
		a++;
	for (int i = 0; i < 3; i++ { // error: expected ')' [syntax]
		a++;
	}
	switch (a) {
	case 1 // error: expected ':' after 'case' [syntax]
		return 1;
	case 2; // error: expected ':' after 'case' [syntax]
		return 2;
	default // error: expected ':' after 'default' [syntax]
		return 3;
	}
	return 0;
}

int others(int a)
{
	else // error: 'else' without a previous 'if' [syntax]
		a++;
	goto 3; // error: expected identifier after 'goto' [syntax]
	if (a)
		int b = a; // error: expected expression: a declaration needs a block here [syntax]
	a = a + 1); // error: extraneous ')' before ';' [syntax]
	do
		a++;
	return a; // error: expected 'while' in do/while loop [syntax]
}

int after(void)
{
	return 0;
}
