# guest.sh: builds a program of tests/guest against a build, names its input.
# Sourced, with $root, $build and $tmp set.
#
# Knows which files a host converts: our own samples, and of the corpus each
# of the kinds it has one, when the corpus is there.

EINV_SHARED=${EINV_SHARED:-$root/../shared}

# guest_build FOLDER OUT FLAG... [PROGRAM]
guest_build() {
    folder=$1
    out=$2
    shift 2
    program=guest
    for word in "$@"; do
        case $word in
        -*) ;;
        *) program=$word ;;
        esac
    done
    library=$folder/.libs/libeinv_core.a
    [ -f "$library" ] || library=$folder/libeinv_core.a
    # shellcheck disable=SC2046
    cc -std=c11 -g -O1 -Wall -Wextra -pthread \
        $(printf '%s\n' "$@" | grep '^-') -I"$root/include" \
        "$root/tests/guest/$program.c" "$library" \
        $(pkg-config --libs libxml-2.0 zlib) $(pkg-config --libs libcrypto \
            2>/dev/null) -o "$out"
}

# Every version of every format that is written: id@version,...
guest_targets() {
    "$build/opt/einv" formats |
        awk '$4 == "write" { print $1 "@" $2 }' | tr '\n' ',' |
        sed 's/,$//'
}

# An official set of each syntax of EN 16931, as targets: rules:FILE,...;
# nothing without the corpus.
guest_rules() {
    for set in "$EINV_SHARED"/artefacts/en16931/1.3.16/*/*-preprocessed.sch; do
        [ ! -f "$set" ] || printf ',rules:%s' "$set"
    done
}

# Names without blanks; at most $1 of the corpus.
guest_files() {
    find "$root"/schemas/formats/*/samples "$root/examples" -name '*.xml' \
        2>/dev/null | LC_ALL=C sort
    if [ "$1" -gt 0 ] && [ -d "$EINV_SHARED/corpus/eu" ]; then
        find "$EINV_SHARED/corpus/eu" -name '*.xml' -size -60k |
            grep -v /unit/ |
            grep -v ' ' | LC_ALL=C sort |
            awk -v n="$1" '{ l[NR] = $0 } END {
                step = NR / n; if (step < 1) step = 1
                for (i = 1; i <= NR; i += step) print l[int(i)] }'
    fi
}
