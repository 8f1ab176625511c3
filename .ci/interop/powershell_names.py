"""Names in PowerShell files that differ in letter case alone, which PowerShell takes for one.

It refuses a file with such parameters in one function, or such keys in one hash literal.
"""

import collections
import pathlib
import re
import sys


def names(text):
    """The parameters of each function, the keys of each hash literal, and where they are."""
    function, parameters, literals = "", None, []
    text = re.sub(r"<#.*?#>", lambda comment: "\n" * comment[0].count("\n"), text, flags=re.DOTALL)
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        if match := re.match(r"function\s+([\w-]+)", line, re.IGNORECASE):
            function = match[1]
            yield "functions", function
        elif re.match(r"param\s*\($", line, re.IGNORECASE):
            parameters = f"parameters of {function}"
        elif parameters and line == ")":
            parameters = None
        elif parameters and (match := re.match(r"(?:\[[^$]*\]\s*)?\$\{?(\w+)\}?", line)):
            yield parameters, match[1]
        if line.startswith("}") and literals:
            literals.pop()
        if literals and (match := re.match(r"'?([\w.-]+)'?\s*=", line)):
            yield literals[-1], match[1]
        if line.endswith("{"):
            literals.append(f"keys in line {number}, {function}" if line.endswith("@{") else "")


def main(folder):
    functions = set()
    problems = []
    for file in sorted(pathlib.Path(folder).rglob("*.ps1")):
        groups = collections.defaultdict(lambda: collections.defaultdict(list))
        for place, name in names(file.read_text()):
            if place == "functions":
                if name.lower() in functions:
                    problems.append(f"{file.name}: a second function {name}")
                functions.add(name.lower())
            elif place:
                groups[place][name.lower()].append(name)
        for place, group in groups.items():
            problems += [f"{file.name}: {place}: {' and '.join(same)}" for same in group.values() if len(same) > 1]
    print(*problems, sep="\n", end="\n" if problems else "")
    if problems or not functions:
        sys.exit(f"{len(problems)} pairs in {len(functions)} functions")
    print(f"{len(functions)} PowerShell functions without names that differ in letter case alone")


if __name__ == "__main__":
    main(*sys.argv[1:])
