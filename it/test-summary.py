"""Adds up the test reports of all modules that are newer than a file, and names what was skipped and why.

    test-summary.py MARK        exit code 1 if there are none, or one failed
"""
import glob
import os
import sys
import xml.etree.ElementTree as xml

since = os.stat(sys.argv[1]).st_mtime
total = failed = 0
skipped = {}
for path in sorted(glob.glob("**/target/surefire-reports/TEST-*.xml", recursive=True)):
    if os.stat(path).st_mtime < since:
        continue
    for case in xml.parse(path).getroot().iter("testcase"):
        total += 1
        failed += case.find("failure") is not None or case.find("error") is not None
        skip = case.find("skipped")
        if skip is not None:
            said = (skip.get("message") or skip.text or "no reason given").strip().splitlines()[0]
            reason = said.rpartition("Assumption failed: ")[2]
            skipped.setdefault(reason, []).append(case.get("classname").rpartition(".")[2] + "." + case.get("name"))
print(f"{total} tests, {failed} failed, {sum(map(len, skipped.values()))} skipped")
for reason, names in skipped.items():
    print(f"  skipped {len(names)}: {reason} ({', '.join(names[:3])}{', …' if len(names) > 3 else ''})")
sys.exit(total == 0 or failed > 0)
