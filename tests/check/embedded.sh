#!/bin/sh
# What is inside the library is, byte for byte, what lies in schemas/; a new
# folder or a changed file is picked up, an unchanged one rewrites nothing.
set -eu
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cp -R "$root/schemas" "$tmp/schemas"
mkdir -p "$tmp/schemas/formats/toy" "$tmp/schemas/codes" "$tmp/out/files"
printf '<a b="?\?/\\\\ \303\251"/>' >"$tmp/schemas/formats/toy/binding.xml"
printf 'x\ty\r\n\001\377' >"$tmp/schemas/codes/zz-toy.tsv"
: >"$tmp/schemas/codes/zz-empty.tsv"
echo notes >"$tmp/schemas/formats/toy/NOTES.md"

make_it() {
    sh "$root/build-aux/embed.sh" "$tmp/schemas" "$tmp/embedded.c"
}

make_it
cat >"$tmp/dump.c" <<'C'
#include <stdio.h>
#include "base/embedded.h"
int main(int argc, char **argv)
{
    const struct einv_embedded *e;
    size_t i;
    if (argc > 1) {
        e = einv__embedded_find(argv[1]);
        if (e == NULL)
            return 1;
        return fwrite(e->data, 1, e->len, stdout) != e->len;
    }
    for (i = 0; (e = einv__embedded_at(i)) != NULL; i++)
        puts(e->name);
    return i != einv__embedded_count();
}
C
cc -std=c11 -Wall -Wextra -Wpedantic -Werror -I"$root/lib" \
    -I"$root/include" "$tmp/dump.c" "$tmp/embedded.c" \
    "$root/lib/base/embedded_find.c" -o "$tmp/dump"
"$tmp/dump" >"$tmp/names"
LC_ALL=C sort -c "$tmp/names"
n=0
while read -r name; do
    "$tmp/dump" "$name" >"$tmp/one"
    cmp "$tmp/one" "$tmp/schemas/$name"
    n=$((n + 1))
done <"$tmp/names"
for must in model.xml formats/toy/binding.xml codes/zz-toy.tsv \
    codes/zz-empty.tsv; do
    grep -qx "$must" "$tmp/names" || { echo "not embedded: $must"; exit 1; }
done
if grep NOTES "$tmp/names" || "$tmp/dump" no/such; then
    echo "too much is embedded"
    exit 1
fi

# The same input: the file is not touched; another byte: it is made again.
cp "$tmp/embedded.c" "$tmp/first.c"
touch -d '2001-01-01' "$tmp/embedded.c"
make_it
[ -z "$(find "$tmp/embedded.c" -newermt 2001-01-02)" ] || {
    echo "made again without a change"
    exit 1
}
echo ' ' >>"$tmp/schemas/codes/zz-toy.tsv"
make_it
if cmp -s "$tmp/embedded.c" "$tmp/first.c"; then
    echo "a change was not picked up"
    exit 1
fi
echo "$n files embedded"
