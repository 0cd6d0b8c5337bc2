"""``bpfcc`` itself: finds its commands, each imported when it is called and not before."""

from __future__ import annotations

from importlib import import_module

import click

from bpfcc.cli.faults import USAGE_WRONG, call_guarded
from bpfcc.cli.version import version_text

COMMANDS = {
    "compile": "Compile restricted C, or eBPF assembly, to loadable objects.",
    "link": "Link objects into one, as bpftool gen object does.",
    "skeleton": "Generate the code that opens, loads and attaches an object.",
    "disasm": "Show an object's instructions beside its source.",
    "inspect": "List programs, maps, variables and stack use of an object.",
    "btf": "Show type information, or make vmlinux.h from it.",
    "verify": "Load each program into the running kernel without attaching it.",
    "run": "Run a program on a packet or a context with BPF_PROG_TEST_RUN.",
    "explain": "Say in plain words what a saved verifier log means.",
    "cache": "Show or clear what is kept between runs.",
}
"""Name of a command, also of its module in this package, and what the list says of it."""


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of a program's life."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command's ``command`` object, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"bpfcc.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a near name when there is none."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, COMMANDS, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            ctx.fail(f"No such command '{name}'.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, written without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(message=version_text())
def group() -> None:
    """A compiler toolchain for eBPF.

    \b
    Examples:
      bpfcc compile -O2 -g xdp.c -o xdp.o
      bpfcc inspect xdp.o
      bpfcc verify xdp.o

    'bpfcc COMMAND --help' tells about a command.
    """


def run_group(words: list[str]) -> int:
    """Run one command; returns the status with which the process should end."""

    def work() -> int:
        try:
            status = group.main(args=words, prog_name="bpfcc", standalone_mode=False)
        except click.exceptions.Abort:
            raise KeyboardInterrupt from None
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            return USAGE_WRONG
        except click.UsageError as error:
            error.show()
            return USAGE_WRONG
        except click.ClickException as error:
            error.show()
            return error.exit_code
        return status if isinstance(status, int) else 0

    return call_guarded(work)
