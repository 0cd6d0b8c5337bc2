static int never_called(void) { return 0; } // warning: unused function 'never_called' [unused-function]
static inline int inline_too(void) { return 0; } // warning: unused function [unused-function]
static int called(void) { return 0; }
static int nowhere_read; // warning: unused variable 'nowhere_read' [unused-variable]
static int annotated __attribute__((unused));

int f(int used, int parameter) // warning: unused parameter 'parameter' [unused-parameter]
{
	int local; // warning: unused variable 'local' [unused-variable]
	int silenced __attribute__((unused));
	used == 3; // warning: comparison result unused [unused-comparison]
	used + 1; // warning: expression result unused [unused-value]
	(void)used;
label: // warning: unused label 'label' [unused-label]
	return called();
}
