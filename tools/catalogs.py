"""Brings the gettext catalogs up to date with the messages in the code, and compiles them.

    uv run tools/catalogs.py             write what is new into every .po, compile every .mo, say what is left to do
    uv run tools/catalogs.py --prune     the same, and drop translations of messages that the code no longer has
    uv run tools/catalogs.py --check     change nothing; list all faults, exit status 1 where there is one

A new language is a new folder, `tutor/locale/<lang>/LC_MESSAGES`, and an entry in `LANGUAGES` (tutor/words.py).
"""

from __future__ import annotations

import argparse
import ast
import re
import string
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from tutor.words import DEFAULT, LANGUAGES, PARTICLES

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "tutor"
LOCALE = SOURCE / "locale"
DOMAIN = "bptutor"

MessageId = str | tuple[str, str]
"""A message, or its forms for one and for many."""


class Found(NamedTuple):
    """A message in the code."""

    id: MessageId
    path: str
    line: int


class StableCatalog(Catalog):
    """A catalog whose header says nothing that changes from run to run: no dates, no version of Babel."""

    def __init__(self, lang: str) -> None:
        comment = f"# The words of {DOMAIN}: {LANGUAGES.get(lang, lang)}"
        super().__init__(lang, DOMAIN, header_comment=comment, fuzzy=False)
        self.lang = lang

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The header's lines."""
        return [
            ("Project-Id-Version", DOMAIN),
            ("Language", self.lang),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


# --- the code's messages ---------------------------------------------------------------------------------


def messages(folder: Path = SOURCE) -> list[Found]:
    """Every message of the code, file by file, in the order of the lines."""
    found: list[Found] = []
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder.parent).as_posix()
        found += sorted(messages_in(path.read_text("utf-8"), name), key=lambda message: message.line)
    return found


def messages_in(code: str, path: str) -> Iterator[Found]:
    """The messages of a module: what is said by `t(…)`, `t.n(…)`, `words(…)(…)`, or marked with `N_(…)`.

    By the syntax tree and not Babel's extractor, which goes by tokens: it misses `words(…)(…)`, glues the two
    texts of `t("…" if … else "…")` together, and says nothing to an f-string, which no catalog can hold.
    """
    for call in ast.walk(ast.parse(code)):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        plural = isinstance(call.func, ast.Attribute) and call.func.attr == "n" and _speaks(call.func.value)
        if plural and len(call.args) == 3:
            for one, many in zip(_texts(call.args[0], path), _texts(call.args[1], path), strict=True):
                yield Found((one, many), path, call.args[0].lineno)
        elif _speaks(call.func) or (isinstance(call.func, ast.Name) and call.func.id == "N_"):
            for text in _texts(call.args[0], path):
                yield Found(text, path, call.args[0].lineno)


def _speaks(node: ast.expr) -> bool:
    """Whether the expression is the words of a language: `t`, `self.t`, `words(lang)`."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "words"
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name == "t"


def _texts(node: ast.expr, path: str) -> Iterator[str]:
    """The texts that an argument may be; none for a variable, whose text is marked where it is written."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, path)
        yield from _texts(node.orelse, path)
    elif isinstance(node, ast.JoinedStr | ast.BinOp):
        raise SystemExit(f"{path}:{node.lineno}: a message must be one plain text, its values given by name")


# --- the catalogs ----------------------------------------------------------------------------------------


def languages() -> list[str]:
    """Every language that has a folder."""
    return sorted(place.name for place in LOCALE.iterdir() if place.is_dir() and not place.name.startswith(("_", ".")))


def catalog_file(lang: str) -> Path:
    """The catalog of a language; beside it lies the compiled one."""
    return LOCALE / lang / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(lang: str) -> Catalog:
    """The catalog as it is on disk; an empty one where there is none."""
    file = catalog_file(lang)
    if not file.exists():
        return StableCatalog(lang)
    with file.open("rb") as stream:
        return read_po(stream, lang, DOMAIN)


def updated(lang: str, old: Catalog, found: list[Found], prune: bool = False) -> Catalog:
    """The catalog for the code's messages: known translations kept, new messages empty, none guessed by likeness."""
    before = {key_of(message): message for message in (*old.obsolete.values(), *old) if message.id}
    new = StableCatalog(lang)
    for message in found:
        known = before.get(message.id)
        new.add(
            message.id,
            known.string if known else None,
            [(message.path, message.line)],
            flags=known.flags if known else (),
            user_comments=known.user_comments if known else (),
        )
    if not prune:
        wanted = {message.id for message in found}
        gone = {key: message for key, message in before.items() if key not in wanted and _translated(message)}
        new.obsolete.update((_forms(key)[0], gone[key]) for key in sorted(gone, key=_forms))
    return new


