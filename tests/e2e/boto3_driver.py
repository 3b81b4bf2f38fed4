"""Runs the calls that come in, a line of JSON each, with boto3; see javascript/driver.mjs.

usage: boto3_driver.py [--endpoint URL]
"""
import json
import sys

import boto3
from botocore import xform_name
from botocore.exceptions import ClientError


def main():
    endpoint = sys.argv[2] if len(sys.argv) > 2 else None
    clients = {}
    for line in sys.stdin:
        call = json.loads(line)
        service, profile = call["service"], call.get("profile")
        try:
            if (service, profile) not in clients:
                clients[service, profile] = boto3.Session(profile_name=profile).client(
                    service, endpoint_url=endpoint)
            answer = {"output": getattr(clients[service, profile], xform_name(call["operation"]))(
                **call["input"])}
        except ClientError as error:
            answer = {"error": {"code": error.response["Error"]["Code"], "message": str(error)}}
        print(json.dumps(answer, default=str), flush=True)


if __name__ == "__main__":
    main()
