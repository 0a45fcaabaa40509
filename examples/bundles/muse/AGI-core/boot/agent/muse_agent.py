"""muse's agent: one port, JSON in and out, Python's standard library only.

    GET  /health    200 when the model answers, 503 until then
    POST /prompt    {"text": …} -> {"response": …}; remembers the exchange before it answers
    GET  /memory    how many exchanges there are, the latest of them, and what it was asked to keep
    /v1/…           passed through to the model's own server (OpenAI's API)

The model leaves {node}, {kept} and {latest} open in its sentences; the agent fills them in.
"""
import http.client
import json
import os
import re
import socket
import threading
import time
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NODE = os.environ.get("VIVARIUM_NODE_NAME") or socket.gethostname()
STATE = os.environ.get("VIVARIUM_STATE_DIR") or "/var/lib/vivarium/state"
ADDRESS = os.environ.get("MUSE_ADDRESS", "0.0.0.0")
PORT = int(os.environ.get("MUSE_PORT", "8080"))
MODEL_PORT = int(os.environ.get("MUSE_MODEL_PORT", "8081"))

BODY_LIMIT = 256 * 1024         # bytes
PROBE = "vivarium"              # how Vivarium itself introduces itself when it verifies the node
TEXT_LIMIT = 2000               # characters of a prompt: what surely fits into the model's context
PATIENCE = 60                   # seconds to wait for a model that is still starting
KEEP = re.compile(r"\s*(?:remember|запомни)\s*[:,]?\s*(.+)", re.IGNORECASE | re.DOTALL)


class Refusal(Exception):
    """What the caller is told instead of an answer."""

    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code = status, code


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


