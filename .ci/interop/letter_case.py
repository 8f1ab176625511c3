"""Names of the spec that differ in letter case alone, which many languages take for one.

Each configuration of openapi/generators has to map them to names that differ in more than letters' case and underscores.
"""

import collections
import json
import pathlib
import sys

import yaml

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")


def fold(name):
    return name.replace("_", "").replace("-", "").lower()


def schemas(node, place):
    """Each schema with properties, and where it is."""
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            yield place, node
        for key, value in node.items():
            yield from schemas(value, f"{place}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from schemas(value, f"{place}/{index}")


def parameters(document, path_item, operation):
    """What a call takes: parameters, and the properties of a form."""
    for parameter in path_item.get("parameters", []) + operation.get("parameters", []):
        if "$ref" in parameter:
            parameter = document["components"]["parameters"][parameter["$ref"].rsplit("/", 1)[-1]]
        yield parameter["name"]
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        if "form" in media_type:
            schema = content["schema"]
            if "$ref" in schema:
                schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
            yield from schema.get("properties", {})


def name_sets(document):
    """Names that one class, one function or one module has side by side, and the option that renames them."""
    yield "modelNameMappings", "the document", document["components"]["schemas"]
    operations = {}
    for path, path_item in document["paths"].items():
        for method, operation in path_item.items():
            if method in METHODS:
                operations[operation["operationId"]] = dict.fromkeys(parameters(document, path_item, operation))
    yield "operationIdNameMappings", "the document", operations
    for operation, names in operations.items():
        yield "parameterNameMappings", operation, names
    for place, schema in schemas(document, "#"):
        yield "nameMappings", place.removeprefix("#/components/schemas/"), schema["properties"]


def main(bundle, configurations):
    sets = list(name_sets(json.loads(pathlib.Path(bundle).read_text())))
    # A mapping holds for the whole document: best for the name that is in fewest places.
    uses = collections.Counter((option, name) for option, _, names in sets for name in names)
    files = sorted(pathlib.Path(configurations).glob("*.yaml"))
    assert files, f"no configuration in {configurations}"
    problems = set()
    for file in files:
        configuration = yaml.safe_load(file.read_text())
        for option in {option for option, _, _ in sets}:
            for name in configuration.get(option, {}):
                if (option, name) not in uses:
                    problems.add(f"{file}: {option} has {name}, which the spec does not have: remove it")
        for option, place, names in sets:
            mappings = configuration.get(option, {})
            groups = collections.defaultdict(list)
            for name in names:
                groups[fold(mappings.get(name, name))].append(name)
            for group in groups.values():
                if len(group) > 1:
                    rarest = min(group, key=lambda name: (uses[option, name], name))
                    problems.add(
                        f"{file}: {place} has {' and '.join(sorted(group))}, which differ in letter case or underscores "
                        f"alone: add to {option} a name of its own for one, such as {rarest}: other_{rarest.lower()}"
                    )
    print(*sorted(problems), sep="\n", end="\n" if problems else "")
    if problems:
        sys.exit(1)
    print(f"{len(files)} configurations keep apart the names of {len(sets)} schemas and operations")


if __name__ == "__main__":
    main(*sys.argv[1:])
