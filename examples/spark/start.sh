# What the scripts of this folder share, sourced after they set `program` and `root`: the build, and a class of the examples in a
# Spark that runs in one process.

build=$root/examples/spark/target

build() {
    find_java
    find_maven

    mkdir -p "$build"
    echo "Building (the first time fetches Spark) ..." >&2
    if ! (cd "$root" && JAVA_HOME=$java_home "$maven" -B -P '!errorprone' -Dgradj.warnings=-nowarn \
        -Dmaven.test.skip=true -pl examples/spark -am package) >"$build/build.log" 2>&1 </dev/null; then
        cat "$build/build.log" >&2
        die "the build failed"
    fi
}

# $1 class, $2 workers, then its arguments. One thread a worker: all of them share this process.
start() {
    class=$1
    workers=$2
    shift 2
    "$java" "@$root/examples/spark/java.options" -Xmx3g -Dgradj.threads=1 \
        -Dlog4j2.configurationFile="$root/examples/spark/log4j2.properties" \
        -Dspark.master="local[$workers]" -Dspark.ui.enabled=false -Dspark.driver.host=127.0.0.1 \
        -Dspark.driver.bindAddress=127.0.0.1 \
        -cp "$build/classes:$(cat "$build/class-path")" "gradj.examples.spark.$class" "$@"
}
