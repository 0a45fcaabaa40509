"""A place to begin: one port, JSON in and out, nothing but Python's standard library.

    GET  /health    {"status": "ok"}
    POST /prompt    {"text": ...} -> {"response": ...}; remembers what was said in memory/dialogue.jsonl

Put your model behind answer().
"""
import json
import os
import socket
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NODE = os.environ.get("VIVARIUM_NODE_NAME") or socket.gethostname()
STATE = os.environ.get("VIVARIUM_STATE_DIR") or "/var/lib/vivarium/state"
ADDRESS = (os.environ.get("AGENT_ADDRESS", "0.0.0.0"), int(os.environ.get("AGENT_PORT", "8080")))
BODY_LIMIT = 256 * 1024


def answer(text):
    """What the node says to this."""
    russian = any("а" <= letter <= "я" or letter == "ё" for letter in text.lower())
    return f"Здравствуй, я {NODE}." if russian else f"Hello, I am {NODE}."


def remember(text, response):
    os.makedirs(os.path.join(STATE, "memory"), exist_ok=True)
    line = json.dumps({"at": int(time.time()), "text": text, "response": response}, ensure_ascii=False)
    with open(os.path.join(STATE, "memory", "dialogue.jsonl"), "a", encoding="utf-8") as file:
        file.write(line + "\n")


class Agent(BaseHTTPRequestHandler):
    def do_GET(self):
        found = self.path == "/health"
        self.reply(200 if found else 404, {"status": "ok"} if found else {"error": "no such page"})

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        if self.path != "/prompt" or not 0 < length <= BODY_LIMIT:
            return self.reply(400, {"error": "POST /prompt takes up to 256 KiB of JSON"})
        try:
            text = json.loads(self.rfile.read(length))["text"]
        except (ValueError, KeyError, TypeError):
            return self.reply(400, {"error": 'expected {"text": ...}'})
        response = answer(str(text))
        if self.headers.get("User-Agent") != "vivarium":  # being looked at leaves no trace
            remember(text, response)
        self.reply(200, {"response": response})

    def reply(self, status, document):
        body = json.dumps(document, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(ADDRESS, Agent).serve_forever()
