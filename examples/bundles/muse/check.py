#!/usr/bin/env python3
"""Builds muse, runs its model server and its agent on loopback on this machine, and talks to them.   check.py [-v]"""
import http.client
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
NAME = "муза-7"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Muse:
    """The bundle's two services, with a state directory of their own."""

    def __init__(self, bundle, state):
        self.bundle, self.state = pathlib.Path(bundle), pathlib.Path(state)
        self.port, self.model_port = free_port(), free_port()
        self.model = subprocess.Popen(
            [self.bundle / "boot/llama/llama-server", "--model", self.bundle / "models/muse.gguf", "--host", "127.0.0.1",
             "--port", str(self.model_port), "--threads", "1", "--parallel", "2", "--ctx-size", "8192", "--no-webui"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.agent = None
        self.start_agent()

    def start_agent(self):
        env = {"PATH": os.environ["PATH"], "VIVARIUM_NODE_NAME": NAME, "VIVARIUM_STATE_DIR": str(self.state),
               "MUSE_ADDRESS": "127.0.0.1", "MUSE_PORT": str(self.port), "MUSE_MODEL_PORT": str(self.model_port)}
        self.agent = subprocess.Popen([sys.executable, "-I", self.bundle / "boot/agent/muse_agent.py"], env=env)
        limit = time.monotonic() + 60
        while True:
            try:
                if self.call("GET", "/health")[0] == 200:
                    return
            except OSError:
                pass
            if time.monotonic() > limit or self.agent.poll() is not None:
                raise AssertionError("muse did not become healthy")
            time.sleep(0.05)

    def kill_agent(self):
        self.agent.kill()
        self.agent.wait()

    def close(self):
        for process in (self.agent, self.model):
            process.kill()
            process.wait()

    def call(self, method, path, body=None, headers=None):
        """status and the raw answer"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        if isinstance(body, dict):
            body = json.dumps(body, ensure_ascii=False).encode()
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        data = response.read()
        connection.close()
        return response.status, data.decode()

    def say(self, text):
        status, answer = self.call("POST", "/prompt", {"text": text})
        assert status == 200, answer
        return json.loads(answer)["response"]

    def memory(self):
        return json.loads(self.call("GET", "/memory")[1])


class MuseTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        bundle = subprocess.run([HERE / "build.sh"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
        cls.directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.directory.cleanup)
        cls.muse = Muse(bundle, cls.directory.name)
        cls.addClassCleanup(cls.muse.close)
        cls.bundle = pathlib.Path(bundle)

    def test_health_names_the_node(self):
        status, answer = self.muse.call("GET", "/health")
        self.assertEqual((200, {"status": "ok", "node": NAME}), (status, json.loads(answer)))

    def test_the_greeting_contains_the_nodes_name(self):
        self.assertIn(NAME, self.muse.say("hello"))
        self.assertEqual(f"Меня зовут {NAME}, я не сплю и рада тебе.", self.muse.say("Привет!"))

    def test_every_probe_of_the_manifest_that_expects_fixed_text_holds(self):
        manifest = (self.bundle / "bundle.yaml").read_text()
        probes = re.findall(r"prompt: (.+)\n    port: 8080\n    path: /prompt\n    expect: \{equals: (.+)\}", manifest)
        self.assertEqual(["echo_pulse"], [prompt for prompt, _ in probes])
        self.assertEqual(probes[0][1], self.muse.say("echo_pulse"))

    def test_the_model_answers_unknown_and_weighs_known_words(self):
        self.assertTrue(self.muse.say("zzz").startswith("I am listening"))
        self.assertEqual("Хорошо, сохраню это.", self.muse.say("запомни: hello, привет, fold_error"))
        self.assertIn("🌱", self.muse.say("unicode"))

    def test_what_it_is_told_to_remember_outlives_a_crash(self):
        before = self.muse.memory()["count"]
        self.assertEqual("I shall keep that in mind.", self.muse.say("remember: ключ под \"ковриком\"\n🌱"))
        self.muse.kill_agent()
        path = self.muse.state / "memory/exchanges.jsonl"
        with path.open("a") as file:
            file.write('{"text": "cut sho')
        self.muse.start_agent()
        memory = self.muse.memory()
        self.assertEqual(before + 1, memory["count"])
        self.assertEqual("ключ под \"ковриком\"\n🌱", memory["kept"][-1])
        self.assertIn("ключ под", self.muse.say("What do you remember?"))
        lines = path.read_text().splitlines()
        self.assertEqual("What do you remember?", json.loads(lines[-1])["text"])

    def test_the_openai_api_is_passed_through_with_the_name_filled_in(self):
        question = {"messages": [{"role": "user", "content": "привет"}]}
        status, answer = self.muse.call("POST", "/v1/chat/completions", question)
        self.assertEqual(200, status)
        self.assertIn(NAME, json.loads(answer)["choices"][0]["message"]["content"])
        status, answer = self.muse.call("POST", "/v1/chat/completions", question | {"stream": True})
        deltas = [json.loads(line[6:]) for line in answer.splitlines() if line.startswith("data: {")]
        words = [d["choices"][0]["delta"].get("content") or "" for d in deltas if d["choices"]]
        self.assertGreater(len([w for w in words if w]), 2)
        self.assertIn(NAME, "".join(words))
        self.assertIn("data: [DONE]", answer)
        self.assertEqual(200, self.muse.call("GET", "/v1/models")[0])

    def test_a_reply_without_end_stops_at_the_callers_limit(self):
        question = {"messages": [{"role": "user", "content": "count"}], "max_tokens": 10}
        choice = json.loads(self.muse.call("POST", "/v1/chat/completions", question)[1])["choices"][0]
        self.assertEqual("length", choice["finish_reason"])
        self.assertTrue(choice["message"]["content"].strip().startswith("one two three"))

    def test_bad_requests_are_told_what_is_wrong_and_not_remembered(self):
        before = self.muse.memory()["count"]
        cases = [("POST", "/prompt", b"{", {}, 400, "bad_json"),
                 ("POST", "/prompt", b"\xff", {}, 400, "bad_json"),
                 ("POST", "/prompt", b"[]", {}, 400, "no_text"),
                 ("POST", "/prompt", b'{"text": " "}', {}, 400, "no_text"),
                 ("POST", "/prompt", {"text": "я" * 2001}, {}, 413, "too_long"),
                 ("POST", "/prompt", b"", {"Content-Length": "99999999"}, 413, "too_large"),
                 ("POST", "/prompt", b"", {"Content-Length": "many"}, 411, "length_required"),
                 ("GET", "/prompt", None, {}, 404, "not_found"),
                 ("GET", "/etc/passwd", None, {}, 404, "not_found")]
        for method, path, body, headers, status, code in cases:
            with self.subTest(code=code, body=body if isinstance(body, bytes) else path):
                got, answer = self.muse.call(method, path, body, headers)
                self.assertEqual((status, code), (got, json.loads(answer)["error"]["code"]))
        self.assertEqual(before, self.muse.memory()["count"])

    def test_the_trace_has_a_line_for_every_request(self):
        self.muse.say("mirror_self")
        trace = self.muse.state / "logs/trace.jsonl"
        limit = time.monotonic() + 10
        while True:  # the line is written after the answer
            lines = [json.loads(line) for line in trace.read_text().splitlines()]
            if lines[-1].get("path") == "/prompt" or time.monotonic() > limit:
                break
            time.sleep(0.01)
        self.assertEqual("started", lines[0]["event"])
        self.assertEqual(("POST", "/prompt", 200), tuple(lines[-1][k] for k in ("method", "path", "status")))

    def test_the_model_is_the_same_bytes_every_time(self):
        with tempfile.TemporaryDirectory() as directory:
            again = pathlib.Path(directory, "muse.gguf")
            subprocess.run([sys.executable, "-B", HERE / "make_model.py", again], check=True)
            self.assertEqual((self.bundle / "models/muse.gguf").read_bytes(), again.read_bytes())


if __name__ == "__main__":
    unittest.main()
