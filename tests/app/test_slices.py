"""What a slice may use of another, and what its own doors may use of each other (ARCHITECTURE.md, "Where things are").

A module is known by what it registers or declares, whatever its file is called. Directions between the packages, eventlet
and the socket library are contracts of import-linter (setup.cfg).
"""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("app", "meetings", "voting", "documents")
RULES, MODELS, VIEWS, COMMANDS, PAGES = range(5)
REGISTERS = {"collection": VIEWS, "figures": VIEWS, "command": COMMANDS, "page": PAGES, "panel": PAGES}
NAMED = {"rules": RULES, "models": MODELS, "views": VIEWS, "commands": COMMANDS, "pages": PAGES}
PURE = (sys.stdlib_module_names | {"msgspec", "holidays"}) - {"os", "random", "secrets", "socket", "subprocess", "time"}
"""All a rule may import that isn't ours. `holidays` is the calendar of public holidays, as data."""
CLOCK = {"now", "today", "utcnow"}
PLAYER = "documents.demo"
"""The demo is no slice: it plays all of them."""


@pytest.fixture(scope="module")
def imports() -> dict[str, set[str]]:
    graph = grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)
    return {name: graph.find_modules_directly_imported_by(name) for name in graph.modules if is_ours(name)}


def is_ours(module: str) -> bool:
    return module.split(".")[0] in PACKAGES


def slice_of(module: str) -> str | None:
    """`meetings.speaking` of `meetings.speaking.queue`; None for what stands above the slices."""
    parts = module.split(".")
    return ".".join(parts[:2]) if len(parts) > 2 else None


@cache
def tree(module: str) -> ast.Module:
    path = ROOT / module.replace(".", "/")
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return ast.parse(source.read_text(encoding="utf-8"))


def last_name(expression: ast.expr) -> str:
    return ast.unparse(expression.func if isinstance(expression, ast.Call) else expression).split(".")[-1]


@cache
def doors(module: str) -> frozenset[int]:
    """What the module is, by its name and by what stands in it."""
    name = module.rsplit(".", 1)[-1]
    found = {RULES if name.endswith("_rules") else NAMED.get(name)}
    for node in tree(module).body:
        if isinstance(node, ast.FunctionDef):
            found |= {REGISTERS.get(last_name(decorator)) for decorator in node.decorator_list}
        elif isinstance(node, ast.ClassDef) and "Base" in map(last_name, node.bases):
            found.add(MODELS)
    return frozenset(door for door in found if door is not None)


def test_the_doors_are_known_by_what_they_register() -> None:
    assert doors("meetings.speaking.requesting") == {COMMANDS}
    assert doors("documents.papers.approvals") == {PAGES}
    assert doors("voting.votes.models") == {MODELS}
    assert doors("meetings.planning.alarms") == {COMMANDS, VIEWS}
    assert doors("meetings.planning.holidays_rules") == {RULES}


def test_a_slice_never_uses_the_commands_or_pages_of_another(imports: dict[str, set[str]]) -> None:
    """Its package alone knows them, to register them."""
    wrong = [
        (user, used)
        for user, all_used in imports.items()
        for used in all_used & imports.keys()
        if slice_of(used) not in (None, slice_of(user))
        and doors(used) & {COMMANDS, PAGES}
        and user not in (used.split(".")[0], slice_of(used))
        and slice_of(user) != PLAYER
    ]
    assert wrong == []


def test_inside_a_slice_pages_use_commands_use_views_use_models_use_rules(imports: dict[str, set[str]]) -> None:
    wrong = [
        (user, used)
        for user, all_used in imports.items()
        for used in all_used & imports.keys()
        if slice_of(user) == slice_of(used) is not None
        and doors(user)
        and doors(used)
        and max(doors(user)) < max(doors(used))
    ]
    assert wrong == []


def test_rules_use_the_standard_library_and_plain_values_alone(imports: dict[str, set[str]]) -> None:
    """And whatever of ours they use does so too."""
    reached = [module for module in imports if RULES in doors(module)]
    for module in reached:
        reached += sorted((imports[module] & imports.keys()) - set(reached))
    wrong = [(user, used) for user in reached for used in imports[user] if not is_ours(used) and used not in PURE]
    assert wrong == []
    calls = [
        (module, node.lineno, ast.unparse(node))
        for module in reached
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK
    ]
    assert calls == [], "the time is passed in"


def test_the_wires_forms_and_the_chain_know_no_database_and_no_request(imports: dict[str, set[str]]) -> None:
    reached = ["app.wire", "app.chain"]
    for module in reached:
        reached += sorted((imports[module] & imports.keys()) - set(reached))
    assert [module for module in reached if imports[module] & {"sqlalchemy", "flask", "flask_socketio"}] == []


def test_commands_and_views_never_see_the_request(imports: dict[str, set[str]]) -> None:
    """Both doors give the same answer, and so does the journal when it is read again."""
    wrong = [
        module
        for module, used in imports.items()
        if doors(module) & {RULES, MODELS, VIEWS, COMMANDS} and used & {"flask", "werkzeug", "app.web.page"}
    ]
    assert wrong == []


def test_a_commands_prefix_has_one_slice(imports: dict[str, set[str]]) -> None:
    slices: dict[str, set[str]] = {}
    for module in imports:
        for node in ast.walk(tree(module)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "command"
                and node.args
            ):
                name = node.args[0]
                if isinstance(name, ast.Constant) and "." in str(name.value):
                    slices.setdefault(str(name.value).split(".")[0], set()).add(str(slice_of(module)))
    assert {prefix: found for prefix, found in slices.items() if len(found) > 1} == {}
