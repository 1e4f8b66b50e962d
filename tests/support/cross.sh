#!/bin/sh
# cross.sh ARCH TRIPLET QEMU: builds for another machine against Debian's own
# packages for it, unpacked beside the build (nothing of the host changes),
# and runs the unit tests in qemu's user mode.
#
# Exit 77, with why, when a package or the emulator cannot be had.
set -eu
arch=$1
triplet=$2
qemu=$3
where=$EINV_BUILD/cross/$arch
sysroot=$where/root
mkdir -p "$where/state/lists/partial" "$where/cache/archives/partial"
: >"$where/status"

skip() {
    echo "skipped: $*"
    exit 77
}

command -v "$triplet-gcc" >/dev/null || skip "no $triplet-gcc"
command -v "$qemu" >/dev/null || skip "no $qemu"
command -v apt-get >/dev/null || skip "no apt-get to fetch $arch packages"

if [ ! -f "$where/unpacked" ]; then
    apt() {
        apt-get -o APT::Architecture="$arch" -o APT::Architectures::="$arch" \
            -o Dir::State="$where/state" -o Dir::Cache="$where/cache" \
            -o Dir::State::status="$where/status" \
            -o APT::Sandbox::User="$(id -un)" "$@"
    }
    # A mirror in the middle of its own update is tried again.
    { apt update || { sleep 20; apt update; }; } >"$where/apt.log" 2>&1 || true
    apt -y --no-install-recommends --download-only install \
        libxml2-dev zlib1g-dev libssl-dev libc6-dev >>"$where/apt.log" 2>&1 || {
        tail -n 3 "$where/apt.log"
        skip "the package source carries no libxml2-dev or libssl-dev for $arch"
    }
    for package in "$where"/cache/archives/*.deb; do
        dpkg -x "$package" "$sysroot"
    done
    touch "$where/unpacked"
fi

rm -rf "$where/build"
mkdir -p "$where/build"
cd "$where/build"
EINV_TEST_SLOW=20
export EINV_TEST_SLOW
unset MAKEFLAGS MFLAGS EINV EINV_ASAN || true
# libxml2's flags by hand: the host's pkg-config knows only the host.
"$EINV_SRCDIR/configure" -q --host="$triplet" --disable-shared \
    --with-criterion=shim \
    CC="$triplet-gcc --sysroot=$sysroot" CFLAGS='-O1 -g' \
    LDFLAGS="-Wl,-rpath-link,$sysroot/usr/lib/$triplet" \
    XML_CFLAGS="-I$sysroot/usr/include/libxml2" XML_LIBS=-lxml2 \
    ZLIB_CFLAGS= ZLIB_LIBS=-lz CRYPTO_CFLAGS= CRYPTO_LIBS=-lcrypto \
    >configure.log 2>&1 || { tail -n 20 configure.log; exit 1; }
rm -f tests/unit/*.log tests/unit/*.trs
make -k check LOG_COMPILER="$qemu" AM_LOG_FLAGS="-L $sysroot" \
    >check.log 2>&1 || failed=1
grep -E 'error:|warning:' check.log || true
bad=${failed:-0}
n=0
for log in tests/unit/*.log; do
    [ -f "$log" ] || continue
    n=$((n + 1))
    echo "$(basename "$log" .log): $(grep 'Tested:' "$log" ||
        { tail -n 5 "$log"; echo 'no summary'; })"
    grep -E '^\[(FAIL|CRASH)\]|^[a-z/_.]*:[0-9]+:' "$log" | head -n 20
done
[ "$n" -gt 0 ] || { tail -n 20 check.log; bad=1; }
# The machine is what it is said to be.
[ ! -f einv ] || file einv 2>/dev/null || true
exit "$bad"
