// A missing brace: the next function seems to be inside, and the file ends too early.

static int first(int a)
{
	if (a) {
		a++;

	return a;
}

static int second(int a)
{ // error: function definition is not allowed here [syntax]
	return a;
}

static int third(int a)
{
	return a;
} // error: expected '}' [syntax]
