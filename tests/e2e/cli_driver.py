"""Runs the command lines that come in, a JSON list of arguments each, with Debian's AWS CLI.

Each in a process of its own, as `aws` would, but forked from this one, which has the CLI's modules
and models loaded: that takes ten times as long as a call.
"""
import json
import os
import sys
import tempfile

import awscli.clidriver


def loaded():
    """The CLI's driver, with the models of the services that are called in its cache."""
    driver = awscli.clidriver.create_clidriver()
    for service in ("events", "iam", "sqs", "sts"):
        driver.session.get_service_model(service)
    driver.session.get_component("endpoint_resolver")
    return driver


def run(driver, arguments):
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
                code = driver.main(arguments)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        for file in (out, err):
            file.seek(0)
        return code, out.read().decode(), err.read().decode()


def main():
    driver = loaded()
    for line in sys.stdin:
        print(json.dumps(run(driver, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
