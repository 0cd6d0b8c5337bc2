"""Rules for map definitions: what libbpf or the kernel would refuse when the map is made."""

from __future__ import annotations

from bpfcc.frontend.bpf_map_facts import FIELD_HOLDERS, PER_CPU_VALUE_BYTES, find_kind
from bpfcc.frontend.bpf_maps import NUMBER_MEMBERS, find_member_tag

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Diagnostic, Sink
    from bpfcc.frontend.bpf_map_facts import MapKind
    from bpfcc.frontend.bpf_maps import MapInfo
    from bpfcc.frontend.bpf_unit import UnitFacts
    from bpfcc.frontend.tree import Variable

_MEMBERS = frozenset((*NUMBER_MEMBERS, "key", "value", "values"))
_SAMPLE_TYPE, _SAMPLE_NUMBER = "BPF_MAP_TYPE_PERF_EVENT_ARRAY", 4
_MAPS_OF_MAPS = ("array_of_maps", "hash_of_maps")
_PAGE_BYTES = 4096
_LPM_PREFIX_BYTES = 4
_STACK_ENTRY_BYTES = 8
_SPELLED_FLAGS = {1: "BPF_F_NO_PREALLOC", 1 << 10: "BPF_F_MMAPABLE"}


def check_maps(facts: UnitFacts, sink: Sink) -> None:
    """Check every map that the unit defines."""
    _check_legacy(facts, sink)
    # Other systems' headers number the map types otherwise.
    known = facts.unit.value_of(_SAMPLE_TYPE) if facts.maps else None
    if known is not None and known != _SAMPLE_NUMBER:
        return
    for variable in list(facts.maps):
        info = facts.map_of(variable)
        if not variable.is_definition or variable.type.is_error:
            continue
        if info is None:
            if variable.attributes.section == ".maps":
                sink.default_error(
                    "map-definition",
                    variable.loc,
                    f"map '{variable.name}' is no struct with __uint() and __type() members",
                )
        elif not info.is_legacy:
            _check_map(info, sink, variable)


def _check_legacy(facts: UnitFacts, sink: Sink) -> None:
    """One warning for all maps of the old form: a file has many of them, or none."""
    names = [variable.name for variable in facts.maps if variable.attributes.section == "maps"]
    for variable in facts.maps:
        if variable.name in names[:1] and variable.is_definition:
            subject = f"map '{variable.name}' is"
            if len(names) > 1:
                subject = f"map '{variable.name}' and {len(names) - 1} more are"
            sink.warning(
                "legacy-map",
                variable.loc,
                f"{subject} defined the old way, in section 'maps', which libbpf 1.0 and later do "
                "not load",
            ).note(
                "write: struct { __uint(type, …); __uint(max_entries, …); __type(key, …); "
                f'__type(value, …); }} {variable.name} SEC(".maps");'
            )


def _check_map(info: MapInfo, sink: Sink, variable: Variable) -> None:
    if not _check_members(info, sink):
        return
    if info.type is None:
        if "type" not in info.unreadable:
            _say(info, sink, f"map '{info.name}' has no type", "add __uint(type, BPF_MAP_TYPE_…);")
        return
    kind = find_kind(info.type)
    if kind is None:
        return
    _check_key(info, kind, sink)
    _check_value(info, kind, sink)
    _check_kept(info, kind, sink)
    _check_entries(info, kind, sink)
    _check_flags(info, kind, sink)
    if kind.name in _MAPS_OF_MAPS:
        _check_inner(info, kind, sink)


def _say(
    info: MapInfo,
    sink: Sink,
    message: str,
    advice: str,
    member: str = "",
    code: str = "map-definition",
) -> None:
    """Warn at the member that is wrong, else at the map."""
    field = info.members.get(member)
    loc = field.loc if field is not None and field.loc else info.loc
    _report(sink, code, loc, message).note(advice)


