#!/bin/sh
# "make install" gives the library, headers, program, man pages, schemas and
# einv.pc; a stranger's program finds them with pkg-config alone, links both
# libraries and runs; "make uninstall" takes all of it away.
set -eu
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${EINV_BUILD:-$root/build}/opt
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
unset MAKEFLAGS MFLAGS || true
prefix=$(sed -n 's/^prefix = //p' "$build/Makefile")
make -C "$build" install DESTDIR="$tmp/to" >"$tmp/log" 2>&1 || {
    tail -n 20 "$tmp/log"
    exit 1
}
at=$tmp/to$prefix
bad=0

there() {
    for file in "$@"; do
        [ -s "$file" ] || { echo "not installed: ${file#"$at/"}"; bad=1; }
    done
}

there "$at/lib/libeinv.so" "$at/lib/libeinv.a" "$at/bin/einv" \
    "$at/lib/pkgconfig/einv.pc" "$at/share/man/man1/einv.1" \
    "$at/share/man/man3/einv.3" "$at/share/man/man5/einv-format.5"
for header in "$root"/include/einv/*.h; do
    there "$at/include/einv/$(basename "$header")"
done
(cd "$root/schemas" && find . -type f) >"$tmp/schemas"
while read -r file; do
    cmp -s "$root/schemas/$file" "$at/share/einv/schemas/$file" || {
        echo "schemas differ: $file"
        bad=1
    }
done <"$tmp/schemas"

cat >"$tmp/user.c" <<'C'
#include <einv/einv.h>
#include <stdio.h>
#include <string.h>
int main(void)
{
    einv_ctx *ctx = NULL;
    if (einv_ctx_new(NULL, &ctx) != EINV_OK)
        return 1;
    einv_ctx_free(ctx);
    printf("%s\n", einv_version());
    return strcmp(einv_status_name(EINV_OK), "EINV_OK") != 0;
}
C
PKG_CONFIG_PATH=$at/lib/pkgconfig
PKG_CONFIG_SYSROOT_DIR=$tmp/to
export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR
version=$(pkg-config --modversion einv)
for how in shared static; do
    if [ $how = shared ]; then
        flags=$(pkg-config --cflags --libs einv)
    else
        PKG_CONFIG_SYSROOT_DIR= # libxml2 lies in the real root
        # Not "--static --libs einv": that is the program without any shared
        # library, and Debian's libxml2-dev does not bring what it takes.
        flags="-I$at/include $at/lib/libeinv.a $(pkg-config --libs \
            "$(pkg-config --print-requires-private einv | tr "\n" " ")")"
    fi
    # shellcheck disable=SC2086
    cc -std=c99 -Wall -Werror "$tmp/user.c" $flags -o "$tmp/user-$how"
    got=$(LD_LIBRARY_PATH="$at/lib" "$tmp/user-$how") || {
        echo "the $how program failed"
        bad=1
    }
    [ "$got" = "$version" ] || {
        echo "the $how program says $got, einv.pc $version"
        bad=1
    }
done
# c++ too.
g++ -Wall -Werror -x c++ "$tmp/user.c" -I"$at/include" -L"$at/lib" -leinv \
    -o "$tmp/user-cxx"
LD_LIBRARY_PATH="$at/lib" "$tmp/user-cxx" >/dev/null || bad=1
"$at/bin/einv" --version | grep -q "$version" || {
    echo "the installed program does not say $version"
    bad=1
}

make -C "$build" uninstall DESTDIR="$tmp/to" >"$tmp/log" 2>&1 || bad=1
left=$(find "$tmp/to" -type f)
[ -z "$left" ] || { echo "left behind: $left"; bad=1; }
exit $bad
