"""
The program of an execution environment for Python functions. It loads the handler, then runs one invocation after the other.

It needs nothing but the standard library, from Python 3.8 on. The gateway and this program talk over two descriptors as
pipe-protocol.ts describes. What handlers see (context, logging, errors, JSON) is what the runtime interface client of the
service gives them: https://github.com/aws/aws-lambda-python-runtime-interface-client
"""

import atexit
import importlib
import json
import logging
import os
import re
import site
import sys
import time
import traceback

from apigwv2_local_json import JsonEncoder
from apigwv2_local_output import RESULT_DESCRIPTOR, Gateway, LogHandler, capture_output

INVOCATION_DESCRIPTOR = 3
READ_BYTES = 64 * 1024
# What a result holds in the service.
MAX_RESULT_BYTES = 6291556
# In text logs, the service indents the lines of a stack trace with no-break spaces.
INDENT = "\u00a0"
# From this version on, the service no longer escapes characters outside of ASCII.
FIRST_WITH_UNICODE = (3, 12)
# An error message and a stack trace beyond this are cut, in characters: the gateway takes no longer messages.
MAX_ERROR_LENGTH = 256 * 1024
OWN_FOLDER = os.path.dirname(__file__)
# Processes that multiprocessing spawns would load this file otherwise, and cannot.
del sys.modules["__main__"].__file__


class Fault(Exception):
    """An error of the runtime, not of the handler, by the name that the service gives it."""

    def __init__(self, error_type, message, trace=()):
        super().__init__(message)
        self.error_type = error_type
        self.trace = list(trace)


class CognitoIdentity:
    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")

    def __init__(self):
        self.cognito_identity_id = self.cognito_identity_pool_id = None


class LambdaContext:
    """https://docs.aws.amazon.com/lambda/latest/dg/python-context.html"""

    def __init__(self, function, request_id, gateway):
        self.aws_request_id = request_id
        self.log_group_name = function["logGroup"]
        self.log_stream_name = function["logStream"]
        self.function_name = function["name"]
        # A string, as the runtime of the service has it.
        self.memory_limit_in_mb = str(function["memoryMegabytes"])
        self.function_version = function["version"]
        self.invoked_function_arn = function["arn"]
        self.tenant_id = None
        # API Gateway sends neither of the two.
        self.client_context = None
        self.identity = CognitoIdentity()
        self._deadline_millis = time.time() * 1000 + function["timeoutMillis"]
        self._gateway = gateway

    def get_remaining_time_in_millis(self):
        return max(0, int(self._deadline_millis - time.time() * 1000))

    def log(self, message):
        self._gateway.log("stdout", str(message))

    def __repr__(self):
        values = ",".join("%s=%s" % item for item in vars(self).items() if not item[0].startswith("_"))
        return "LambdaContext([%s])" % values


