#!/bin/sh
# Each public header compiles alone, as pedantic C99 and as C++.
set -u
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
bad=0
seen=0
for header in "$root"/include/einv/*.h "$root"/include/einv/*/*.h; do
    [ -f "$header" ] || continue
    seen=$((seen + 1))
    name=${header#"$root/include/"}
    for language in 'cc -std=c99 -x c' 'cc -std=c11 -x c' \
        'c++ -std=c++98 -x c++' 'c++ -std=c++17 -x c++'; do
        # shellcheck disable=SC2086
        echo "#include <$name>" | ${language%% *} ${language#* } -Wall \
            -Wextra -Wpedantic -pedantic-errors -Wno-long-long -Werror \
            -I"$root/include" -fsyntax-only - || {
            echo "$name does not compile alone: $language"
            bad=1
        }
    done
done
[ "$seen" -gt 0 ] || { echo "no header found"; exit 1; }
echo "$seen headers"
exit $bad
