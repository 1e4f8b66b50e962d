#!/bin/sh
# include/einv/terms.h is what build-aux/terms.* makes from model.xml.
set -eu
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$root"
if [ -f build-aux/terms.py ]; then
    python3 build-aux/terms.py schemas/model.xml >"$tmp/terms.h"
elif [ -f build-aux/terms.sh ]; then
    sh build-aux/terms.sh schemas/model.xml >"$tmp/terms.h"
else
    echo "there is no generator: build-aux/terms.py or terms.sh"
    exit 1
fi
[ -s "$tmp/terms.h" ]
diff include/einv/terms.h "$tmp/terms.h"
