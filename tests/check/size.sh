#!/bin/sh
# The shape of the code: lines of 80 columns, no tabs, files and functions
# that stay a thought.  STYLE's numbers are targets (600 lines, 40 lines) and
# reported; the ceilings below fail.  Not measured: what a script wrote
# (terms.h, unicode_data.c), and the shim, which is a table of one-line macros.
set -u
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$root" || exit 1
find lib include examples bench tests -name '*.[ch]' |
    grep -v -e '^include/einv/terms.h$' -e '^lib/xpath/unicode_data.c$' \
        -e '^tests/support/shim/' | LC_ALL=C sort |
    LC_ALL=C.UTF-8 xargs awk '
    function close_file() {
        if (file == "")
            return
        lines += n
        files++
        if (n > 600)
            long_files = long_files sprintf("  %s: %d lines\n", file, n)
        if (n > 900) {
            print file ": " n " lines (ceiling 900)"
            bad = 1
        }
    }
    FNR == 1 { close_file(); file = FILENAME; start = 0 }
    { n = FNR }
    /\t/ { print FILENAME ":" FNR ": a tab"; bad = 1 }
    /[ ]$/ { print FILENAME ":" FNR ": blanks at the end"; bad = 1 }
    length($0) > 80 {
        wide++
        if (length($0) > 100) {
            print FILENAME ":" FNR ": " length($0) " columns (ceiling 100)"
            bad = 1
        }
    }
    /^{/ { start = FNR }
    /^}/ {
        if (start > 0) {
            body = FNR - start - 1
            functions++
            if (body > 40)
                over++
            if (body > 100) {
                print FILENAME ":" start ": " body \
                    " lines in one function (ceiling 100)"
                bad = 1
            }
        }
        start = 0
    }
    END {
        close_file()
        printf "%d files, %d lines, %d functions; %d of them over 40 " \
            "lines, %d lines over 80 columns\n%s", files, lines, functions,
            over, wide, long_files
        if (files < 5)
            bad = 1
        exit bad
    }'
