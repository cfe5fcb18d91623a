"""samples.py parse FILE... | run FILE...

Parses Python samples, or runs them one after the other in this process and prints what each
prints, as a JSON list.
"""

import ast
import contextlib
import io
import json
import runpy
import sys


def parse(file):
    with open(file, "rb") as text:
        ast.parse(text.read(), file)


def run(file):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        runpy.run_path(file, run_name="__main__")
    return out.getvalue()


if sys.argv[1] == "parse":
    for name in sys.argv[2:]:
        parse(name)
else:
    print(json.dumps([run(name) for name in sys.argv[2:]]))
