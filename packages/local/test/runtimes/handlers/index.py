"""The same actions as in index.js, in Python."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

calls = 0


def context_of(event, context):
    return {
        "name": context.function_name,
        "version": context.function_version,
        "arn": context.invoked_function_arn,
        "memory": int(context.memory_limit_in_mb),
        "requestId": context.aws_request_id,
        "logGroup": context.log_group_name,
        "logStream": context.log_stream_name,
        "remaining": context.get_remaining_time_in_millis(),
    }


def environment(event, context):
    home = pathlib.Path.home()
    return {
        "variables": dict(os.environ),
        "cwd": os.getcwd(),
        "home": str(home),
        "temp": tempfile.gettempdir(),
        "homeFiles": os.listdir(home),
    }


def print_text(event, context):
    print(event["text"], end="")
    return "printed"


def fail(event, context):
    raise TypeError(event["message"])


def kill(event, context):
    os.kill(os.getpid(), signal.SIGKILL)


def sleep(event, context):
    time.sleep(event["millis"] / 1000)


def loop(event, context):
    while True:
        pass


def flood(event, context):
    while True:
        print("x" * 100)


def flood_without_lines(event, context):
    while True:
        sys.stdout.write("x" * 1000)


def allocate(event, context):
    everything = []
    while True:
        everything.append(bytearray(b"x" * 1_000_000))


def children(event, context):
    subprocess.Popen(["sleep", "61"])
    subprocess.Popen(["sleep", "62"], start_new_session=True)
    time.sleep(0.3)
    sys.exit(event["code"])


def close_pipe(event, context):
    os.close(event["descriptor"])
    time.sleep(60)


def write_pipe(event, context):
    os.write(4, event["text"].encode())
    time.sleep(60)


ACTIONS = {
    "return": lambda event, context: event["value"],
    "context": context_of,
    "environment": environment,
    "traceId": lambda event, context: os.environ.get("_X_AMZN_TRACE_ID"),
    "count": lambda event, context: {"calls": calls, "pid": os.getpid()},
    "print": print_text,
    "fail": fail,
    "exit": lambda event, context: sys.exit(event["code"]),
    "kill": kill,
    "sleep": sleep,
    "loop": loop,
    "flood": flood,
    "floodWithoutLines": flood_without_lines,
    "allocate": allocate,
    "large": lambda event, context: "x" * event["bytes"],
    "children": children,
    "closePipe": close_pipe,
    "writePipe": write_pipe,
}


def handler(event, context):
    global calls
    calls += 1
    return ACTIONS[event["do"]](event, context)


def api(event, context):
    """Events of API Gateway: the query string says what to answer, by default with the event."""
    answer = (event.get("queryStringParameters") or {}).get("answer")
    return json.loads(answer) if answer else {"statusCode": 200, "body": json.dumps(event)}
