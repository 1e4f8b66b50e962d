#!/bin/sh
# No machine's paths in the project.
set -u
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$root" || exit 1
# Not a checkout, no git, or a checkout of somebody else's: all files.
files=$( [ -e .git ] && git ls-files 2>/dev/null) ||
    files=$(find include lib schemas examples tests bench doc man -type f)
n=$(printf '%s\n' "$files" | wc -l)
[ "$n" -gt 20 ] || { echo "only $n files"; exit 1; }
if printf '%s\n' "$files" | grep -v '^tests/check/paths.sh$' | tr '\n' '\0' |
    xargs -0 grep -n -I -E \
        '(^|[^A-Za-z0-9_.})])/(home|root|work|Users|mnt|srv)/[A-Za-z0-9_.-]+' ; then
    echo "a path of somebody's machine"
    exit 1
fi
echo "$n files"
