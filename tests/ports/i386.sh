#!/bin/sh
# The unit tests on i386: 32 bits: size_t is narrower than the limits.
exec sh "$EINV_SRCDIR/tests/support/cross.sh" i386 i686-linux-gnu qemu-i386
