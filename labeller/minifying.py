"""Makes scripts and styles smaller by what only readers need: comments, indents, spaces. Nothing is renamed."""

import re
from collections.abc import Iterator

GAP = re.compile(r"(?:\s|//[^\n]*|/\*[\s\S]*?\*/)+")
TEXT = re.compile(r""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""")
WORD = re.compile(r"[\w$#]+")
EXPRESSION = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/\w*")
#: After these words a stroke begins a regular expression; after others, and after what closes, it divides.
BEFORE_EXPRESSION = {"return", "typeof", "case", "in", "of", "await", "yield", "delete", "void", "throw", "else"}
STYLE = re.compile(r"""("(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*')|((?:\s|/\*[\s\S]*?\*/)+)|([^"'\s/]+|/)""")


def smaller_script(text: str) -> str:
    """Leave out comments and spaces; a line ends where it ended, unless that plainly means nothing."""
    made: list[str] = []
    gap = ""
    for piece in _pieces(text):
        if GAP.match(piece) and piece[0] in "/ \t\r\n":
            gap = piece
            continue
        if gap and made:
            made.append(_between(made[-1][-1], piece[0], "\n" in gap))
        made.append(piece)
        gap = ""
    return "".join(made) + "\n"


def smaller_style(text: str) -> str:
    """Leave out comments, and spaces where signs stand."""
    made = ""
    for kept, gap, rest in STYLE.findall(text):
        if gap:
            made += "" if made.endswith(("{", "}", ";", ",", ":", " ")) else " "
        elif rest.startswith(("{", "}", ";", ",")):
            made = made.rstrip(" ").rstrip(";" if rest[0] == "}" else " ") + rest
        else:
            made += kept or rest
    return made.strip() + "\n"


def _pieces(text: str) -> Iterator[str]:
    """Cut a script into gaps, texts, templates, regular expressions, words and signs."""
    at, before = 0, ""
    while at < len(text):
        end = _end_of_piece(text, at, before)
        piece = text[at:end]
        yield piece
        at = end
        if not GAP.fullmatch(piece):
            before = piece


def _end_of_piece(text: str, at: int, before: str) -> int:
    if text[at] == "`":
        return _end_of_template(text, at)
    if text[at] == "/" and text[at + 1] not in "/*" and _may_begin_expression(before):
        found = EXPRESSION.match(text, at)
    else:
        found = GAP.match(text, at) or TEXT.match(text, at) or WORD.match(text, at)
    return found.end() if found else at + 1


def _may_begin_expression(before: str) -> bool:
    return before in BEFORE_EXPRESSION or not (
        WORD.fullmatch(before) or before.endswith((")", "]", "}", '"', "'", "`", "/"))
    )


def _end_of_template(text: str, at: int) -> int:
    """Find where a template ends; what stands in its braces may hold others."""
    at += 1
    while text[at] != "`":
        if text.startswith("${", at):
            at = _end_of_braces(text, at + 2)
        else:
            at += 2 if text[at] == "\\" else 1
    return at + 1


def _end_of_braces(text: str, at: int) -> int:
    depth, before = 1, "{"
    while depth:
        end = _end_of_piece(text, at, before)
        before = text[at:end]
        depth += (before == "{") - (before == "}")
        at = end
    return at


def _between(before: str, after: str, ends_line: bool) -> str:
    """Say what must stand where a gap was, between these two signs."""
    if ends_line:
        return "" if before in "{([,;" or after in ")]}" else "\n"
    if WORD.match(before) and WORD.match(after):
        return " "
    return " " if before + after in ("++", "--", "//", "/*") or (before.isdigit() and after == ".") else ""
