# Starts the program fpn-score, for whoever has said what start.sh, beside this file, asks for.
. "${BASH_SOURCE[0]%/*}/start.sh"

# Half of the memory for Java's heap: there are no arrays beside it.
prepare "${FPN_HEAP:-$(($(memory "${FPN_SYSTEM:-}") / 2048))m}"
archive_classes org.fpn4j.experiments.cli.ArchivedScoring
start org.fpn4j.experiments.cli.ScoreMain "$@"
