"""The table of the verifier's messages: kind, pattern, meaning, fixes; see ``rules``."""

from __future__ import annotations

_CHECK_PACKET = (
    "compare before the access: if ((void *)(header + 1) > data_end) return …;",
    "check again after every helper that may move the packet (bpf_xdp_adjust_head,"
    " bpf_skb_store_bytes, bpf_skb_pull_data, …): read data and data_end anew from the context",
    "for a variable offset, bound it first (if (offset > 1500) return …; or offset &= 0x7ff),"
    " then add it to the pointer, then compare that same pointer with data_end",
)
_CHECK_INDEX = (
    "compare the index with the size on the line before: if (index >= SIZE) return …;",
    "use an unsigned index: a signed one may be negative",
    "mask it when the size is a power of two: index &= SIZE - 1",
    "check the very variable that is used: a copy that was checked says nothing of the original",
)
_CHECK_NULL = ("compare it with NULL before using it: if (!pointer) return …;",)
_RELEASE = (
    "release it on every path: also in front of each early return",
    "bpf_ringbuf_reserve() needs bpf_ringbuf_submit() or bpf_ringbuf_discard(), a socket"
    " bpf_sk_release(), a kptr its drop or release function",
)
_BOUND_LOOP = (
    "give the loop a constant bound: for (int i = 0; i < 64; i++) { if (i >= n) break; … }",
    "use bpf_loop() (Linux 5.17) or bpf_for() (Linux 6.4), whose body is verified once",
)
_SIMPLIFY = (
    "shorten loops, or use bpf_loop() or bpf_for(), whose body is verified once",
    "move parts into functions that are not static: __noinline global functions are verified once",
    "split the program with bpf_tail_call()",
)
_INITIALISE = (
    "give the variable a value where it is declared: struct key key = {};",
    "padding counts: an initialiser with = {} or __builtin_memset() clears it too",
)

