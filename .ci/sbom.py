"""Writes a bill of materials for each published crate, as CycloneDX, and checks it: sbom.py TOOLS FOLDER

It has all dependencies with every feature, on every target, and none that only building or testing needs.
"""

import json
import subprocess
import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

VERSION = "0.5.9"


def installed(tools: Path) -> Path:
    """cargo-cyclonedx, built if it is not there. It runs for two seconds: optimizing it would take longer."""
    program = tools / "bin" / "cargo-cyclonedx"
    arguments = ["--locked", "--quiet", "--version", VERSION, "--root", tools, "--target-dir", tools / "cyclonedx"]
    profile = ["--config", "profile.release.opt-level=0", "--config", "profile.release.lto=false"]
    subprocess.run(["cargo", "install", *arguments, *profile, "cargo-cyclonedx"], check=True)
    return program


def packages() -> list[dict]:
    """The packages of the workspace."""
    command = ["cargo", "metadata", "--locked", "--no-deps", "--format-version", "1"]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["packages"]


def portable(text: str) -> str:
    """Without the folder that it was made in."""
    return text.replace(f"path+file://{Path.cwd()}/", "path+file:///")


def main() -> None:
    tools, folder = (Path(argument).resolve() for argument in sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    options = ["--format", "json", "--spec-version", "1.5", "--all-features", "--target", "all", "--no-build-deps"]
    name = "fortinac-sbom"
    subprocess.run([installed(tools), "cyclonedx", "--quiet", "--override-filename", name, *options], check=True)
    validator = JsonStrictValidator(SchemaVersion.V1_5)
    for package in sorted(packages(), key=lambda package: package["name"]):
        crate = package["name"]
        made = Path(package["manifest_path"]).with_name(f"{name}.json")
        text = portable(made.read_text())
        made.unlink()
        if package["publish"] == []:
            continue
        if error := validator.validate_str(text):
            sys.exit(f"{crate}: {error}")
        if str(Path.cwd()) in text:
            sys.exit(f"{crate}: it names a folder of this machine")
        components = json.loads(text)["components"]
        unlicensed = [component["name"] for component in components if not component.get("licenses")]
        if unlicensed:
            sys.exit(f"{crate}: without a licence: {unlicensed}")
        (folder / f"{crate}.cdx.json").write_text(text)
        print(f"{crate}: {len(components)} components")


main()