def load_handler(name):
    """The function that a handler names as pkg.module.function or pkg/module.function."""
    module_name, dot, function_name = name.rpartition(".")
    if not dot:
        raise Fault("Runtime.MalformedHandlerName", "Bad handler '%s': not enough values to unpack (expected 2, got 1)" % name)
    if module_name.split(".")[0] in sys.builtin_module_names:
        message = "Cannot use built-in module %s as a handler module" % module_name
        raise Fault("Runtime.BuiltInModuleConflict", message)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, error))
    except SyntaxError as error:
        trace = '  File "%s" Line %s\n    %s' % (error.filename, error.lineno, error.text)
        raise Fault("Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module_name, error), [trace])
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Fault("Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (function_name, module_name))


def describe(error):
    """Type, message and stack trace of an error as the service reports them, without the frames of this program."""
    if isinstance(error, Fault):
        return error.error_type, str(error)[:MAX_ERROR_LENGTH], cut(error.trace)
    frames = [(each.filename, each.lineno, each.name, each.line) for each in traceback.extract_tb(error.__traceback__)]
    own = [index for index, frame in enumerate(frames) if os.path.dirname(frame[0]) != OWN_FOLDER]
    return type(error).__name__, str(error)[:MAX_ERROR_LENGTH], cut(traceback.format_list(frames[own[0] :] if own else frames))


def cut(trace):
    rest = MAX_ERROR_LENGTH
    kept = []
    for each in trace:
        if rest <= 0:
            break
        kept.append(each[:rest])
        rest -= len(each)
    return kept


def error_log(error_type, message, trace):
    lines = [": ".join(each for each in ("[ERROR] " + error_type, message) if each), "Traceback (most recent call last):"]
    for line in "".join(trace).splitlines():
        text = line.lstrip(" ")
        lines.append(INDENT * (len(line) - len(text)) + text)
    return "\n".join(lines)


class Session:
    def __init__(self, configuration, gateway, log_handler):
        self._gateway, self._log_handler = gateway, log_handler
        self._function = configuration["context"]
        version = re.match(r"python(\d+)\.(\d+)", configuration["runtime"])
        is_older = version is not None and tuple(map(int, version.groups())) < FIRST_WITH_UNICODE
        self._encoder = JsonEncoder(escapes_unicode=is_older)
        # Taken before a handler can replace them.
        self._from_json, self._to_json = json.loads, json.JSONEncoder().encode

    def load(self, handler_name):
        try:
            self._handler = load_handler(handler_name)
        except Exception as error:
            error_type, message, trace = describe(error)
            self._gateway.log("ERROR", error_log(error_type, message, trace))
            location = re.match(r' +File "([^"]+)", line (\d+)', trace[-1]) if trace else None
            self._gateway.end_lines()
            self._gateway.fatal("%s: %s%s" % (error_type, message, " (%s:%s)" % location.groups() if location else ""))
            sys.exit(1)
        self._gateway.send(b"+")

    def invoke(self, line):
        # From here on, the invocation is not run again in another environment.
        self._gateway.begun += 1
        trace_id, _, event = line.partition(b"\t")
        set_trace_id(trace_id.decode("utf-8"))
        request_id = self._log_handler.request_id = make_request_id()
        context = LambdaContext(self._function, request_id, self._gateway)
        try:
            result = self._marshal(self._handler(self._from_json(event), context))
        except Exception as error:
            error_type, message, trace = describe(error)
            self._gateway.log("ERROR", error_log(error_type, message, trace))
            self._gateway.end_lines()
            outcome = {"errorType": error_type, "errorMessage": message, "requestId": request_id, "trace": trace}
            self._gateway.send(b"!", self._to_json(outcome).encode("ascii"))
        else:
            self._gateway.end_lines()
            self._gateway.send(b"=", result)

    def _marshal(self, result):
        if not isinstance(result, bytes):
            try:
                result = self._encoder.encode(result).encode("utf-8")
            except Exception as error:
                raise Fault("Runtime.MarshalError", "Unable to marshal response: %s" % error)
        if len(result) > MAX_RESULT_BYTES:
            message = "Response payload size exceeded maximum allowed payload size (%d bytes)." % MAX_RESULT_BYTES
            raise Fault("Function.ResponseSizeTooLarge", message)
        return result.replace(b"\n", b" ")


def set_trace_id(trace_id):
    if trace_id:
        os.environ["_X_AMZN_TRACE_ID"] = trace_id
    else:
        os.environ.pop("_X_AMZN_TRACE_ID", None)


def make_request_id():
    digits = bytearray(os.urandom(16))
    digits[6] = digits[6] & 0x0F | 0x40
    digits[8] = digits[8] & 0x3F | 0x80
    text = digits.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def search_modules(root, module_folders):
    """The code comes first, then the layers, then what the interpreter has; the folder of this program is not searched."""
    folders = [root, *module_folders]
    sys.path[:] = folders + [folder for folder in sys.path[1:] if folder not in folders]
    for folder in folders:
        site.addsitedir(folder)


def listen_for_debuggers(gateway):
    """Starts debugpy on any free port: the gateway passes on what arrives at the port of the function."""
    try:
        import debugpy
    except ImportError:
        gateway.fatal("--debugpy needs the package debugpy: run %s -m pip install debugpy" % sys.executable)
        sys.exit(1)
    address = debugpy.listen(("127.0.0.1", 0))
    gateway.send(b"@", json.dumps("tcp://%s:%d" % address).encode("ascii"))


def main():
    for descriptor in (INVOCATION_DESCRIPTOR, RESULT_DESCRIPTOR):
        os.set_inheritable(descriptor, False)
    gateway = Gateway()
    atexit.register(gateway.exiting)
    capture_output(gateway)
    log_handler = LogHandler(gateway)
    logging.getLogger().addHandler(log_handler)
    invocations = open(INVOCATION_DESCRIPTOR, "rb", buffering=READ_BYTES, closefd=False)
    configuration = json.loads(invocations.readline())
    search_modules(configuration["root"], configuration["moduleFolders"])
    if configuration.get("debug") is not None:
        listen_for_debuggers(gateway)
    session = Session(configuration, gateway, log_handler)
    session.load(configuration["handler"])
    for line in iter(invocations.readline, b""):
        session.invoke(line)
        if gateway.is_child:
            # A handler that forks returns twice, and the next invocation is for one of the two.
            break
    # Without the gateway there is nothing left to do.
    os._exit(0)


if __name__ == "__main__":
    main()