# kind, pattern, meaning, fixes
RULES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "permission",
        r"functions are allowed for CAP_BPF|requires CAP_|CAP_PERFMON and CAP_SYS_ADMIN",
        "The process may load only simple programs.",
        ("run it as root, or with CAP_BPF and, by program type, CAP_NET_ADMIN or CAP_PERFMON",),
    ),
    (
        "division",
        r"^div by zero|division by zero",
        "The program divides by a constant 0.",
        ("test the divisor first",),
    ),
    (
        "kernel-bug",
        r"verifier bug|verifier internal error|REG INVARIANTS VIOLATION"
        r"|kernel subsystem misconfigured verifier",
        "The verifier itself failed: this is a fault of the kernel, not of the program.",
        (
            "use a newer stable release of the kernel",
            "rewrite the condition on this line: other instructions may not meet the fault",
        ),
    ),
    # What libbpf could not resolve arrives as a call of a function with an impossible number.
    (
        "core-relocation",
        r"invalid func unknown#195896080|<invalid CO-RE relocation>"
        r"|failed to resolve CO-RE relocation|relocation decision ambiguity",
        "A CO-RE access does not fit this kernel: the type or member that the program names is"
        " not in the kernel's BTF, and this path is not cut away where it is missing.",
        (
            "ask first: if (bpf_core_field_exists(object->member)) { … }",
            "describe the other kernels' layout as a second type with a ___suffix and choose"
            " between them by bpf_core_type_exists() or bpf_core_field_exists()",
            "check the spelling against bpfcc btf vmlinux --type NAME",
        ),
    ),
    (
        "missing-kfunc",
        r"invalid func unknown#3\d{8}|kernel function '(?P<what>\S+?)' is referenced but"
        r"|extern \(func ksym\) '(?P<ksym>\S+?)'.*not found|calling invalid kernel func"
        r"|func_id \d+ is not a kernel function|kernel btf_id \d+ is not a function",
        "The program calls a kernel function that this kernel does not have.",
        (
            "declare it __ksym __weak and ask with bpf_ksym_exists() before the call",
            "the kernel may be too old, or the function may live in a module that is not loaded",
        ),
    ),
    (
        "undefined-symbol",
        r"failed to find BTF for extern '(?P<extern>\S+?)'"
        r"|extern '(?P<extern2>\S+?)' (?:is not|\(.*\) is not) defined",
        "'{extern}' is declared, and nothing in this object defines it.",
        (
            "BPF programs can call helpers, functions of their own and of objects linked with them,"
            " and kernel functions; there is no C library",
            "a kernel function or variable is declared with __ksym, a kernel option with __kconfig",
            "link the objects first: bpfcc link -o whole.o part1.o part2.o",
        ),
    ),
    (
        "legacy-map",
        r"legacy map definitions in 'maps' section",
        "Maps are defined the old way, in section 'maps', which libbpf 1.0 and later do not load.",
        ('write struct { __uint(type, …); … } name SEC(".maps");',),
    ),
    (
        "missing-map",
        r"invalid func unknown#2\d{9}|BPF map '(?P<what>\S+)' is referenced but wasn't created"
        r"|<invalid BPF map reference>",
        "The program uses a map that was not created.",
        ("let the loader create the map, or cut the path away by a const volatile switch",),
    ),
    (
        "missing-btf",
        r"failed to find valid kernel BTF|kernel BTF is missing|Error loading vmlinux BTF"
        r"|vmlinux BTF is not found|missing kernel BTF|in-kernel BTF is malformed"
        r"|failed to find BTF info for|btf_vmlinux is malformed",
        "The program needs the kernel's BTF, and this kernel offers none.",
        ("run a kernel with CONFIG_DEBUG_INFO_BTF=y", "give the loader a BTF file of this kernel"),
    ),
    (
        "missing-btf",
        r"missing BTF func_info|missing btf func_info|number of funcs in func_info"
        r"|func_info BTF section doesn't match|map '[^']+' has to have BTF in order to use"
        r"|map .* has to have BTF|failed to find kernel BTF type ID|attach_btf_id .* is not"
        r"|extern \(var ksym\) '(?P<what>\S+)': not found"
        r"|extern .* not found in (?:kernel|vmlinux)"
        r"|extern '(?P<ksym>\S+)' \(strong\): not resolved",
        "A name or type that the program needs is missing in its own BTF or in the kernel's.",
        (
            "compile with -g: BTF comes from the debug information",
            "check that this kernel has the function or type, under this spelling",
        ),
    ),
    (
        "license",
        r"cannot call GPL-restricted function|from non-GPL compatible program"
        r"|cannot use helper .* from non-GPL|must have a GPL compatible license",
        "{call} may only be called by programs under a licence that is compatible with the GPL.",
        ('declare it: char LICENSE[] SEC("license") = "GPL";',),
    ),
    (
        "sleepable",
        r"helper call might sleep in a non-sleepable prog|m(?:ight|ay) sleep|sleepable helper"
        r"|programs can be sleepable|only sleepable programs|non-sleepable program",
        "{call} may sleep, and this program, or this part of it, must not.",
        (
            'use a sleepable section where there is one: SEC("lsm.s/…"), SEC("fentry.s/…")',
            "call it outside of locks and RCU sections",
        ),
    ),
    (
        "list-or-tree",
        r"tracing progs cannot use bpf_\{list_head|direct access to bpf_(?:list|rb)_\w+"
        r"|bpf_(?:list|rb)_\w+ not found at offset|operation on bpf_(?:list_head|rb_root) expects"
        r"|bpf_rbtree_remove can only take|bpf_(?:list|rb)_node@?off",
        "A list or tree is not used as it must be: its head and its lock lie in one map value or"
        " object, its nodes are members of what is kept in it, and nobody but the kernel's"
        " functions touches them.",
        (
            "declare what the head holds: __contains(node_type, node_member)",
            "hold the bpf_spin_lock that lies beside the head while calling",
            "pass &object->node_member, and the head, as they are",
        ),
    ),
    (
        "helper-not-allowed",
        r"tracing progs cannot use (?P<tracing>\w+) yet|cannot update sockmap in this context"
        r"|program of this type cannot use helper (?P<what>\w+)|unknown func (?P<func>\w+)#\d+"
        r"|helper call is not allowed in probe|cannot use helper (?P<other>\w+)",
        "Programs of type {type} do not have the helper {helper}.",
        (
            "use the counterpart for this program type: bpf_xdp_load_bytes() in XDP for"
            " bpf_skb_load_bytes(), bpf_redirect_map() for bpf_clone_redirect(), …",
            "move the call into a program of a type that has the helper",
        ),
    ),
    (
        "unknown-helper",
        r"invalid func unknown#(?P<number>\d+)|invalid func (?P<what>\w+)#\d+",
        "This kernel has no such helper: it is older than the helper, or the number is wrong.",
        (
            "ask for it with bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_…)",
            "do without it on old kernels",
        ),
    ),
    (
        "kfunc-not-allowed",
        r"calling kernel function (?P<what>\w+) is not allowed",
        "Programs of type {type} may not call the kernel function {what}().",
        ("move the call into a program of a type that may", "use a helper instead"),
    ),
    (
        "stack-limit",
        r"combined stack size of \d+ calls is (?P<size>\d+)|stack frame size is (?P<frame>\d+)"
        r"|stack of \d+ bytes|looks like the BPF stack limit"
        r"|combined stack size is (?P<total>\d+)",
        "The functions that call each other here need more than the 512 bytes of stack that a"
        " BPF program has.",
        (
            "put big variables into a per-CPU array of one entry",
            "declare big buffers in the innermost function that needs them, or make them smaller",
        ),
    ),
    (
        "stack-limit",
        r"invalid (?:write|access) to stack R10 off=-(?:5[2-9]\d|51[3-9]|[6-9]\d\d|\d{4,})",
        "The program uses more than the 512 bytes of stack that a BPF program has.",
        ("put big variables into a per-CPU array of one entry",),
    ),
    (
        "call-depth",
        r"the call stack of \d+ frames is too deep|the sum of all .* too deep"
        r"|tail_calls are not allowed .* with stack",
        "Functions are nested more than eight deep.",
        ("let the compiler inline some of them: static __always_inline",),
    ),
    (
        "loop",
        r"infinite loop detected|back-edge from insn \d+ to \d+|loop detected",
        "This loop does not end as far as the verifier can see: nothing it knows changes from one"
        " round to the next.",
        _BOUND_LOOP,
    ),
    (
        "complexity",
        r"BPF program is too large\. Processed (?P<count>\d+) insn|program is too large"
        r"|The sequence of (?P<jumps>\d+) jumps is too complex|too many (?:subprograms|states)"
        r"|Processed \d+ insn.*too",
        "The program has more paths than the verifier is willing to walk.",
        (*_SIMPLIFY, *_BOUND_LOOP),
    ),
    (
        "complexity",
        r"Argument list too long",
        "The program is bigger than the kernel takes: in instructions, or in maps, of which it may"
        " use 64.",
        (*_SIMPLIFY, "put what lies in many maps into fewer"),
    ),
    (
        "null-pointer",
        r"(?P<reg>R\d+) invalid mem access '(?P<state>\w+_or_null\w*)'",
        "{It} may be NULL here{origin}, and is used without having been compared with NULL.",
        _CHECK_NULL,
    ),
    (
        "null-pointer",
        r"(?P<reg>R\d+) pointer arithmetic on (?P<state>\w+_or_null\w*) prohibited",
        "{It} may be NULL here{origin}: compare it with NULL before calculating with it.",
        _CHECK_NULL,
    ),
    (
        "null-pointer",
        r"Possibly NULL pointer passed to (?:trusted|helper) arg(?P<arg>\d+)"
        r"|NULL pointer passed to trusted arg",
        "An argument of {call} may be NULL here and must not be.",
        _CHECK_NULL,
    ),
    (
        "null-pointer",
        r"(?P<reg>R\d+) type=(?P<state>\w*_or_null\w*) expected=(?P<expected>.+)",
        "{It} may be NULL here{origin}, and {call} does not take NULL for it.",
        _CHECK_NULL,
    ),
    (
        "scalar-as-pointer",
        r"(?P<reg>R\d+) invalid mem access '(?P<state>scalar|inv|unknown)'",
        "{It} is an integer as far as the verifier knows{origin}, and is used as an address.",
        (
            "read kernel memory through bpf_probe_read_kernel(), BPF_CORE_READ() or in a program"
            " type whose arguments have BTF types",
            "a packet pointer or socket becomes unusable when a helper may have changed it: fetch"
            " it again",
            "an integer that was made from a pointer does not become one again",
        ),
    ),
    (
        "invalid-dereference",
        r"(?P<reg>R\d+) invalid mem access '(?P<state>[^']+)'",
        "{It} is {holds} here, which cannot be read or written directly.",
        ("use the helper made for this object", "fetch the member through the right pointer"),
    ),
    (
        "zero-size",
        r"invalid access to (?:map value|map key|memory|packet)[^;]* size=0\b",
        "{Length} is the length given to {call}, and may be 0, which it does not take.",
        (
            "test it before: if (length == 0) return …;",
            "after a mask, which 0 passes, test once more, or add 1 to a length that is masked",
        ),
    ),
    (
        "packet-bounds",
        r"invalid access to packet(?: meta)?, off=(?P<off>-?\d+) size=(?P<size>\d+)"
        r", (?P<reg>R\d+)(?:\(.*?r=(?P<proved>\d+)\))?",
        "The program accesses {bytes} of the packet at offset {off}{from_it}, and no comparison"
        " with data_end on this path proves that the packet is that long{proved_so_far}.",
        _CHECK_PACKET,
    ),
    (
        "packet-bounds",
        r"(?P<reg>R\d+) offset is outside of the packet|invalid access to packet",
        "The packet is accessed where no comparison with data_end proves that it is long enough.",
        _CHECK_PACKET,
    ),
    (
        "pointer-arithmetic",
        r"(?P<reg>R\d+) pointer arithmetic on pkt_end",
        "{It} is the packet's end, which can be compared with and not calculated with.",
        (
            "begin at data: add a bounded offset, and compare that with data_end",
            "move the constant to the other side: if (p + 4 > data_end) for data_end - 4 < p",
        ),
    ),
    (
        "argument-type",
        r"helper access to the packet is not allowed",
        "{call} does not take a pointer into the packet.",
        (
            "copy what is needed to a local variable first, and pass that",
            "where the context is wanted, pass the pointer that the program was called with",
        ),
    ),
    (
        "map-value-bounds",
        r"invalid access to map value, value_size=(?P<whole>\d+) off=(?P<off>-?\d+)"
        r" size=(?P<size>\d+)",
        "The program accesses {bytes} at offset {off} of a map value of {whole} bytes{by_index}:"
        " outside of it{held}.",
        _CHECK_INDEX,
    ),
    (
        "map-value-bounds",
        r"invalid access to map value",
        "The program accesses a map value outside of it{by_index}{held}.",
        _CHECK_INDEX,
    ),
    (
        "map-value-bounds",
        r"invalid access to map key, key_size=(?P<whole>\d+) off=(?P<off>-?\d+) size=(?P<size>\d+)",
        "The program accesses {bytes} at offset {off} of a map key of {whole} bytes{by_index}:"
        " outside of it{held}.",
        _CHECK_INDEX,
    ),
    (
        "memory-bounds",
        r"invalid access to memory, mem_size=(?P<whole>\d+) off=(?P<off>-?\d+) size=(?P<size>\d+)",
        "The program accesses {bytes} at offset {off} of {whole} bytes of memory{by_index}:"
        " outside of it{held}.",
        _CHECK_INDEX,
    ),
    (
        "unbounded-value",
        r"(?P<reg>R\d+) unbounded memory access|memory, len pair leads to invalid memory access",
        "{Index} is used as an offset or length and has no upper bound that the verifier knows.",
        _CHECK_INDEX,
    ),
    (
        "unbounded-value",
        r"(?P<reg>R\d+) (?:min value is negative|max value is outside|min value is outside)"
        r"|math between \w+ pointer and register with unbounded min value"
        r"|pointer arithmetic of map value goes out of range|is bpf_array invalid negative access"
        r"|invalid variable buffer offset|value (?P<value>-?\d+) makes \w+ pointer be out of bounds"
        r"|(?P<reg2>R\d+) has unknown scalar with mixed signed bounds"
        r"|(?P<reg3>R\d+) unbounded min value",
        "{Index} is used as an offset or length; the verifier cannot rule out that it is negative"
        " or too big.",
        _CHECK_INDEX,
    ),
    (
        "argument-type",
        r"^invalid zero-sized read$",
        "{call} gets a map that has no keys, such as a queue, or a buffer of no bytes.",
        ("use bpf_map_pop_elem(), bpf_map_peek_elem() and bpf_map_push_elem() for queues",),
    ),
    (
        "unbounded-value",
        r"(?P<reg>R\d+) invalid zero-sized read: u64=\[0,(?P<high>\d{5,})\]",
        "{Index} is the length given to {call}, and may be anything from 0 to {high}: it can be"
        " 0, and it can be longer than the buffer.",
        _CHECK_INDEX,
    ),
    (
        "zero-size",
        r"(?P<reg>R\d+) invalid zero-sized read",
        "{Index} is the length given to {call}, and may be 0, which it does not take.",
        ("test it before: if (length == 0) return …;",),
    ),
    (
        "uninitialized-stack",
        r"invalid (?:indirect )?read from stack(?: (?P<reg>R\d+))? off (?P<off>-?\d+)"
        r"|potential read from uninit|uninitialized stack",
        "Stack memory is read that was not written on this path: a variable, or padding inside a"
        " structure, has no value yet.",
        _INITIALISE,
    ),
    (
        "argument-type",
        r"Caller passes invalid args into func#\d+ \('(?P<what>\w+)'\)",
        "An argument of {what}() is not what the function is declared to take. It is not static, so"
        " the verifier checks it by itself: a pointer stands for as many bytes as its type has.",
        (
            "pass a pointer to a whole object of the parameter's type, and set every parameter",
            "make the function static: then the verifier follows what each call passes",
        ),
    ),
    (
        "stack-bounds",
        r"invalid (?:(?:unbounded )?variable-offset )?(?:indirect |write |read )?"
        r"(?:access )?(?:to|from) stack"
        r"|variable stack (?:access|read)|(?P<reg>R\d+) stack pointer arithmetic goes out of range"
        r"|invalid stack type",
        "A local variable is accessed outside of its bounds, or at an offset that the verifier"
        " cannot bound.",
        _CHECK_INDEX,
    ),
    (
        "uninitialized-register",
        r"(?P<reg>R\d+) !read_ok",
        "{It} is not set on this path: it was never given a value, or a call in between threw it"
        " away.",
        (
            "give the variable a value where it is declared",
            "return a value on every path of the function",
        ),
    ),
    (
        "misaligned",
        r"misaligned (?P<where>\w+)(?: \w+)? access",
        "An access to {where} memory is not aligned to its size.",
        (
            "copy through __builtin_memcpy() into an aligned variable",
            "order a structure's members so that they are aligned, or declare it packed",
        ),
    ),
    (
        "misaligned",
        r"misaligned access off",
        "An access is not aligned to its size.",
        ("atomic operations need an aligned address: do not declare the structure packed",),
    ),
    (
        "unreleased-reference",
        r"Unreleased reference id=(?P<id>\d+) alloc_insn=(?P<insn>\d+)"
        r"|BPF_EXIT instruction .* would lead to reference leak|would lead to reference leak"
        r"|reference has not been|Unreleased reference",
        "What {acquired} gave out is not given back on this path.",
        _RELEASE,
    ),
    (
        "invalid-release",
        r"release (?:kernel )?function .* expects|must be referenced when passed to release"
        r"|(?P<reg>R\d+) must be referenced(?! or trusted)|cannot release unowned"
        r"|is an unacquired reference|must have zero offset when passed to release",
        "{call} gives something back that this path does not own: it was released before, or was"
        " never acquired.",
        ("release once, and the very pointer that was acquired, at its beginning",),
    ),
    (
        "lock",
        r"bpf_spin_lock|bpf_spin_unlock|calls are not allowed with preemption disabled"
        r"|(?:function|helper) calls? (?:is|are) not allowed while"
        r" holding a lock|inside bpf_(?:spin_lock|rcu_read_lock)|unlock is missing"
        r"|bpf_(?:preempt_enable|rcu_read_unlock).* (?:is|are) missing|unlock of different lock"
        r"|cannot be used inside \w+-ed region|\birq (?:flag|state)\b",
        "A lock is not used as it must be: taken and released in one function, once at a time, and"
        " with no calls in between.",
        ("release the lock on every path", "call helpers before taking it or after releasing it"),
    ),
    (
        "timer",
        r"(?:[Tt]imer|[Ww]orkqueue) pointer in R\d+|bpf_(?:timer|wq)\b",
        "A timer or work queue is not used as it must be: it is a member of the map's value, and"
        " its _init() is told of that very map.",
        ("pass &value->timer, and the map in which the value was looked up",),
    ),
    (
        "dynptr",
        r"dynptr|Dynptr",
        "A dynptr is not used as it must be: made once by its own function, passed whole, from the"
        " beginning, and never overwritten while it holds something.",
        (
            "declare it as a local struct bpf_dynptr, and hand its address to the helpers",
            "release what it holds (bpf_ringbuf_submit_dynptr()) before using it again",
        ),
    ),
    (
        "iterator",
        r"(?:un)?initialized iter_\w+|iter_\w+ must be|unreleased iterator",
        "An open-coded iterator is not used as it must be: made by its _new(), asked by _next(),"
        " ended by _destroy() on every path, and never made twice.",
        (
            "use bpf_for(), bpf_repeat() or bpf_for_each(), which call all three",
            "call the _destroy() function in front of each return",
        ),
    ),
    (
        "kptr",
        r"\bkptr\b",
        "A pointer to a kernel object that is kept in a map is handled in a way that loses track"
        " of it.",
        ("exchange it with bpf_kptr_xchg(), and release what comes out",),
    ),
    (
        "rcu",
        r"RCU CS|rcu_read_lock|must be a rcu pointer",
        "{call} wants to be inside an RCU section, or this pointer is not protected by one.",
        ("put bpf_rcu_read_lock() and bpf_rcu_read_unlock() around it",),
    ),
    (
        "callback",
        r"cannot be called from callback|exception (?:cb|callback)|rbtree (?:cb|callback)"
        r"|rbtree_remove|cannot call exception cb",
        "This is not allowed in a callback, or not in this way.",
        ("do it in the function that passes the callback",),
    ),
    (
        "spilled-pointer",
        r"attempt to corrupt spilled|invalid size of register (?:fill|spill)|cannot spill"
        r"|corrupted spill memory",
        "A pointer that is kept on the stack is read or written in part.",
        ("copy pointers as a whole, in variables that are eight bytes wide",),
    ),
    (
        "pointer-leak",
        r"cannot return stack pointer",
        "A function returns a pointer to its own variables, which are gone by then.",
        ("let the caller pass a pointer to be filled",),
    ),
    (
        "pointer-leak",
        r"(?P<reg>R\d+) leaks addr|leaking pointer from stack"
        r"|(?P<reg2>R\d+) partial copy of pointer",
        "A kernel address would become visible outside: {it} is a pointer.",
        ("store the values that are pointed at, not the pointer",),
    ),
    (
        "pointer-arithmetic",
        r"(?P<reg>R\d+) pointer arithmetic on (?P<state>\S+) prohibited"
        r"|(?P<reg2>R\d+) (?:bitwise operator|pointer arithmetic with) .* prohibited"
        r"|(?P<reg3>R\d+) pointer (?:\+=|-=) pointer|tried to subtract pointer from scalar"
        r"|(?P<reg4>R\d+) (?:tried to (?:add|subtract)|subtraction from stack pointer"
        r"|32-bit pointer arithmetic|sign-extension part of pointer"
        r"|has pointer with unsupported alu operation)"
        r"|math between \w+ pointer and -?\d+ is not allowed|pointer offset -?\d+ is not allowed"
        r"|same insn cannot be used with different pointers|frame pointer is read only"
        r"|(?P<reg5>R\d+) pointer comparison prohibited|pointer operation",
        "Pointers of this kind cannot be calculated with like this.",
        (
            "add only bounded integers to packet, map-value and stack pointers",
            "compare packet pointers with data_end, nothing else",
        ),
    ),
    (
        "modified-pointer",
        r"dereference of modified (?P<state>\w+) ptr (?P<reg>R\d+)|modified ctx ptr"
        r"|variable (?:ctx|\w+) access var_off|negative offset (?:ctx|\w+) ptr",
        "{It} must be used as it was given: members by constant offsets, with no arithmetic on the"
        " pointer.",
        (
            "write ctx->member, with no variable index and not through a copy that was moved",
            "the compiler may have merged two accesses: a barrier_var() or a volatile read"
            " keeps them apart",
        ),
    ),
    (
        "context-access",
        r"invalid bpf_context access off=(?P<off>-?\d+) size=(?P<size>\d+)|invalid bpf_context",
        "A program of type {type} may not access {bytes} at offset {off} of its context: there"
        " is no such member, or it is read-only, or narrower or wider than it is declared.",
        (
            "look at the context type of the section: struct xdp_md, struct __sk_buff, …",
            "access a member with its own type and size",
            'for tracepoints, give arguments the sizes that the "format" file shows',
        ),
    ),
    (
        "object-access",
        r"access beyond (?:the end of member|struct) (?P<what>\S+)|invalid (?P<sock>\w*sock\w*)"
        r" access|cannot access ptr member|cannot write into (?P<into>\w*sock\w*|\w*ptr_\w*)"
        r"|no write support to (?P<written>\w+)|only read (?:from \w+ )?is supported"
        r"|cannot be accessed (?:directly|indirectly)"
        r"|access is allowed only to|no \w+ member",
        "This part of a kernel object may not be accessed directly.",
        ("use the helper or BPF_CORE_READ() for it", "check the structure's definition"),
    ),
    (
        "read-only",
        r"write into map forbidden|write to change key|(?P<reg>R\d+) cannot write into rdonly"
        r"|write into memory"
        r"|the prog does not allow writes to packet data|cannot write into packet"
        r"|read from map forbidden|cannot write into",
        "This memory is read-only for the program.",
        (
            "const volatile variables (.rodata) are set before loading; use .data or .bss for"
            " what changes",
            "socket filters and lightweight tunnels may read the packet only",
        ),
    ),
    (
        "atomic",
        r"BPF_ATOMIC \w+ (?:from|into) (?P<reg>R\d+) (?P<state>\S+) is not allowed",
        "Atomic operations work on map values and the stack; {it} is {holds}.",
        ("use a plain assignment here",),
    ),
    (
        "argument-type",
        r"(?P<reg>R\d+) type=(?P<state>\S+) expected=(?P<expected>.+)",
        "{call} gets {holds} as its {ordinal} argument and wants {wanted}.",
        (
            "look at the helper's declaration: a map (&map), a pointer to the stack or to a map"
            " value, the context, a size",
            "for a value that lives elsewhere, copy it to a local variable first",
        ),
    ),
    (
        "argument-type",
        r"cannot pass map_type (?P<map>\d+) into func (?P<what>\w+)|tail_call abusing map_ptr"
        r"|expected prog array map for tail call|fd \d+ is not pointing to valid bpf_map"
        r"|pointer in R\d+ isn't map pointer",
        "{call} does not take a map of this type.",
        (
            "use the function for this type of map: bpf_redirect_map() for device maps,"
            " bpf_ringbuf_output() for ring buffers, bpf_map_push_elem() for queues, …",
        ),
    ),
    (
        "argument-type",
        r"type ID argument must be|arg#?(?P<arg>\d+) .*(?:expected|must|doesn't point|is an? )"
        r"|[Ee]xpected an? (?:un)?initialized|args?#\d+ expected|R\d+ is not a"
        r"|Caller passes invalid args into func"
        r"|must be a (?:known )?(?:const|rcu)|R\d+ doesn't have constant|must be a known constant"
        r"|reference type\('.*'\) size cannot be determined|max struct nesting depth exceeded"
        r"|get_local_storage\(\) doesn't support|must be referenced or trusted"
        r"|Unsupported reg type|kernel function .* args#\d+ expected",
        "An argument of {call} is not of the kind that it wants.",
        ("compare the call with the function's declaration",),
    ),
    (
        "return-value",
        r"register R0 has (?P<result>.+?) should have been in (?P<results>[\[(].+)",
        "Programs of type {type} may return {results_said} only, and this one may return"
        " {result_said}.",
        ("return constants that the program type knows: XDP_PASS, 0 or 1, …",),
    ),
    (
        "return-value",
        r"At program exit the register R0 has|should have been in [\[(]|program exit .* R0"
        r"|R0 has .* should have|At (?:async )?callback|is not a known value \(R0\)"
        r"|does(?:n't| not) return scalar",
        "A program of this type may return only certain values, and this one may return others.",
        ("return constants that the program type knows: XDP_PASS, 0 or 1, …",),
    ),
    (
        "dead-code",
        r"unreachable insn (?P<insn>\d+)",
        "The program contains instructions that are never reached.",
        ("return from the function on every path; __builtin_unreachable() needs a true reason",),
    ),
    (
        "bad-code",
        r"jump out of range|jump into the middle|direct value offset of|not an exit"
        r"|(?:invalid|unrecognized) bpf_ld_imm64"
        r"|last insn is not an exit or jmp|invalid BPF_LD_IMM64 insn"
        r"|unknown opcode|BPF_(?:STX|ST|ALU|JMP|LD|CALL)\w* uses reserved fields"
        r"|LD_ABS is only allowed|invalid destination|R\d+ is invalid|BPF_LD_\[?ABS",
        "The instructions themselves are not valid here.",
        (
            "recompile with a lower instruction set if the kernel is old: -mcpu=v2",
            "a function must return on every path",
        ),
    ),
    (
        "old-kernel",
        r"strerror_r\(524\)|JIT does(?:n't| not) support|unsupported (?:kernel|feature)"
        r"|load program: operation not supported|not supported by (?:this )?JIT"
        r"|calling from .* not supported|bpf-to-bpf calls",
        "This kernel, or its JIT on this machine, lacks something that the program uses.",
        ("use a newer kernel, or a lower -mcpu",),
    ),
    (
        "bad-btf",
        r"BPF_BTF_LOAD|Error loading \.BTF into kernel|^\[\d+\] .*\bInvalid ",
        "The kernel does not take the program's BTF: it is older than something in it, or a name in"
        " it is none of C.",
        ("use a newer kernel, or a loader that leaves out what the kernel does not know",),
    ),
    (
        "attach-target",
        r"attach to unsupported|points to disabled hook|attach_btf_id|target program"
        r"|Subprog .* doesn't exist|Tracing programs must provide|Extension program",
        "The function or program that this program attaches to is not there, or cannot be"
        " attached to.",
        ("check the name after the slash in the section's name",),
    ),
    (
        "map-creation",
        r"(?:map '(?=[^']+': failed to create)|Error in bpf_create_map_xattr\()(?P<defined>[^')]+)"
        r"|failed to create: ",
        "The kernel refuses to create map {defined}.",
        (
            "check type, key size, value size and max_entries against the map type",
            "a big map may exceed the memory that is left",
        ),
    ),
    (
        "program-type",
        r"missing BPF prog type, check ELF section name(?: '(?P<section>[^']+)')?"
        r"|unrecognized ELF section name|doesn't contain any bpf program"
        r"|failed to guess program type",
        "The section's name does not say what type of program this is.",
        ('name the section after a hook: SEC("xdp"), SEC("tc"), SEC("kprobe/…")',),
    ),
)
