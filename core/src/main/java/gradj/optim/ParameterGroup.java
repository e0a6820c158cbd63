package gradj.optim;

import gradj.nn.Parameter;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that an optimizer treats in a way of their own, as in
 *
 * <pre>{@code
 * new AdamW(0.001)
 *         .withGroup(ParameterGroup.where(p -> p.value().shape().rank() == 1).withWeightDecay(0)) // biases
 *         .withGroup(ParameterGroup.named("0.W").withRateFactor(0.1));
 * }</pre>
 */
public final class ParameterGroup {
    private final Predicate<Parameter> members;
    private final List<String> names;
    private final double rateFactor;
    private final @Nullable Double weightDecay;

    private ParameterGroup(
            Predicate<Parameter> members, List<String> names, double rateFactor, @Nullable Double weightDecay) {
        this.members = members;
        this.names = names;
        this.rateFactor = rateFactor;
        this.weightDecay = weightDecay;
    }

    /** The parameters that this is true of; it is asked once of each. */
    public static ParameterGroup where(Predicate<Parameter> members) {
        return new ParameterGroup(members, List.of(), 1, null);
    }

    /** The parameters of these names; the first step refuses a name that no parameter has. */
    public static ParameterGroup named(String... names) {
        List<String> all = List.of(names);
        return new ParameterGroup(parameter -> all.contains(parameter.name()), all, 1, null);
    }

    /**
     * The group's learning rate is the optimizer's times this, whatever a schedule makes of that.
     *
     * @throws IllegalArgumentException if the factor is not a finite number, 0 or more
     */
    public ParameterGroup withRateFactor(double factor) {
        return new ParameterGroup(members, names, Settings.from0("rate factor", factor), weightDecay);
    }

    /**
     * The group's weight decay instead of the optimizer's.
     *
     * @throws IllegalArgumentException if the decay is not a finite number, 0 or more
     */
    public ParameterGroup withWeightDecay(double decay) {
        return new ParameterGroup(members, names, rateFactor, Settings.from0("weight decay", decay));
    }

    boolean has(Parameter parameter) {
        return members.test(parameter);
    }

    List<String> names() {
        return names;
    }

    double rateFactor() {
        return rateFactor;
    }

    double weightDecay(double otherwise) {
        return weightDecay == null ? otherwise : weightDecay;
    }
}
