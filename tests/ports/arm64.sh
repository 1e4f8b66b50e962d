#!/bin/sh
# The unit tests on arm64: another machine: aligned, weakly ordered, char is unsigned.
exec sh "$EINV_SRCDIR/tests/support/cross.sh" arm64 aarch64-linux-gnu qemu-aarch64
