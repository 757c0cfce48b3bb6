# Sourced by the commands beside it: finds Java and builds what they run. They set
#   me    what they are called in messages
#   home  the checkout, or the release

# Ends with a message.
#   refuse MESSAGE [CODE]
refuse() {
  echo "$me: $1" >&2
  exit "${2:-1}"
}

# Sets `java` to a Java 17 or newer, `from` to where it was found, `version` to its number.
#   find_java KIND [VARIABLE]   KIND for messages; VARIABLE may name the java to take
find_java() {
  local kind=$1 variable=${2:-}
  if [[ -n $variable && -n ${!variable:-} ]]; then
    java=${!variable}
    from=$variable
  elif [[ -n ${JAVA_HOME:-} ]]; then
    java=$JAVA_HOME/bin/java
    from=JAVA_HOME
  else
    java=$(command -v java || true)
    from=PATH
  fi
  [[ -n $java ]] ||
    refuse "no java found; set ${variable:+$variable or }JAVA_HOME, or put $kind 17 or newer on the PATH"
  command -v "$java" >/dev/null ||
    refuse "'$java' (from $from) cannot be run; expected $kind 17 or newer"
  version=$("$java" -XshowSettings:properties -version 2>&1 |
    sed -n 's/^ *java\.specification\.version = \(1\.\)\{0,1\}\([0-9]*\).*/\2/p')
  [[ $version =~ ^[0-9]+$ ]] ||
    refuse "'$java' (from $from) does not say its version; expected $kind 17 or newer"
  ((version >= 17)) || refuse "'$java' (from $from) is Java $version; expected $kind 17 or newer"
}

# Whether a source is newer than a file that was built.
#   newer_sources FILE [DIRECTORY...]   of these directories, otherwise of the whole checkout
newer_sources() {
  local file=$1
  shift
  [[ -n $(find "${@:-$home}" \( -name target -o -name '.*' -o -name notebooks \) -prune -o \
    \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$file" -print -quit) ]]
}

# Packages modules and those they need; formatting, static checks and tests are the business of
# bin/test. Prints a line a module; all that Maven says goes to a file.
#   build MODULES LOG
build() {
  local modules=$1 log=$2 status=0
  "$java" --list-modules | grep '^jdk\.compiler@' >/dev/null ||
    refuse "'$java' (from $from) is a runtime without a compiler; expected a JDK 17 or newer"
  mkdir -p "$(dirname "$log")"
  (cd "$home" && ./mvnw --batch-mode --no-transfer-progress package -DskipTests \
    -Dspotless.check.skip=true -Dvicinal.checks=-XDchecks=none -Dvicinal.werror=-nowarn \
    -pl "$modules" -am </dev/null 2>&1) | tee "$log" |
    sed -un 's/^\[INFO\] Building \(.*[^ ]\) [^ ]\{1,\} *\(\[[0-9/]*\]\)$/      \2 \1/p' || status=$?
  ((status == 0)) && return
  grep -m 5 '^\[ERROR\]\|rror:' "$log" >&2 || tail -n 5 "$log" >&2
  if grep -qE 'Could not transfer|Unknown ?[Hh]ost|Could not resolve host|unreachable|Connection refused|timed out' "$log"; then
    refuse "the build could not download what it needs; expected access to Maven Central (or a mirror named in ~/.m2/settings.xml)"
  elif grep -q 'No space left on device' "$log"; then
    refuse "the disk is full; expected 3 GB for the build and the local Maven repository"
  fi
  refuse "the build failed; $log says why"
}
