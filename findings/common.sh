# Sourced by the scripts of this folder: a temporary folder that goes at the end, pinned packages from Maven Central in it,
# and a Java program in it whose output must be the one that was seen.
# JAVA_HOME chooses the JDK (17 or later); otherwise `java` of the PATH. Exit codes: 0 as seen, 1 changed, 2 could not run.
set -eu

java=java
if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
mkdir "$work/lib"

# fetch [only] GROUP:ARTIFACT:VERSION...: puts the jars into $work/lib, with their dependencies unless `only` stands first.
fetch() {
    exclude=
    if [ "$1" = only ]; then
        exclude='<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>'
        shift
    fi
    {
        echo '<project><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId>'
        echo '<version>1</version><dependencies>'
        for coordinates; do
            rest=${coordinates#*:}
            echo "<dependency><groupId>${coordinates%%:*}</groupId><artifactId>${rest%%:*}</artifactId>"
            echo "<version>${rest#*:}</version>$exclude</dependency>"
        done
        echo '</dependencies></project>'
    } >"$work/pom.xml"
    mvn -q -B -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
        -DincludeScope=runtime -DoutputDirectory="$work/lib" >"$work/maven.log" 2>&1 </dev/null || {
        cat "$work/maven.log" >&2
        exit 2
    }
}

# program: takes a Java class `Finding` from standard input.
program() {
    cat >"$work/Finding.java"
}

# seen [JVM option...]: runs the program and compares what it prints with standard input.
seen() {
    cat >"$work/seen"
    "$java" "$@" -Djava.io.tmpdir="$work" -cp "$work/lib/*" "$work/Finding.java" >"$work/now" 2>"$work/errors" || {
        cat "$work/now" "$work/errors" >&2
        exit 1
    }
    if ! diff "$work/seen" "$work/now"; then
        echo "changed: < as seen, > now" >&2
        exit 1
    fi
    echo "as seen, on JDK $("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.version = //p')"
}

# fetch_spark: Spark 4.2.0 with the Scala library that its reflection is of; $spark are the JVM options its own scripts give.
fetch_spark() {
    fetch org.apache.spark:spark-mllib_2.13:4.2.0 org.scala-lang:scala-library:2.13.18
    spark=-XX:+IgnoreUnrecognizedVMOptions
    for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
        java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
        spark="$spark --add-opens=java.base/$package=ALL-UNNAMED"
    done
}