def _report(sink: Sink, code: str, loc: int, message: str) -> Diagnostic:
    """What every loader refuses is an error; what a loader may still set right is a warning."""
    tell = sink.default_error if code == "map-definition" else sink.warning
    return tell(code, loc, message)


def _say_missing(info: MapInfo, kind: MapKind, sink: Sink, what: str, type: str) -> None:
    """A size that is not there: the loader sets what is written as 0, or if no sizes are."""
    is_set_later = not info.max_entries or kind.entries == "default"
    is_set_later = is_set_later or f"{what}_size" in info.members
    code = "map-incomplete" if is_set_later else "map-definition"
    _report(sink, code, info.loc, f"map '{info.name}' has no {what} size").note(
        f"add __type({what}, {type});"
    )


def _check_members(info: MapInfo, sink: Sink) -> bool:
    """Whether libbpf could read every member."""
    before = len(sink.diagnostics)
    for name, field in info.members.items():
        if name not in _MEMBERS:
            sink.default_error(
                "map-definition",
                field.loc or info.loc,
                f"map '{info.name}' has a member '{name}', which libbpf does not know",
            ).note(f"known are: {', '.join(sorted(_MEMBERS))}")
        elif name in info.unreadable:
            how = f"__type({name}, …)" if name in ("key", "value") else f"__uint({name}, …)"
            sink.warning(
                "map-member",
                field.loc or info.loc,
                f"member '{name}' of map '{info.name}' does not say what it should",
            ).note(f"write it as {how}")
    return len(sink.diagnostics) == before


def _check_key(info: MapInfo, kind: MapKind, sink: Sink) -> None:
    size = info.key_bytes or 0
    if kind.key == "none":
        if size:
            _say(
                info,
                sink,
                f"{kind.constant} has no keys, and map '{info.name}' names one of {size} bytes",
                "leave out key and key_size",
                "key" if "key" in info.members else "key_size",
            )
    elif kind.key == "type":
        if info.key is None or size != 4:
            _say(info, sink, f"{kind.constant} wants a key of type int", "add __type(key, int);")
    elif not size:
        _say_missing(info, kind, sink, "key", "…" if kind.key == "any" else "__u32")
    elif kind.name == "lpm_trie" and size <= _LPM_PREFIX_BYTES:
        _say(
            info,
            sink,
            f"the key of a {kind.constant} begins with a 32-bit prefix length, and the data that "
            f"it counts bits of are to follow; '{info.name}' has a key of {size} bytes",
            "use a struct { __u32 prefixlen; …data… }",
            "key",
        )
    elif kind.key != "any" and size not in _numbers(kind.key):
        _say(
            info,
            sink,
            f"the key of a {kind.constant} has {_spell_sizes(kind.key)} bytes, that of "
            f"'{info.name}' has {size}",
            "use __type(key, __u32);" if kind.key == "4" else "use another type",
            "key",
        )


def _check_value(info: MapInfo, kind: MapKind, sink: Sink) -> None:
    size = info.value_bytes or (4 if "values" in info.members else 0)
    # Some loaders take the type of such a value for documentation, and set its size to 0 or 4.
    code = "map-definition"
    if info.value is not None and kind.entries in ("pages", "default"):
        code = "map-value-type"
    if kind.value == "none":
        if size:
            _say(
                info,
                sink,
                f"{kind.constant} has no values of a fixed size, and map '{info.name}' names one "
                f"of {size} bytes",
                "leave out value and value_size; each record has its own size",
                "value" if "value" in info.members else "value_size",
                code,
            )
    elif kind.value == "type":
        if info.value is None:
            _say(
                info,
                sink,
                f"{kind.constant} wants the type of its values, for BTF",
                "add __type(value, …);",
            )
    elif not size:
        _say_missing(info, kind, sink, "value", "…" if kind.value == "any" else "__u32")
    elif kind.name == "stack_trace" and size % _STACK_ENTRY_BYTES:
        _say(
            info,
            sink,
            f"values of a {kind.constant} are 64-bit addresses, and {size} bytes is no multiple "
            f"of {_STACK_ENTRY_BYTES}",
            "use __uint(value_size, PERF_MAX_STACK_DEPTH * sizeof(__u64));",
            "value_size",
        )
    elif kind.value != "any" and size not in _numbers(kind.value):
        _say(
            info,
            sink,
            f"the value of a {kind.constant} has {_spell_sizes(kind.value)} bytes, that of "
            f"'{info.name}' has {size}",
            "use __type(value, __u32);",
            "value" if "value" in info.members else "value_size",
            code,
        )


