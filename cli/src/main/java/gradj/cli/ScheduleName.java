package gradj.cli;

import gradj.optim.ReduceOnPlateau;
import gradj.optim.Schedule;
import picocli.CommandLine.ITypeConverter;

/** The schedules that {@code --schedule} knows, each made to fit a number of epochs. */
enum ScheduleName {
    CONSTANT("constant"),
    STEP("step"),
    COSINE("cosine"),
    PLATEAU("plateau");

    static final String ALL = "constant|step|cosine|plateau";

    private final String text;

    ScheduleName(String text) {
        this.text = text;
    }

    Schedule schedule(int epochs) {
        return switch (this) {
            case CONSTANT -> Schedule.constant();
            case STEP -> Schedule.step(Math.max(1, epochs / 3), 0.1);
            case COSINE -> Schedule.cosine(epochs);
            case PLATEAU -> ReduceOnPlateau.ofLoss();
        };
    }

    /** Whether a longer training would have had other rates from the start. */
    boolean dependsOnEpochs() {
        return this == STEP || this == COSINE;
    }

    @Override
    public String toString() {
        return text;
    }

    static final class Converter implements ITypeConverter<ScheduleName> {
        @Override
        public ScheduleName convert(String text) {
            return OptionValues.oneOf(ScheduleName.values(), text);
        }
    }
}
