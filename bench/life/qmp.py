#!/usr/bin/python3
"""QMP by hand.   qmp.py SOCKET execute COMMAND [JSON]   |   qmp.py SOCKET job COMMAND JSON   (waits for the job's end)"""
import json
import socket
import sys

path, how, command = sys.argv[1:4]
arguments = json.loads(sys.argv[4]) if len(sys.argv) > 4 else {}
peer = socket.socket(socket.AF_UNIX)
peer.settimeout(120)
peer.connect(path)
lines = peer.makefile("rw", encoding="utf-8")


def ask(name, values):
    lines.write(json.dumps({"execute": name, "arguments": values}) + "\n")
    lines.flush()
    while True:
        answer = json.loads(lines.readline())
        if "error" in answer:
            sys.exit(name + ": " + answer["error"]["desc"])
        if "return" in answer:
            return answer["return"]


lines.readline()
ask("qmp_capabilities", {})
if how == "execute":
    print(json.dumps(ask(command, arguments)))
else:
    ask(command, {"job-id": "work", **arguments})
    while True:
        event = json.loads(lines.readline())
        if event.get("event") == "JOB_STATUS_CHANGE" and event["data"]["status"] == "concluded":
            break
    error = [j.get("error") for j in ask("query-jobs", {}) if j["id"] == "work"][0]
    ask("job-dismiss", {"id": "work"})
    if error:
        sys.exit(command + ": " + error)
