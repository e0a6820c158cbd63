package gradj.cli;

import gradj.data.Batches;
import gradj.train.Checkpoints;
import gradj.train.History;
import gradj.train.Trainer;
import gradj.train.TrainingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Where a training saves itself, so that it can go on after a crash, a kill or Ctrl-C. */
final class CheckpointOptions {
    private static final String EVERY = "--checkpoint-every";

    @Option(
            names = "--checkpoint",
            paramLabel = "FOLDER",
            converter = OptionValues.FileName.class,
            description = "Save the training there from time to time and at its end, also after Ctrl-C.")
    private @Nullable Path begun;

    @Option(
            names = "--resume",
            paramLabel = "FOLDER",
            converter = OptionValues.FileName.class,
            description = {
                "Go on with the training that was saved there, with the same bits, and save it there again.",
                "Its options hold; of those given, only --iterations or --epochs may differ, to make it longer, unless the",
                "schedule is step or cosine, which the length belongs to."
            })
    private @Nullable Path resumed;

    @Option(
            names = EVERY,
            paramLabel = "N",
            converter = OptionValues.Count.class,
            description = "Iterations from one checkpoint to the next; 10 minutes at most (default: ${DEFAULT-VALUE}).")
    private int every = 1000;

    boolean isAsked() {
        return begun != null || resumed != null;
    }

    /** Of a resumed training the folder, else null. */
    @Nullable
    Checkpoints resumed() {
        return resumed == null ? null : Checkpoints.in(resumed);
    }

    /**
     * Before the work: gives the options that were left out the values that the saved training had.
     *
     * @throws InputException if there is no such training, or if an option contradicts it
     */
    void prepare(CommandSpec spec) {
        if (begun != null && resumed != null) {
            throw new InputException(
                    "--checkpoint and --resume: expected one of them, for a resumed training is saved where"
                            + " it was: leave out --checkpoint");
        }
        if (begun != null && Checkpoints.in(begun).newest().isPresent()) {
            throw new InputException("--checkpoint " + begun
                    + ": there is a training in it already: go on with --resume, or name another folder");
        }
        if (resumed != null) {
            Map<String, String> saved = Checkpoints.in(resumed).saved();
            if (saved.isEmpty()) {
                throw new InputException("--resume " + resumed
                        + ": expected a folder with checkpoints, found none: begin with --checkpoint");
            }
            for (OptionSpec option : spec.options()) {
                take(spec, option, saved.get(option.longestName()));
            }
            OptionSpec iterations = spec.findOption("--iterations");
            if (!isGiven(spec, iterations) && !isGiven(spec, spec.findOption("--epochs"))) {
                iterations.setValue(Integer.valueOf(saved.getOrDefault("iterations", "1")));
            }
        }
    }

    private void take(CommandSpec spec, OptionSpec option, @Nullable String saved) {
        if (saved == null) {
            return;
        }
        Object value = value(option, saved);
        if (!isGiven(spec, option)) {
            option.setValue(value);
        } else if (!value.equals(option.getValue())) {
            throw new InputException(option.longestName() + " "
                    + String.join(" ", option.originalStringValues()) + ": the training in " + resumed
                    + " was begun with " + saved + ": leave the option out, or begin another with --checkpoint");
        }
    }

    private static Object value(OptionSpec option, String text) {
        ITypeConverter<?>[] converters = option.converters();
        try {
            if (option.type() == boolean.class) {
                return Boolean.valueOf(text);
            }
            if (option.isMultiValue()) {
                return text.isEmpty() ? List.of() : List.of(text.split(","));
            }
            return converters.length == 0 ? text : converters[0].convert(text);
        } catch (Exception noValue) {
            throw new InputException(
                    option.longestName() + ": the checkpoint says " + text + ", which is no value of it");
        }
    }

    private static boolean isGiven(CommandSpec spec, OptionSpec option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    /**
     * Trains, or goes on.
     *
     * @param conditions what must be the same when the training goes on: options by their names, and what tells the data
     */
    History run(
            Trainer trainer, Map<String, String> conditions, Batches train, Batches test, TrainingListener listener) {
        Path folder = Optional.ofNullable(begun).orElse(resumed);
        if (folder == null) {
            return trainer.train(train, test, listener);
        }
        Trainer saving = trainer.withCheckpoints(
                Checkpoints.in(folder).everyIterations(every).requiring(conditions));
        return resumed == null ? saving.train(train, test, listener) : saving.resume(train, test, listener);
    }
}
