#!/bin/sh
# Every #include in lib/ goes where lib/LAYERS lets it go.
set -u
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$root" || exit 1

# From each module's files: "file:line module target", then judged.
includes() {
    for file in lib/*/*.c lib/*/*.h lib/*/*.def lib/*/*/*.[ch]; do
        [ -f "$file" ] || continue
        awk -v file="$file" '
            /^[ \t]*#[ \t]*include/ {
                module = file
                sub(/^lib\//, "", module)
                sub(/\/.*/, "", module)
                target = $0
                sub(/^[ \t]*#[ \t]*include[ \t]*/, "", target)
                print file ":" FNR, module, target
            }' "$file"
    done
}

includes | awk '
    BEGIN {
        while ((getline line < "lib/LAYERS") > 0) {
            sub(/#.*/, "", line)
            n = split(line, word, /[ \t]+/)
            if (n == 0 || word[1] == "")
                continue
            first = word[1]
            if (first == "external" || first == "public") {
                owner = word[2]
                sub(/:$/, "", owner)
                for (i = 3; i <= n; i++)
                    if (word[i] != "")
                        door[owner " " word[i]] = 1
                continue
            }
            sub(/:$/, "", first)
            module[first] = 1
            may[first " " first] = 1
            for (i = 2; i <= n; i++)
                if (word[i] != "")
                    may[first " " word[i]] = 1
        }
        # What ISO C gives without a locale, a signal or a jump.
        n = split("assert.h errno.h inttypes.h limits.h stdalign.h " \
            "float.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h " \
            "stdlib.h string.h", word, " ")
        for (i = 1; i <= n; i++)
            iso[word[i]] = 1
        bad = 0
        seen = 0
    }
    function wrong(why) {
        print $1 ": " $3 ": " why
        bad = 1
    }
    {
        seen++
        if (!($2 in module)) {
            wrong("lib/LAYERS does not know the module " $2)
            next
        }
        name = $3
        gsub(/[<>"]/, "", name)
        quoted = $3 ~ /^"/
        if (!quoted) {
            top = name
            sub(/\/.*/, "/", top)
            if (top == "einv/") {
                if (!((("all " name) in door) || (($2 " " name) in door) ||
                      (($2 " einv/") in door)))
                    wrong("a public header that is not this module" "s")
            } else if (!((name in iso) || (($2 " " name) in door) ||
                         (($2 " " top) in door)))
                wrong("no door for it in lib/LAYERS")
            next
        }
        sub(/^\.\.\//, "", name)
        if (name ~ /\.\./) {
            wrong("too far up")
            next
        }
        target = $2
        if (name ~ /\//) {
            target = name
            sub(/\/.*/, "", target)
        }
        if (!(($2 " " target) in may))
            wrong($2 " may not include " target)
    }
    END {
        print seen " includes"
        if (seen < 10)
            bad = 1
        exit bad
    }'