class JsonLines:
    """A file of one JSON object a line, that only grows. A line that a crash cut short is left behind."""

    def __init__(self, path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        self.lock = threading.Lock()
        self.file = open(path, "a+b", buffering=0)
        if self.file.tell():
            self.file.seek(-1, os.SEEK_END)
            if self.file.read(1) != b"\n":
                self.file.write(b"\n")

    def read(self):
        self.file.seek(0)
        for line in self.file.read().splitlines():
            try:
                value = json.loads(line)
            except ValueError:
                continue
            if isinstance(value, dict):
                yield value

    def append(self, value, durable):
        line = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        with self.lock:
            self.file.write(line)
            if durable:
                os.fsync(self.file.fileno())


class Memory:
    """Every exchange, on disk; the last ones and what was to be kept, at hand."""

    def __init__(self, path):
        self.lines = JsonLines(path)
        self.lock = threading.Lock()
        self.count, self.latest, self.kept = 0, deque(maxlen=20), []
        for exchange in self.lines.read():
            self.hold(exchange)

    def hold(self, exchange):
        self.count += 1
        self.latest.append(exchange)
        if isinstance(exchange.get("keep"), str):
            self.kept.append(exchange["keep"])

    def add(self, text, response):
        exchange = {"at": now(), "text": text, "response": response}
        wish = KEEP.match(text)
        if wish:
            exchange["keep"] = wish.group(1).strip()
        with self.lock:
            self.lines.append(exchange, durable=True)
            self.hold(exchange)

    def show(self):
        with self.lock:
            return {"count": self.count, "kept": self.kept[-100:], "latest": list(self.latest)}

    def fill(self, text, quote=lambda value: value):
        with self.lock:
            kept, latest = len(self.kept), self.kept[-1] if self.kept else "-"
        for name, value in (("{node}", NODE), ("{kept}", str(kept)), ("{latest}", latest)):
            text = text.replace(name, quote(value))
        return text


def ask_model(method, path, body, headers):
    """The model server's answer, as a response that is still to be read. Waits while the server starts."""
    deadline = time.monotonic() + PATIENCE
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", MODEL_PORT, timeout=300)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            if response.status != 503 or time.monotonic() > deadline:
                return response
            reason = "it is still loading"
        except (OSError, http.client.HTTPException) as e:
            reason = str(e)
        connection.close()
        if time.monotonic() > deadline:
            raise Refusal(502, "model_unavailable", "the model does not answer: " + reason)
        time.sleep(0.2)


def think(text):
    question = {"messages": [{"role": "user", "content": text}], "temperature": 0, "max_tokens": 64}
    response = ask_model("POST", "/v1/chat/completions", json.dumps(question), {"Content-Type": "application/json"})
    with response:
        raw = response.read(BODY_LIMIT)
    try:
        if response.status == 200:
            return json.loads(raw)["choices"][0]["message"]["content"].strip()
    except (ValueError, LookupError, TypeError, AttributeError):
        pass
    raise Refusal(502, "model_failed", f"the model answered {response.status}: {raw[:200].decode('utf-8', 'replace')}")


class Agent(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60                # seconds for a caller that sends nothing

    def do_GET(self):
        self.answer({"/health": self.health, "/memory": lambda: self.reply(200, memory.show())})

    def do_POST(self):
        self.answer({"/prompt": self.prompt})

    def answer(self, routes):
        started, self.sent = time.monotonic(), 0
        path = self.path.split("?")[0]
        try:
            if path in routes:
                routes[path]()
            elif path.startswith("/v1/"):
                self.pass_through()
            else:
                raise Refusal(404, "not_found", f"there is no {self.command} {path}")
        except Refusal as refusal:
            self.reply(refusal.status, {"error": {"code": refusal.code, "message": str(refusal)}})
        except (OSError, http.client.HTTPException):      # the caller or the model went away in the middle
            self.close_connection = True
        trace.append({"at": now(), "event": "request", "method": self.command, "path": path, "status": self.sent,
                      "ms": round((time.monotonic() - started) * 1000)}, durable=False)

    def health(self):
        connection = http.client.HTTPConnection("127.0.0.1", MODEL_PORT, timeout=10)
        try:
            connection.request("GET", "/health")
            ready = connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            ready = False
        finally:
            connection.close()
        self.reply(200 if ready else 503, {"status": "ok" if ready else "the model is not ready", "node": NODE})

    def prompt(self):
        try:
            request = json.loads(self.body())
        except ValueError:
            raise Refusal(400, "bad_json", "the body is not JSON in UTF-8") from None
        text = request.get("text") if isinstance(request, dict) else None
        if not isinstance(text, str) or not text.strip():
            raise Refusal(400, "no_text", 'the body must be {"text": "…"}')
        if len(text) > TEXT_LIMIT:
            raise Refusal(413, "too_long", f"a prompt has at most {TEXT_LIMIT} characters; this one has {len(text)}")
        response = memory.fill(think(text))
        if self.headers.get("User-Agent") != PROBE:     # being looked at leaves no trace in the memory
            memory.add(text, response)
        self.reply(200, {"response": response})

    def pass_through(self):
        body = self.body() if self.command == "POST" else None
        response = ask_model(self.command, self.path, body, {"Content-Type": "application/json"})
        self.close_connection = True                    # the end of the answer is the end of the connection
        self.start(response.status, response.getheader("Content-Type", "application/json"), length=None)
        with response:
            for line in response:                       # a streamed answer goes on line by line, as it comes
                text = memory.fill(line.decode("utf-8", "replace"), lambda value: json.dumps(value)[1:-1])
                self.wfile.write(text.encode())

    def body(self):
        length = self.headers.get("Content-Length", "")
        self.close_connection = True                    # until the body is read, what follows is no request
        if not re.fullmatch("[0-9]{1,18}", length):
            raise Refusal(411, "length_required", "send Content-Length")
        if int(length) > BODY_LIMIT:
            raise Refusal(413, "too_large", f"a request has at most {BODY_LIMIT} bytes")
        data = self.rfile.read(int(length))
        self.close_connection = self.headers.get("Connection", "").lower() == "close"
        return data

    def start(self, status, kind, length):
        self.sent = status
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def reply(self, status, value):
        data = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        self.start(status, "application/json; charset=utf-8", len(data))
        self.wfile.write(data)

    def log_message(self, *_):
        """The trace has it."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        """A caller that went away is no error of ours; anything else goes to the journal."""
        import sys
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


memory = Memory(os.path.join(STATE, "memory", "exchanges.jsonl"))
trace = JsonLines(os.path.join(STATE, "logs", "trace.jsonl"))
trace.append({"at": now(), "event": "started", "node": NODE, "exchanges": memory.count}, durable=True)
with Server((ADDRESS, PORT), Agent) as server:
    server.serve_forever()
