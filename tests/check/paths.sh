#!/bin/sh
# No machine's paths in the project.
set -u
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$root" || exit 1
if [ -e .git ] && command -v git >/dev/null; then
    files=$(git ls-files)
else
    files=$(find include lib schemas examples tests bench doc man -type f)
fi
n=$(printf '%s\n' "$files" | wc -l)
[ "$n" -gt 20 ] || { echo "only $n files"; exit 1; }
if printf '%s\n' "$files" | grep -v '^tests/check/paths.sh$' | tr '\n' '\0' |
    xargs -0 grep -n -I -E \
        '(^|[^A-Za-z0-9_.})])/(home|root|work|Users|mnt|srv)/[A-Za-z0-9_.-]+' ; then
    echo "a path of somebody's machine"
    exit 1
fi
echo "$n files"
