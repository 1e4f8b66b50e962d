#!/bin/sh
# The thread sanitizer: the unit tests, and two threads on one context and one
# set of rules.
set -eu
where=$EINV_BUILD/tsan
mkdir -p "$where"
cd "$where"
EINV_TEST_SLOW=20
export EINV_TEST_SLOW
unset MAKEFLAGS MFLAGS || true
"$EINV_SRCDIR/configure" -q --disable-shared --with-criterion=shim \
    --enable-sanitizers=thread CFLAGS='-O1 -g' >configure.log 2>&1 ||
    { tail -n 20 configure.log; exit 1; }
rm -f tests/unit/*.log tests/unit/*.trs
bad=0
make -k check >check.log 2>&1 || bad=1
for log in tests/unit/*.log; do
    [ -f "$log" ] || { tail -n 20 check.log; exit 1; }
    echo "$(basename "$log" .log): $(grep 'Tested:' "$log" ||
        { tail -n 5 "$log"; echo 'no summary'; })"
    if grep -A 30 'WARNING: ThreadSanitizer' "$log" | head -n 60; then
        :
    fi
    ! grep -q 'WARNING: ThreadSanitizer' "$log" || bad=1
done

# shellcheck source=tests/support/guest.sh
root=$EINV_SRCDIR
build=$EINV_BUILD
. "$root/tests/support/guest.sh"
guest_build "$where" "$where/guest" -fsanitize=thread
# shellcheck disable=SC2046
TSAN_OPTIONS=halt_on_error=1 "$where/guest" threads \
    "$(guest_targets)$(guest_rules)" \
    $(guest_files 12) >/dev/null || { echo "two threads: failed"; bad=1; }
exit $bad
