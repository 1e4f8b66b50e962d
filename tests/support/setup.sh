# setup.sh: what tests/run, tests/long and examples/run share.  Sourced.
#
# Knows how packages are found and installed, and how a build folder is made.

root=$(cd "$(dirname "$0")/.." && pwd)
build=$root/build
EINV_SHARED=${EINV_SHARED:-$root/../shared}
LC_ALL=${LC_ALL:-C.UTF-8}
export EINV_SHARED LC_ALL
cores=$( (nproc || getconf _NPROCESSORS_ONLN || echo 1) 2>/dev/null | head -n 1)

say() {
    printf '%s\n' "== $*"
}

have_package() {
    case $(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null) in
    ii*) return 0 ;;
    esac
    return 1
}

# need PACKAGE...: installs what is missing as root; else says how, and 2.
need() {
    missing=
    if ! command -v dpkg-query >/dev/null 2>&1; then
        say "not a Debian system: $* (or their like) must be there"
        return 0
    fi
    for package in "$@"; do
        have_package "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    command="apt-get install -y --no-install-recommends$missing"
    if [ "$(id -u)" -ne 0 ]; then
        echo "Missing packages.  As root:" >&2
        echo "    apt-get update && $command" >&2
        exit 2
    fi
    say "installing:$missing"
    mkdir -p "$build/log"
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    if ! { $command || { apt-get update && $command; }; } \
        >"$build/log/packages.log" 2>&1; then
        cat "$build/log/packages.log" >&2
        echo "could not install:$missing" >&2
        exit 2
    fi
}

# bootstrap: configure, when it is older than what it is made from.
bootstrap() {
    if [ -f "$root/config.status" ]; then
        echo "The source folder itself is configured; run" >&2
        echo "    make distclean" >&2
        exit 2
    fi
    [ -x "$root/configure" ] || [ -f "$root/configure.ac" ] || exit 2
    if [ ! -x "$root/configure" ] || [ ! -f "$root/Makefile.in" ] ||
        [ -n "$(find "$root/configure.ac" "$root/Makefile.am" \
            "$root"/*/*.am "$root"/*/*/*.am \
            -newer "$root/Makefile.in" 2>/dev/null)" ]; then
        say "autoreconf"
        (cd "$root" && autoreconf -i) >"$build/log/autoreconf.log" 2>&1 || {
            cat "$build/log/autoreconf.log" >&2
            return 1
        }
    fi
}

# configure_in FOLDER OPTION...: configures again only when the options or
# configure changed.
configure_in() {
    where=$1
    shift
    mkdir -p "$where" "$build/log"
    if [ -f "$where/config.status" ] &&
        [ "$where/config.status" -nt "$root/configure" ] &&
        [ "$(cat "$where/.options" 2>/dev/null)" = "$*" ]; then
        return 0
    fi
    (cd "$where" && "$root/configure" -q "$@") \
        >"$build/log/configure.log" 2>&1 || {
        cat "$build/log/configure.log" >&2
        return 1
    }
    echo "$*" >"$where/.options"
}

# make_in FOLDER TARGET...: quiet, unless it fails.
make_in() {
    where=$1
    shift
    log=$build/log/make-$(basename "$where").log
    make -C "$where" -j"$cores" "$@" >"$log" 2>&1 || {
        grep -E -A6 'error|Error|undefined|multiple|No rule' "$log" | head -n 60 >&2
        echo "(all of it: $log)" >&2
        return 1
    }
}

# finish: the sum of all outcomes is the last line and the exit status.
finish() {
    cat "$EINV_LOG"/*.outcome 2>/dev/null | awk '
        { passed += $1; failed += $2; skipped += $3 }
        END {
            printf "%d passed, %d failed, %d skipped\n",
                passed, failed, skipped
            exit failed > 0 ? 1 : 0
        }'
    exit $?
}

# broken WHAT NAME: counts as one failed test.
broken() {
    echo "FAILED  $1"
    echo "0 1 0 0" >"$EINV_LOG/$2.outcome"
}

# jobs_in FOLDER...: the scripts, checks and fuzz targets of tests/FOLDER.
jobs_in() {
    for folder in "$@"; do
        for job in "$root/tests/$folder"/*.py "$root/tests/$folder"/*.sh \
            "$root/tests/$folder"/*.c; do
            [ -f "$job" ] && echo "$job"
        done
    done
}

build_fuzz() {
    say "building for the fuzzer in build/fuzz/"
    configure_in "$build/fuzz" CC=clang --disable-shared \
        --enable-sanitizers=address,undefined,fuzzer-no-link \
        CFLAGS='-O1 -g' && make_in "$build/fuzz" libeinv_core.la
}

# run_jobs: those of $list, as many at a time as there are cores; then, with
# the machine to itself, what measures time.
run_jobs() {
    say "running $(printf '%s\n' "$list" | grep -c .) jobs, $cores at a time"
    printf '%s\n' "$list" | grep . | grep -v '/bench\.sh$' |
        xargs -r -P "$cores" -I '{}' sh "$root/tests/support/job.sh" '{}'
    printf '%s\n' "$list" | grep '/bench\.sh$' |
        xargs -r -I '{}' sh "$root/tests/support/job.sh" '{}'
}
