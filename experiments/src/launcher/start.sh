# What starting Java takes, for the scripts that read this: ./fpn of a checkout, bin/fpn and bin/fpn-score of a distribution.
# They say before calling a function:
#   root       folder of the project, or of the unpacked archive
#   libraries  jars, in the order of the class path
#   archive    file for the classes of the usual commands, in a folder that need not be writable

# Java takes the encoding of file names from the locale alone, and that of containers, cron and ssh is often ASCII.
name_files_in_utf8() {
  local utf8
  if [ "$(locale charmap 2>/dev/null)" = ANSI_X3.4-1968 ]; then
    utf8=$(locale -a 2>/dev/null | grep -iE '^(C|en_US)\.utf-?8$' | head -n 1 || true)
    [ -z "$utf8" ] || export LC_ALL=$utf8
  fi
}

# Files that may hold a limit of this process' memory: of its control group and of those around it, in both versions.
limits() {
  local controllers path base
  while IFS=: read -r _ controllers path; do
    case ",$controllers," in
      ,,) base=$1/sys/fs/cgroup/ file=memory.max ;;
      *,memory,*) base=$1/sys/fs/cgroup/memory/ file=memory.limit_in_bytes ;;
      *) continue ;;
    esac
    path=${path#/}
    echo "$base${path:+$path/}$file"
    while [ -n "$path" ]; do
      case $path in */*) path=${path%/*} ;; *) path= ;; esac
      echo "$base${path:+$path/}$file"
    done
  done 2>/dev/null <"$1/proc/self/cgroup"
}

# Kilobytes that the machine has, or the container that this runs in; the argument is where proc and sys are.
memory() {
  local kilobytes= key value bytes file
  while read -r key value _; do
    [ "$key" != MemTotal: ] || kilobytes=$value
  done 2>/dev/null <"$1/proc/meminfo" || true
  [ -n "$kilobytes" ] || kilobytes=$(sysctl -n hw.memsize 2>/dev/null | awk '{print int($1 / 1024)}') || true
  kilobytes=${kilobytes:-8388608}
  [ ! -r "$1/proc/self/cgroup" ] || for file in $(limits "$1"); do
    bytes=
    read -r bytes 2>/dev/null <"$file" || true
    case $bytes in '' | *[!0-9]*) continue ;; esac # "max", or no such file
    [ $((bytes / 1024)) -ge "$kilobytes" ] || kilobytes=$((bytes / 1024))
  done
  echo "$kilobytes"
}

# Sets java and its version.
find_java() {
  local key value
  java=$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java" || command -v java || true)
  if [ -z "$java" ]; then
    echo "fpn4j needs Java 17 or newer: JAVA_HOME names none, and there is none on the PATH" >&2
    exit 2
  fi
  java=$(readlink -f "$java")
  version=17
  while IFS== read -r key value; do
    [ "$key" != JAVA_VERSION ] || version=${value//\"/}
  done 2>/dev/null <"${java%/bin/java}/release" || true
  if [ "${version%%[!0-9]*}" -lt 17 ]; then
    echo "$java: is Java $version; fpn4j needs Java 17 or newer, which JAVA_HOME can name" >&2
    exit 2
  fi
}

# Class by class, in one order: Java looks at both before it trusts the archive.
join_libraries() {
  local jar
  classpath=
  for jar in "${libraries[@]}"; do
    classpath=$classpath${classpath:+:}$jar
  done
}

# Classes of the usual commands as this Java holds them in memory, so that a start need not read and check them. They are
# good for the class path and the Java that they were made of; another one gets its own where the folder can be written.
# The argument is the class that runs the usual commands; without the archive all is as it is with it, but slower.
archive_classes() {
  local made_of="$java $version $classpath" place=${archive%/*} folder
  if [ "$(cat "$archive.of" 2>/dev/null)" != "$made_of" ] && [ -w "$place" ] && folder=$(mktemp -d "$place/archive.XXXXXX" 2>/dev/null); then
    [ ! -t 2 ] || echo "preparing faster starts (once for this Java, some ten seconds) ..." >&2
    rm -f "$archive" "$archive.of"
    "$java" "${options[@]}" -XX:ArchiveClassesAtExit="$folder/fpn.jsa" -cp "$classpath" \
      "$1" "$folder" >/dev/null 2>&1 </dev/null || true
    mv "$folder/fpn.jsa" "$archive" 2>/dev/null || true
    rm -rf "$folder"
    echo "$made_of" 2>/dev/null >"$archive.of" || true
  fi
  if [ -f "$archive" ] && [ "$(cat "$archive.of" 2>/dev/null)" = "$made_of" ]; then
    # quiet where Java finds that a library was exchanged
    options+=(-XX:SharedArchiveFile="$archive" -Xshare:auto -Xlog:cds=off -Xlog:cds+dynamic=off -Xlog:class+path=off)
  fi
}

# What every program is started with; the argument is the largest size of the heap. Weights pass through the heap once, at
# the start; what they took goes back to the machine at the next full collection.
prepare() {
  local terminal=false
  [ ! -t 2 ] || terminal=true
  name_files_in_utf8
  find_java
  join_libraries
  options=(-XX:InitialRAMPercentage=0.5 -Xmx"$1" -XX:-ShrinkHeapInSteps -XX:+UseSerialGC -Djava.awt.headless=true
    -Dfpn.terminal=$terminal -Dfpn.root="$root")
}

# Replaces this script by the class that is named, with the arguments behind it.
start() {
  local main=$1
  shift
  # Commands that are over in a moment need no code that was compiled with care.
  case ${1:-} in
    '' | -* | help | list | config | cost | weights | diff | runs | doctor | generate-completion) options+=(-XX:TieredStopAtLevel=1) ;;
  esac
  exec "$java" "${options[@]}" ${FPN_JAVA_OPTS:-} -cp "$classpath${FPN_CLASSPATH:+:$FPN_CLASSPATH}" "$main" "$@"
}
