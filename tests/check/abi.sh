#!/bin/sh
# The shared library exports the names of tests/abi/symbols.txt and no other;
# the version script, the headers and the program agree with it.
# EINV_BLESS=1 rewrites the list.
set -u
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${EINV_BUILD:-$root/build}/opt
list=$root/tests/abi/symbols.txt
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
LC_ALL=C
export LC_ALL
bad=0

same() {
    diff "$1" "$2" >"$tmp/diff" || {
        echo "$3"
        cat "$tmp/diff"
        bad=1
    }
}

so=$(ls "$build"/.libs/libeinv.so.*.*.* 2>/dev/null | head -n 1)
[ -n "$so" ] || { echo "no shared library in $build"; exit 1; }
nm -D --defined-only "$so" | awk '$2 != "A" { print $NF }' |
    sed 's/@.*//' | sort -u >"$tmp/so"
[ "${EINV_BLESS:-}" = 1 ] && cp "$tmp/so" "$list"
same "$list" "$tmp/so" "symbols.txt (<) and the library (>) differ:"
if grep -v '^einv_[a-z]' "$tmp/so"; then
    echo "these names do not start with einv_"
    bad=1
fi

# The map: every global line.
sed -n 's/^ *\(einv_[a-z0-9_]*\);.*/\1/p' "$root/lib/libeinv.map" |
    sort -u >"$tmp/map"
same "$tmp/map" "$tmp/so" "libeinv.map (<) and the library (>) differ:"

# The headers: every EINV_API declaration.
cat "$root"/include/einv/*.h "$root"/include/einv/*/*.h | sed 's,/\*.*\*/,,' | tr '\n' ' ' |
    sed 's/EINV_API/\n&/g' |
    sed -n 's/^EINV_API[^(;]*[ *]\(einv_[a-z0-9_]*\) *(.*/\1/p' |
    sort -u >"$tmp/headers"
same "$tmp/headers" "$tmp/so" "the headers (<) and the library (>) differ:"

# SONAME and symbol version.
readelf -d "$so" | grep -q 'SONAME.*\[libeinv\.so\.[0-9]*\]' || {
    echo "no SONAME"
    bad=1
}
if nm -D --defined-only "$so" | awk '$2 != "A" { print $NF }' |
    grep -v '@@*EINV_[0-9]'; then
    echo "these names have no version"
    bad=1
fi

# The program is a client of the public interface alone.
if find "$build/examples" -name '*.o' 2>/dev/null | xargs -r nm -u |
    grep -w 'U einv__[a-z0-9_]*'; then
    echo "an example uses what is private to the library"
    bad=1
fi
echo "$(wc -l <"$tmp/so") symbols"
[ -s "$tmp/so" ] || bad=1
exit $bad
