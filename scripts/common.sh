# What ./gradj and ./verify share: finding Java and Maven. Sourced by them, after they set `root` and `program`.

die() {
    printf '%s: %s\n' "$program" "$*" >&2
    exit 2
}

# The last line of file $1 that says something.
last_line() {
    grep -v '^ *$' "$1" 2>/dev/null | tail -n 1 | cut -c 1-300
}

# The file a chain of symbolic links ends at (readlink -f is not everywhere).
resolve() {
    file=$1
    while [ -L "$file" ]; do
        target=$(readlink "$file")
        case $target in
            /*) file=$target ;;
            *) file=$(dirname "$file")/$target ;;
        esac
    done
    printf '%s\n' "$file"
}

# Prints the major version of the JDK in folder $1, 0 when there is none. Its file `release` tells without starting a JVM.
java_major() {
    version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9.]*\).*/\1/p' "$1/release" 2>/dev/null) || version=
    if [ -z "$version" ]; then
        version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9.]*\).*/\1/p') || version=
    fi
    printf '%s\n' "${version:-0}" | sed 's/^1\.//; s/\..*//' # 1.8 is 8
}

# Sets `java`, `java_home` and `major`, from JAVA_HOME or else from the PATH.
find_java() {
    if [ -n "${JAVA_HOME-}" ]; then
        java_home=$JAVA_HOME
        [ -x "$java_home/bin/java" ] || die "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it"
        java=$java_home/bin/java
    else
        java=$(command -v java) || die "no java found: install a JDK, version 17 or newer, or set JAVA_HOME"
        java_home=$(dirname "$(dirname "$(resolve "$java")")")
        # A launcher outside of its JDK (macOS has one): only Java itself knows where it lives.
        if [ ! -f "$java_home/release" ]; then
            java_home=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p') || java_home=
            [ -n "$java_home" ] || die "no java found: install a JDK, version 17 or newer, or set JAVA_HOME"
        fi
    fi
    major=$(java_major "$java_home")
    [ "$major" -gt 0 ] || die "$java does not run: install a JDK, version 17 or newer, or set JAVA_HOME"
    [ "$major" -ge 17 ] || die "Java 17 or newer is needed, $java is version $major: install a newer JDK or set JAVA_HOME"
}

# Sets `maven`: the installed one if it is 3.6.3 or newer, else the wrapper, which downloads its own; and then `maven_problem`,
# why the installed one is not used.
find_maven() {
    maven=$root/mvnw
    maven_problem=
    if command -v mvn >/dev/null 2>&1; then
        said=$(JAVA_HOME=$java_home mvn -B -v 2>&1) || said="it fails: $(printf '%s\n' "$said" | grep -v '^ *$' | tail -n 1)"
        # The first version number printed, as three fields; the colours of a terminal are no part of it.
        set -- $(printf '%s\n' "$said" | sed -n 's/.*Apache Maven \([0-9]*\)\.\([0-9]*\)\.\([0-9]*\).*/\1 \2 \3/p')
        if [ $(((${1:-0} * 1000 + ${2:-0}) * 1000 + ${3:-0})) -ge 3006003 ]; then
            maven=mvn
        elif [ $# -gt 0 ]; then
            maven_problem="the installed mvn is $1.$2.$3, older than 3.6.3"
        else
            maven_problem="the installed mvn does not run: $said"
        fi
    fi
}
