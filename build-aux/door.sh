#!/bin/sh
# door.sh NAME < NAMES > NAME_door.h: the header through which a library's
# functions are called that is opened when the first of them is (base/door.h).
#
# NAMES has a function or variable a line, sorted.  A name that is missing
# there is an undefined symbol when libeinv is linked.
set -eu
LC_ALL=C
export LC_ALL

"${AWK:=awk}" -v name="$1" '
/^[A-Za-z_][A-Za-z0-9_]*$/ { names[n++] = $0 }
END {
    printf "/* made by build-aux/door.sh from %s.names */\n", name
    printf "struct einv_%s {\n", name
    for (i = 0; i < n; i++)
        printf "    __typeof__(&%s) %s;\n", names[i], names[i]
    printf "};\n\n#define EINV_DOOR_NAMES"
    for (i = 0; i < n; i++)
        printf " \\\n    \"%s\"%s", names[i], i + 1 < n ? "," : ""
    printf "\n\n"
    for (i = 0; i < n; i++)
        printf "#undef %s\n#define %s (*einv__%s()->%s)\n", names[i], \
            names[i], name, names[i]
}'
