"""What a function writes, and its way to the gateway."""

import io
import logging
import os
import sys
import threading
import time
from json.encoder import encode_basestring_ascii

RESULT_DESCRIPTOR = 4
# What a log event holds in the service.
MAX_LOG_TEXT_LENGTH = 256 * 1024


class Gateway:
    """The way to the gateway. Each write waits until the gateway has room for it."""

    def __init__(self):
        self._lock = threading.RLock()
        # Taken before a handler can replace them.
        self._write, self._exit, self._quote = os.write, os._exit, encode_basestring_ascii
        self.is_child = False
        self.begun = 0
        self.streams = []
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forked)

    def _forked(self):
        """A forked process writes to its standard output: the pipe belongs to its parent."""
        self.is_child = True
        self._lock = threading.RLock()

    def send(self, kind, body=b""):
        if self.is_child:
            return
        try:
            with self._lock:
                self._write_all(RESULT_DESCRIPTOR, kind + body + b"\n")
        except OSError:
            self._exit(1)

    def log(self, level, text):
        if self.is_child:
            self._write_all(1, text.encode("utf-8", "replace") + b"\n")
            return
        cut = len(text) - MAX_LOG_TEXT_LENGTH
        if cut > 0:
            text = "%s\u2026 (%d characters more were cut)" % (text[:MAX_LOG_TEXT_LENGTH], cut)
        self.send(b">", ("%s %s" % (level, self._quote(text))).encode("ascii"))

    def fatal(self, reason):
        self.send(b"x", self._quote(reason).encode("ascii"))

    def end_lines(self):
        for stream in self.streams:
            stream.end_lines()

    def exiting(self):
        self.end_lines()
        self.send(b"q", str(self.begun).encode("ascii"))

    def _write_all(self, descriptor, data):
        rest = memoryview(data)
        while rest:
            rest = rest[self._write(descriptor, rest) :]


class OutputStream(io.BufferedIOBase):
    """Sends what is written to a standard stream line by line, so that it stays in order with the results."""

    def __init__(self, gateway, name, descriptor):
        self.name = "<%s>" % name
        self._gateway, self._level, self._descriptor = gateway, name, descriptor
        # A line begins and ends in one thread. Threads share no text, so that no lock is needed, which a fork could leave taken.
        self._pending = {}

    def writable(self):
        return True

    def fileno(self):
        return self._descriptor

    def write(self, data):
        data = bytes(data)
        thread = threading.get_ident()
        head, newline, rest = data.rpartition(b"\n")
        if newline:
            lines = bytes(self._pending.pop(thread, b"")) + head
            for line in lines.split(b"\n"):
                self._gateway.log(self._level, line.decode("utf-8", "replace"))
        if rest:
            pending = self._pending.setdefault(thread, bytearray())
            pending += rest
            if len(pending) > MAX_LOG_TEXT_LENGTH:
                self._end_line(thread)
        return len(data)

    def end_lines(self):
        for thread in list(self._pending):
            self._end_line(thread)

    def _end_line(self, thread):
        pending = self._pending.pop(thread, None)
        if pending:
            self._gateway.log(self._level, pending.decode("utf-8", "replace"))


def capture_output(gateway):
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        stream = OutputStream(gateway, name, descriptor)
        gateway.streams.append(stream)
        text = io.TextIOWrapper(stream, encoding="utf-8", errors="backslashreplace", newline="\n", write_through=True)
        setattr(sys, name, text)


class LogHandler(logging.Handler):
    """The handler of the root logger: each record is one log event with the request id."""

    def __init__(self, gateway):
        super().__init__()
        self._gateway = gateway
        self.request_id = ""
        logging.Formatter.converter = time.gmtime
        layout = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"
        self.setFormatter(logging.Formatter(layout, "%Y-%m-%dT%H:%M:%S"))
        self.addFilter(self._add_request_id)

    def _add_request_id(self, record):
        record.aws_request_id = self.request_id
        return True

    def emit(self, record):
        text = self.format(record)
        self._gateway.log(level_of(record.levelno), text[:-1] if text.endswith("\n") else text)


def level_of(number):
    if number >= logging.INFO:
        return "ERROR" if number >= logging.ERROR else "WARN" if number >= logging.WARNING else "INFO"
    return "DEBUG" if number >= logging.DEBUG else "TRACE"