def text_of(catalog: Catalog) -> bytes:
    """The catalog as a .po file. Lines of the code are left out: they would change with every edit."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=0, sort_by_file=True, include_lineno=False)
    return buffer.getvalue()


def compiled(catalog: Catalog) -> bytes:
    """The catalog as a .mo file; what is not translated, or fuzzy, is not in it."""
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def update(prune: bool = False) -> None:
    """Write every catalog, and compile it."""
    found = messages()
    for lang in languages():
        file = catalog_file(lang)
        catalog = updated(lang, read(lang), found, prune)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text_of(catalog))
        file.with_suffix(".mo").write_bytes(compiled(catalog))


# --- faults ----------------------------------------------------------------------------------------------


def faults() -> list[str]:
    """All that is wrong with the catalogs, a line each."""
    listed, there = set(LANGUAGES) - {DEFAULT}, set(languages())
    lines = [f"{lang}: in LANGUAGES, but without a folder in tutor/locale" for lang in sorted(listed - there)]
    lines += [f"{lang}: a folder in tutor/locale, but not in LANGUAGES" for lang in sorted(there - listed)]
    found = messages()
    for lang in sorted(there):
        lines += (f"{lang}: {fault}" for fault in _catalog_faults(lang, found))
    return lines


def _catalog_faults(lang: str, found: list[Found]) -> Iterator[str]:
    file, catalog = catalog_file(lang), read(lang)
    wanted: dict[MessageId, Found] = {}
    for message in found:
        wanted.setdefault(message.id, message)
    there = {key_of(message): message for message in catalog if message.id}
    for key, message in wanted.items():
        if key not in there:
            yield f"missing: {_short(key)} ({message.path}:{message.line})"
        elif not _translated(there[key]):
            yield f"not translated: {_short(key)} ({message.path}:{message.line})"
        else:
            yield from message_faults(there[key])
    yield from (f"obsolete: {_short(key)}" for key in there if key not in wanted)
    yield from (f"obsolete: {_short(key_of(message))}" for message in catalog.obsolete.values())
    current = updated(lang, catalog, found)
    if file.exists() and file.read_bytes() != text_of(current):
        yield f"{file.name} is not as tools/catalogs.py writes it"
    compiled_file = file.with_suffix(".mo")
    if not compiled_file.exists() or _contents(compiled_file.read_bytes()) != _contents(compiled(catalog)):
        yield f"{compiled_file.name} is not compiled from the present {file.name}"


def message_faults(message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    key = key_of(message)
    if message.fuzzy:
        yield f"fuzzy: {_short(key)}"
    originals = _forms(key)
    for form in _forms(message.string):
        if any(not name.isidentifier() for name in fields(form)):
            yield f"braces around what is no name: {_short(key)}"
        elif placeholders(form) not in [placeholders(original) for original in originals]:
            wanted = " ".join(placeholders(originals[-1])) or "none"
            yield f"other placeholders ({wanted} wanted): {_short(key)}"
        if _edges(form) != _edges(originals[0]):
            yield f"other blanks at the ends: {_short(key)}"


_PERCENT = re.compile(r"%(?:\(\w+\))?[#0+-]*\d*(?:\.\d+)?[a-zA-Z%]")


def placeholders(text: str) -> list[str]:
    """What is filled in: each `{name}` once, with its format unless that is a particle, and each `%s`, `%(name)s`."""
    filled = set()
    for _, name, spec, conversion in string.Formatter().parse(text):
        if name is not None:
            form = (f"!{conversion}" if conversion else "") + (f":{spec}" if spec and spec not in PARTICLES else "")
            filled.add(f"{{{name}{form}}}")
    return sorted(filled) + sorted(_PERCENT.findall(text))


def fields(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def key_of(message: Message) -> MessageId:
    """The message in the code's language."""
    one, *many = _forms(message.id)
    return (one, many[0]) if many else one


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _translated(message: Message) -> bool:
    forms = _forms(message.string)
    return bool(forms) and all(forms)


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _short(key: MessageId) -> str:
    text = _forms(key)[0]
    return repr(text if len(text) <= 70 else text[:69] + "…")


def _contents(data: bytes) -> dict[MessageId, object]:
    """What a .mo file says, whichever version of Babel wrote it."""
    return {key_of(message): _forms(message.string) for message in read_mo(BytesIO(data))}


def main() -> int:
    """The command; returns the exit status."""
    parser = argparse.ArgumentParser(description="Update, compile or check the gettext catalogs.")
    parser.add_argument("--check", action="store_true", help="change nothing; list all faults")
    parser.add_argument("--prune", action="store_true", help="drop what the code no longer says")
    options = parser.parse_args()
    if not options.check:
        update(options.prune)
    found = faults()
    for fault in found:
        print(fault)
    return 1 if found and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
