#!/bin/sh
# fuzz.sh TARGET.c SECONDS: builds one libFuzzer target and runs it.
#
# The library comes from $EINV_BUILD/fuzz (clang, ASan).  Seeds: the folder
# tests/fuzz/seeds/<target>, and each format's samples for whole documents;
# what a run finds new stays in the build folder.
set -eu
target=$1
seconds=$2
name=$(basename "$target" .c)
fuzz=$EINV_BUILD/fuzz
library=$fuzz/.libs/libeinv_core.a
[ -f "$library" ] || library=$fuzz/libeinv_core.a
if [ ! -f "$library" ]; then
    echo "the fuzz build is missing: $library"
    exit 1
fi

# shellcheck disable=SC2046
clang -std=c11 -O1 -g -fsanitize=fuzzer,address,undefined \
    -fno-sanitize-recover=undefined \
    -I"$EINV_SRCDIR/include" -I"$EINV_SRCDIR/lib" -I"$EINV_SRCDIR/tests" \
    "$target" "$library" $(pkg-config --cflags --libs libxml-2.0 zlib) \
    $(pkg-config --libs libcrypto 2>/dev/null) \
    -o "$fuzz/fuzz-$name"

mkdir -p "$fuzz/found/$name" "$fuzz/crash"
set -- "$fuzz/found/$name"
if [ -d "$EINV_SRCDIR/tests/fuzz/seeds/$name" ]; then
    set -- "$@" "$EINV_SRCDIR/tests/fuzz/seeds/$name"
fi
if [ "$name" = document ]; then
    set -- "$@" "$EINV_SRCDIR"/schemas/formats/*/samples
fi
if [ -f "$EINV_SRCDIR/tests/fuzz/$name.dict" ]; then
    set -- "$@" "-dict=$EINV_SRCDIR/tests/fuzz/$name.dict"
fi
# libFuzzer leaves with 77 after a crash, which here means "skipped".
exec "$fuzz/fuzz-$name" -max_total_time="$seconds" -timeout=10 \
    -error_exitcode=1 -timeout_exitcode=1 \
    -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$fuzz/crash/$name-" "$@"
