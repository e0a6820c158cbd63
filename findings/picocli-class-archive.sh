#!/bin/sh
# info.picocli:picocli:4.7.7 and the JDK's class data sharing
#
# An archive of classes, the JDK's way to a faster start, takes picocli's only in part, because they are compiled for Java 5. JDK 17:
# an archive made when the program ends (-XX:ArchiveClassesAtExit) has none of them, one made from a list of classes
# (-Xshare:dump) all. JDK 25: both leave most of them out, the second one too, since they "have been linked". It is said in
# warnings while the archive is made; a program that uses it loads the rest from the jar without a word.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch info.picocli:picocli:4.7.7
program <<'JAVA'
import java.io.File;
import java.util.ArrayList;
import java.util.List;

class Finding {
    static final String FOLDER = System.getProperty("java.io.tmpdir") + "/";
    static final String JAR = FOLDER + "lib/picocli-4.7.7.jar";

    public static void main(String[] args) throws Exception {
        java("-XX:ArchiveClassesAtExit=" + FOLDER + "dynamic.jsa", "picocli.AutoComplete", "--help");
        show("made at the end", "dynamic.jsa");
        java("-XX:DumpLoadedClassList=" + FOLDER + "classes", "picocli.AutoComplete", "--help");
        java("-Xshare:dump", "-XX:SharedClassListFile=" + FOLDER + "classes", "-XX:SharedArchiveFile=" + FOLDER + "static.jsa");
        show("made from a list", "static.jsa");
    }

    static void show(String how, String archive) throws Exception {
        List<String> loaded = java(
                "-XX:SharedArchiveFile=" + FOLDER + archive, "-Xlog:class+load", "picocli.AutoComplete", "--help");
        loaded.removeIf(line -> !line.contains("] picocli."));
        long shared = loaded.stream().filter(line -> line.contains("shared objects file")).count();
        String part = shared == 0 ? "none" : shared == loaded.size() ? "all" : shared < loaded.size() / 2 ? "fewer than half" : "most";
        System.out.println("archive " + how + ": " + part + " of picocli's classes");
    }

    static List<String> java(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-cp", JAR));
        command.addAll(List.of(options));
        File out = new File(FOLDER + "out");
        int code = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out).start().waitFor();
        List<String> lines = new ArrayList<>(java.nio.file.Files.readAllLines(out.toPath()));
        if (code != 0) {
            throw new IllegalStateException(command + ": " + lines);
        }
        return lines;
    }
}
JAVA
case $("$java" -version 2>&1 | head -n 1) in
    *'"17.'*)
        seen <<'SEEN'
archive made at the end: none of picocli's classes
archive made from a list: all of picocli's classes
SEEN
        ;;
    *)
        seen <<'SEEN'
archive made at the end: fewer than half of picocli's classes
archive made from a list: fewer than half of picocli's classes
SEEN
        ;;
esac
