#!/bin/bash
# Runs every check with the JDK in JAVA_HOME: the demo's bundle, then Maven's `verify` of all modules. Prints a line for each
# module as it ends and a summary; Maven's own words only for what failed.   run-tests.sh [maven arguments…]
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
cd "$here"
logs=${XDG_CACHE_HOME:-$HOME/.cache}/vivarium/logs
mkdir -p "$logs" target
log=$logs/test.log
started=$SECONDS

version=$("$JAVA_HOME/bin/javac" -version 2>&1)
echo "testing with $version"
goals=(verify)
# Classes of another JDK's build would be kept, and its checks left out.
[ "$(cat target/built-with 2>/dev/null)" = "$version" ] || goals=(clean verify)

failed=
examples/bundles/muse/check.py >"$logs/muse.log" 2>&1 && result=passed || { result=FAILED; failed=1; cat "$logs/muse.log"; }
printf '  %-48s %s\n' "bundle muse: model and agent" "$result, $(grep -oE 'Ran [0-9]+ tests in [0-9.]+s' "$logs/muse.log")"

mark=$(mktemp); trap 'rm -f "$mark"' EXIT
mvn -B -ntp --fail-at-end "${goals[@]}" "$@" 2>&1 </dev/null | tee "$log" | awk '
  /^\[INFO\] Building Vivarium/ { sub(/^\[INFO\] Building /, ""); sub(/ [0-9.]+(-SNAPSHOT)?( +\[[0-9]+\/[0-9]+\])?$/, ""); name = $0; from = systime(); tests = "" }
  /Tests run: [0-9]+, Failures: [0-9]+, Errors: [0-9]+, Skipped: [0-9]+$/ { sub(/^.*Tests run: /, ""); split($0, n, /[^0-9]+/); tests = n[1] " tests, " n[2] + n[3] " failed, " n[4] " skipped" }
  /^\[INFO\] -+< / { done() }
  /^\[INFO\] (Reactor Summary|BUILD)/ { done() }
  function done() { if (name != "") printf "  %-48s %s (%d s)\n", name, (tests == "" ? "no tests" : tests), systime() - from; name = ""; fflush() }
' || failed=1
if [ -z "$failed" ]; then mkdir -p target; echo "$version" >target/built-with
else grep -aE '^\[ERROR\]' "$log" | head -n 60; echo "all of it: $log"; fi

python3 -B "$here/it/test-summary.py" "$mark" || failed=1
echo "$([ -z "$failed" ] && echo passed || echo FAILED) after $((SECONDS - started)) s"
[ -z "$failed" ]
