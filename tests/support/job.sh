#!/bin/sh
# job.sh JOB: runs one job of tests/run and leaves its outcome.
#
# A job is "unit", a script (*.py: its last line counts), a check (*.sh: that
# line, or exit 0 passed, 77 skipped, else failed), or a fuzz target (*.c).
# The outcome is a file "passed failed skipped seconds" in $EINV_LOG.
set -u
job=$1
name=$(printf '%s' "${job#"$EINV_SRCDIR/tests/"}" | tr '/' '-')
log=$EINV_LOG/$name.log
start=$(date +%s)
passed=0 failed=0 skipped=0

# "12 passed, 0 failed, 1 skipped" as three numbers, or nothing.
counts_of() {
    sed -n 's/^\([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed, \([0-9][0-9]*\) skipped$/\1 \2 \3/p' "$1" | tail -n 1
}

# run COMMAND...: what its last line counts is the outcome; a shell script
# may do without and say it by its status.
run() {
    timeout -k 10 "${EINV_JOB_SECONDS:-900}" "$@" >"$log" 2>&1
    rc=$?
    counts=$(counts_of "$log")
    case $counts:$rc:$1 in
    :*:python3)
        echo "no last line with counts; exit status $rc" >>"$log"
        failed=1
        return
        ;;
    :0:*) passed=1; return ;;
    :77:*) skipped=1; return ;;
    :*) failed=1; return ;;
    esac
    # shellcheck disable=SC2086
    set -- $counts
    passed=$1 failed=$2 skipped=$3
    if [ "$rc" -ne 0 ] && [ "$failed" -eq 0 ]; then
        echo "none failed, but the exit status is $rc" >>"$log"
        failed=1
    fi
}

# Criterion ends with "Tested: 3 | Passing: 3 | Failing: 0 | Crashing: 0";
# who crashes, fails.  It does not count who is skipped: such a test says so
# in a line "SKIP why".
run_unit() {
    make -C "$EINV_BUILD" -k check >"$log" 2>&1
    rc=$?
    for one in "$EINV_BUILD"/tests/unit/*.log; do
        [ -f "$one" ] || continue
        line=$(sed 's/\x1b\[[0-9;]*m//g' "$one" | grep 'Tested:' | tail -n 1)
        if [ -z "$line" ]; then
            echo "== $one ended without a summary" >>"$log"
            tail -n 40 "$one" >>"$log"
            failed=$((failed + 1))
            continue
        fi
        # shellcheck disable=SC2046
        set -- $(printf '%s' "$line" | tr -c '0-9\n' ' ')
        passed=$((passed + $2))
        failed=$((failed + $3))
        skipped=$((skipped + $(grep -a -c '^SKIP ' "$one")))
        grep -a '^SKIP ' "$one" >>"$log"
        [ "$3" -eq 0 ] || cat "$one" >>"$log"
    done
    if [ "$rc" -ne 0 ] && [ "$failed" -eq 0 ]; then
        failed=1
    fi
}

case $job in
unit) run_unit ;;
*.py) run python3 "$job" ;;
*.sh) run sh "$job" ;;
*.c) run sh "$EINV_SRCDIR/tests/support/fuzz.sh" "$job" \
    "${EINV_FUZZ_SECONDS:-20}" ;;
*) echo "job.sh: what is $job?" >&2; exit 2 ;;
esac

seconds=$(($(date +%s) - start))
echo "$passed $failed $skipped $seconds" >"$EINV_LOG/$name.outcome"
if [ "$failed" -gt 0 ]; then
    word=FAILED
elif [ "$passed" -eq 0 ]; then
    word=skipped
else
    word=ok
fi
printf '%-8s%s: %s passed, %s failed, %s skipped; %s s\n' \
    "$word" "$name" "$passed" "$failed" "$skipped" "$seconds"
if [ "$failed" -gt 0 ]; then
    tail -n "${EINV_LOG_LINES:-20}" "$log" | cut -c 1-200 | sed 's/^/    /'
elif [ "$skipped" -gt 0 ]; then
    grep -i '^skip' "$log" | head -n 5 | sed 's/^/    /'
fi
exit 0
