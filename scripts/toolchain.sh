# Finds what every command of this project stands on: a JDK of release 25 or newer and Maven 3.8 or
# newer. Sourced by ./intaglio and ./check; defines functions only.

jdk_release=25

# Prints the feature release of the JDK in folder $1, or nothing if it holds no JDK.
jdk_feature() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Sets JAVA_HOME to the first JDK that is new enough: JAVA_HOME itself, then the one on PATH, then
# the usual folders of Linux, macOS and SDKMAN. Exits 3 with the remedy when there is none.
find_jdk() {
  local on_path='' candidate feature
  if command -v javac >/dev/null 2>&1; then
    on_path=$(cd "$(dirname "$(readlink -f "$(command -v javac)" 2>/dev/null || command -v javac)")/.." && pwd)
  fi
  for candidate in "${JAVA_HOME:-}" "$on_path" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/*; do
    [ -n "$candidate" ] || continue
    feature=$(jdk_feature "$candidate")
    if [ -n "$feature" ] && [ "$feature" -ge "$jdk_release" ]; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  cat >&2 <<MESSAGE
intaglio needs a JDK of release $jdk_release or newer and found none.
  looked in: JAVA_HOME, PATH, /usr/lib/jvm, /Library/Java/JavaVirtualMachines, SDKMAN, ~/.jdks
  help: install one (Debian, Ubuntu: apt-get install temurin-25-jdk or openjdk-25-jdk; macOS:
        brew install openjdk; any system: sdk install java 25-tem), or set JAVA_HOME to its folder
MESSAGE
  exit 3
}

# Runs a command as root where that is possible without a question; fails otherwise.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    sudo -n "$@"
  else
    return 1
  fi
}

# Installs Debian packages where it may; fails otherwise. What it prints goes to standard error.
apt_install() {
  command -v apt-get >/dev/null 2>&1 || return 1
  as_root true || return 1
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 || return 1
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

# Makes sure that mvn is there, 3.8 or newer. Exits 3 with the remedy when it cannot be had.
find_maven() {
  command -v mvn >/dev/null 2>&1 || apt_install maven || {
    command -v brew >/dev/null 2>&1 && brew install maven >&2
  } || true
  local version
  version=$(mvn -v 2>/dev/null | sed -n 's/^[^A]*Apache Maven \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
  case "$version" in
    3.[89] | 3.[1-9][0-9] | [4-9].*) return 0 ;;
  esac
  cat >&2 <<MESSAGE
intaglio is built by Maven 3.8 or newer and found ${version:-none}.
  help: install it (Debian, Ubuntu: apt-get install maven; macOS: brew install maven; any system:
        sdk install maven) and run this command again
MESSAGE
  exit 3
}
