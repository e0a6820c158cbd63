package gradj.cli;

import gradj.cli.bench.ColdEntrant;
import gradj.cli.bench.ColdResults;
import gradj.cli.bench.ColdResults.Work;
import gradj.cli.bench.Machine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code gradj bench --cold}: whole processes, each in a JVM that has just started. */
final class ColdOptions {
    private static final List<String> WORKS =
            List.of("train --iterations 100", "train --iterations 10000", "check --sample 100");

    @Option(
            names = "--cold",
            description = {
                "Time whole processes, from start to exit, in JVMs that have just started: wall and CPU seconds, and the",
                "peak of memory, as medians; with --against and --peer in turn, as ratios of pairs, with quartiles."
            })
    private boolean cold;

    @Option(
            names = "--work",
            paramLabel = "ARGUMENTS",
            description = {
                "With --cold: what gradj is to do, as in --work \"train --data FOLDER --iterations 100\"; may be repeated",
                "(default: a short and a long training, and a check, on digits)."
            })
    private List<String> works = List.of();

    @Option(
            names = "--against",
            paramLabel = "FOLDER",
            converter = OptionValues.FileName.class,
            description = "With --cold: another checkout of gradj that is built, to do the same; may be repeated.")
    private List<Path> others = List.of();

    @Option(
            names = "--peer",
            paramLabel = "COMMAND",
            description = {
                "With --cold and one --work: another program that does the same, as a line of the shell, as in",
                "--peer \"python train.py\"; may be repeated."
            })
    private List<String> peers = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            converter = OptionValues.Count.class,
            description = "With --cold: how often each is started (default: " + ColdResults.ROUNDS
                    + "), after one start that is not counted.")
    private @Nullable Integer rounds;

    @Option(names = "--json", description = "With --cold: the last line of the output is a JSON object.")
    private boolean json;

    boolean isAsked() {
        return cold;
    }

    /** Whether they go together. */
    void requireFitting() {
        List<String> given = new ArrayList<>();
        addIf(!works.isEmpty(), "--work", given);
        addIf(!others.isEmpty(), "--against", given);
        addIf(!peers.isEmpty(), "--peer", given);
        addIf(rounds != null, "--rounds", given);
        addIf(json, "--json", given);
        if (!cold && !given.isEmpty()) {
            throw new InputException(
                    Plural.list(given) + ": use " + (given.size() == 1 ? "it" : "them") + " with --cold");
        }
        if (!peers.isEmpty() && works.size() != 1) {
            throw new InputException("--peer does the same as one work: give one --work, found "
                    + (works.isEmpty() ? "none" : Integer.toString(works.size())));
        }
        if (works.stream().anyMatch(String::isBlank) || peers.stream().anyMatch(String::isBlank)) {
            throw new InputException("--work and --peer: expected a command, got nothing");
        }
    }

    private static void addIf(boolean isGiven, String name, List<String> given) {
        if (isGiven) {
            given.add(name);
        }
    }

    /** Times all, and tells of each work as it is done. */
    ColdResults measure(PrintWriter out) {
        String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        int times = rounds == null ? ColdResults.ROUNDS : rounds;
        List<List<ColdEntrant>> all = new ArrayList<>();
        List<String> names = works.isEmpty() ? WORKS : works;
        names.forEach(work -> all.add(entrants(work))); // what is missing is told before anything is timed
        List<Work> done = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            done.add(ColdResults.measure(names.get(i), all.get(i), times));
            out.print(ColdResults.report(done.get(i)));
            out.flush();
        }
        return new ColdResults(date, Machine.here(Path.of("."), List.of()), times, done);
    }

    private List<ColdEntrant> entrants(String work) {
        List<ColdEntrant> entrants = new ArrayList<>(List.of(ColdEntrant.ofThisBuild(work)));
        others.forEach(place -> entrants.add(ColdEntrant.of(place, work)));
        peers.forEach(line -> entrants.add(ColdEntrant.ofPeer(line)));
        return entrants;
    }

    /** The last line, if it is asked for. */
    void printJson(ColdResults results, PrintWriter out) {
        if (json) {
            out.println(results.line());
        }
    }
}
