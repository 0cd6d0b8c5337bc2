"""The part of Python skeletons that is the same for every object.

These modules are the source of generated modules: `bpfcc.skeleton.parts` copies those that an
object needs into its module, so that the module depends on libbpf alone. They import the standard
library and each other, nothing else, and only by `from … import …` or `import …` at their top.
"""