def _check_kept(info: MapInfo, kind: MapKind, sink: Sink) -> None:
    """What maps of this type cannot keep: some of the kernel's structs, and long values."""
    tag = find_member_tag(info.value, FIELD_HOLDERS) if kind.key != "none" else None
    if tag is not None and kind.name not in FIELD_HOLDERS[tag]:
        holders = sorted(FIELD_HOLDERS[tag])
        _say(
            info,
            sink,
            f"the values of a {kind.constant} cannot have a 'struct {tag}' in them",
            f"maps of these types can: {', '.join(holders)}",
            "value",
        )
    size = info.value_bytes or 0
    if "percpu_" in kind.name and kind.value == "any" and size > PER_CPU_VALUE_BYTES:
        _say(
            info,
            sink,
            f"the value of a {kind.constant} has at most {PER_CPU_VALUE_BYTES} bytes, that of "
            f"'{info.name}' has {size}",
            "cut it in parts, or use a map that is not per CPU",
            "value" if "value" in info.members else "value_size",
        )


def _check_entries(info: MapInfo, kind: MapKind, sink: Sink) -> None:
    entries = info.max_entries or 0
    if kind.entries == "none":
        if entries:
            _say(
                info,
                sink,
                f"{kind.constant} has as many entries as there are objects: max_entries must be 0",
                "leave out max_entries",
                "max_entries",
            )
    elif kind.entries == "pages" and entries:
        if entries % _PAGE_BYTES or entries & (entries - 1):
            sink.warning(
                "map-ringbuf-size",
                info.members["max_entries"].loc,
                f"max_entries of a {kind.constant} is its size in bytes, a power of two of whole "
                f"pages; {entries} is not, and not every loader rounds it up",
            ).note("use a size such as 256 * 1024")
    elif kind.entries in ("some", "pages") and not entries:
        sink.warning(
            "map-max-entries",
            info.loc,
            f"map '{info.name}' has no max_entries: the kernel refuses it, unless the loader sets "
            "them before",
        ).note("add __uint(max_entries, …);")


def _check_flags(info: MapInfo, kind: MapKind, sink: Sink) -> None:
    flags = info.flags or 0
    missing = kind.flags & ~flags
    if missing and "map_flags" not in info.unreadable:
        _say(
            info,
            sink,
            f"{kind.constant} must be made with {_SPELLED_FLAGS[missing]}",
            f"add __uint(map_flags, {_SPELLED_FLAGS[missing]});",
            "map_flags",
        )
    wrong = kind.forbidden_flags & flags
    if wrong:
        _say(
            info,
            sink,
            f"{kind.constant} cannot be made with {_SPELLED_FLAGS[wrong]}",
            "leave the flag out",
            "map_flags",
        )


def _check_inner(info: MapInfo, kind: MapKind, sink: Sink) -> None:
    if info.inner is None and "values" not in info.members:
        sink.warning(
            "map-incomplete",
            info.loc,
            f"map '{info.name}' does not say what its inner maps look like: the loader must",
        ).note("add __array(values, struct { …inner map definition… });")
    elif info.inner is not None and info.inner.type is None:
        _say(
            info,
            sink,
            f"the inner map of '{info.name}' has no type",
            "add __uint(type, BPF_MAP_TYPE_…); to it",
            "values",
        )


def _numbers(sizes: str) -> list[int]:
    return [int(size) for size in sizes.split(",")]


def _spell_sizes(sizes: str) -> str:
    return sizes.replace(",", " or ")
