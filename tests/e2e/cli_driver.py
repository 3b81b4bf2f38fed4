"""Runs the command lines that come in, a JSON list of arguments each, with Debian's AWS CLI.

Each in a process of its own, as `aws` would, but forked from this one, which has the CLI's modules
loaded: starting Python for each would take ten times as long as the calls.
"""
import json
import os
import sys
import tempfile

import awscli.clidriver


def run(arguments):
    """(exit code, standard output, standard error)"""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            code = 255
            try:
                os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
                os.dup2(out.fileno(), 1)
                os.dup2(err.fileno(), 2)
                sys.argv = ["aws", *arguments]
                code = awscli.clidriver.main()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        for file in (out, err):
            file.seek(0)
        return code, out.read().decode(), err.read().decode()


def main():
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
