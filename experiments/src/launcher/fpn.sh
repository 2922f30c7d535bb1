# Starts the program fpn, for whoever has said what start.sh, beside this file, asks for.
. "${BASH_SOURCE[0]%/*}/start.sh"

# An eighth of the memory for Java's heap, five eighths for arrays; a quarter is left to the JVM, its code and the system.
kilobytes=$(memory "${FPN_SYSTEM:-}")
heap=${FPN_HEAP:-$((kilobytes / 8192))m}
offheap=${FPN_OFFHEAP:-$((kilobytes * 5 / 8192))m}

# OpenMP threads that wait for each other spin for about ten microseconds (300 times the processor's pause), which is what
# waking them would take, some 800 times a training step; then they sleep and leave the core to others.
export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-PASSIVE}
export GOMP_SPINCOUNT=${GOMP_SPINCOUNT:-300}

prepare "$heap"
options+=(-Dorg.bytedeco.javacpp.maxbytes="$offheap" -Dorg.bytedeco.javacpp.maxphysicalbytes=0)
# From JDK 24 on Java warns at every start of what JavaCPP and ND4J are made of: native code, and memory by address.
[ "${version%%[!0-9]*}" -lt 24 ] || options+=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
archive_classes org.fpn4j.experiments.cli.ArchivedCommands
start org.fpn4j.experiments.cli.Main "$@"
