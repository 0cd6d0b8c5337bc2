// flags: -mcpu=v2
int value_of_an_addition(int *p)
{
	return __sync_fetch_and_add(p, 1); // error: the value that this atomic operation returns needs -mcpu=v3 [atomic-fetch]
}
