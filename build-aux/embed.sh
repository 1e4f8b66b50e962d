#!/bin/sh
# embed.sh SCHEMAS OUT.c: the files of schemas/ as one C table.
#
# Takes model.xml, messages.xml, recognised.xml, codes/*.tsv, rules/*.sch,
# rules/*.tsv, signatures/*.xml, formats/*/binding.xml and
# formats/*/rules.sch, sorted by the bytes of their names.  The same input
# gives the same output.  When nothing changed, OUT.c is left alone, so that
# make can call this each time.  Needs od and awk, no compiler.
set -eu
LC_ALL=C
export LC_ALL
schemas=$1
out=$2
: "${AWK:=awk}"

cd_list() {
    (cd "$schemas" && find . -type f \( -path './*.xml' -o \
        -path './codes/*.tsv' -o -path './rules/*.tsv' -o \
        -path './*.sch' \) | sed 's,^\./,,' |
        grep -E '^([^/]+\.xml|codes/[^/]+\.tsv|rules/[^/]+\.(sch|tsv)|signatures/[^/]+\.xml|formats/[^/]+/(binding\.xml|rules\.sch))$' |
        sort)
}

list=$(cd_list)
sum=$( (cd "$schemas" && for f in $list; do cksum "$f"; done) | cksum)
sum="/* made by build-aux/embed.sh; input: $sum */"
if [ -f "$out" ] && [ "$(head -n 1 "$out")" = "$sum" ]; then
    exit 0
fi

tmp=$out.$$
trap 'rm -f "$tmp"' EXIT HUP INT TERM

# Octal escapes, but letters, digits and harmless marks as they are: the
# compiler reads a string ten times faster than a list of numbers.  "?" is
# escaped because of trigraphs.
bytes() {
    od -An -v -t o1 "$1" | $AWK '
    BEGIN {
        plain = " !#$%&()*+,-./0123456789:;<=>@ABCDEFGHIJKLMNOPQRSTUVWXYZ" \
            "[]^_`abcdefghijklmnopqrstuvwxyz{|}~"
        plain = plain sprintf("%c", 39)
        for (i = 32; i < 127; i++) {
            c = sprintf("%c", i)
            if (index(plain, c) > 0)
                text[sprintf("%03o", i)] = c
        }
        last = ""
        line = ""
    }
    {
        for (i = 1; i <= NF; i++) {
            line = line ($i in text ? text[$i] : "\\" $i)
            if ($i == "012" || length(line) > 60) {
                print "    \"" line "\""
                line = ""
            }
        }
    }
    END { print "    \"" line "\"" }'
}

{
    echo "$sum"
    echo '#include "base/embedded.h"'
    echo '#if defined(__GNUC__)'
    echo '#pragma GCC diagnostic ignored "-Woverlength-strings"'
    echo '#endif'
    n=0
    for f in $list; do
        echo
        echo "/* $f */"
        echo "static const char file_$n[] ="
        bytes "$schemas/$f"
        echo '    ;'
        n=$((n + 1))
    done
    echo
    echo 'const struct einv_embedded einv__embedded_table[] = {'
    n=0
    for f in $list; do
        echo "    { \"$f\", file_$n, sizeof(file_$n) - 1 },"
        n=$((n + 1))
    done
    echo '    { NULL, NULL, 0 }'
    echo '};'
    echo "const size_t einv__embedded_n = $n;"
} > "$tmp"
mv "$tmp" "$out"
trap - EXIT HUP INT TERM
