package gradj.optim;

import gradj.backend.JavaBackend;
import gradj.nn.Parameter;
import gradj.spi.DType;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What gradj's optimizers have in common: the learning rate, weight decay, groups, and for each parameter a {@link Slot}
 * with its part of the state. A steady step allocates nothing.
 *
 * @param <T> the optimizer itself
 */
abstract class Descent<T extends Descent<T>> implements Optimizer {
    private static final String LEARNING_RATE = "learningRate";
    private static final String STEP = "step";

    /** In float64 and in Java's memory, whatever the parameters are: a rate of float32 would be another one. */
    private static final Tensors NUMBERS = new Tensors(new JavaBackend(1), DType.FLOAT64);

    private final Settings settings;
    private double learningRate;

    /** By the tensor of the value: a parameter may go by several names. */
    private final IdentityHashMap<Tensor, Slot> slots = new IdentityHashMap<>();

    /** Those of the last step's parameters, in their order. */
    private Slot[] current = {};

    Descent(Settings settings) {
        this.settings = settings;
        this.learningRate = settings.learningRate();
    }

    // ----------------------------------------------------------------------------- what makes one differ from the
    // other

    /** The same optimizer with other settings, remembering nothing. */
    abstract T with(Settings other);

    /** The names of a parameter's tensors of state, each of which starts as {@link #initial}. */
    abstract List<String> stateNames();

    double initial() {
        return 0;
    }

    /** Whether the next step depends on how many there were before. */
    boolean countsSteps() {
        return false;
    }

    /** Whether weight decay shrinks the value itself instead of going into the gradient; {@link #update} sees to it then. */
    boolean decaysValues() {
        return false;
    }

    /** Changes value and state of one parameter by this gradient. */
    abstract void update(Slot slot, Tensor gradient, double rate);

    // ------------------------------------------------------------------------------------------------------- settings

    /** The settings with the present learning rate. */
    final Settings settings() {
        return new Settings(learningRate, settings.weightDecay(), settings.groups());
    }

    /**
     * The same optimizer, before its first step, that lets weights decay: of the parameters that no group says otherwise of.
     *
     * @param decay a finite number, 0 or more
     */
    public final T withWeightDecay(double decay) {
        return with(settings().withWeightDecay(decay));
    }

    /** The same optimizer, before its first step, that treats these parameters in a way of their own. */
    public final T withGroup(ParameterGroup group) {
        return with(settings().withGroup(group));
    }

    @Override
    public final double learningRate() {
        return learningRate;
    }

    @Override
    public final void setLearningRate(double learningRate) {
        this.learningRate = Settings.from0("learning rate", learningRate);
    }

    // ----------------------------------------------------------------------------------------------------------- step

    @Override
    public final void step(List<Parameter> parameters) {
        Slot[] all = slots(parameters);
        for (Slot slot : all) { // all of them before anything is changed
            slot.parameter.requireChange(slot.parameter.gradient());
        }
        for (Slot slot : all) {
            slot.steps++;
            Tensor gradient = decaysValues() ? slot.parameter.gradient() : slot.decayedGradient();
            update(slot, gradient, learningRate * slot.rateFactor);
        }
    }

    /** The slots of these parameters, made where there are none yet. */
    private Slot[] slots(List<Parameter> parameters) {
        boolean isAsBefore = parameters.size() == current.length;
        for (int i = 0; isAsBefore && i < current.length; i++) {
            isAsBefore = parameters.get(i) == current[i].parameter;
        }
        if (!isAsBefore) {
            current = find(parameters);
        }
        return current;
    }

    private Slot[] find(List<Parameter> parameters) {
        if (!stateNames().isEmpty()) {
            requireDistinct(parameters);
        }
        IdentityHashMap<Tensor, Slot> found = new IdentityHashMap<>(slots);
        Slot[] ofParameters = new Slot[parameters.size()];
        for (int i = 0; i < ofParameters.length; i++) {
            Parameter parameter = parameters.get(i);
            Slot known = slots.get(parameter.value());
            ofParameters[i] = known != null && known.parameter == parameter ? known : slot(parameter, known);
            found.put(parameter.value(), ofParameters[i]);
        }
        for (ParameterGroup group : settings.groups()) {
            for (String name : group.names()) {
                if (found.values().stream()
                        .noneMatch(slot -> slot.parameter.name().equals(name))) {
                    throw new IllegalArgumentException("the group of " + String.join(", ", group.names())
                            + ": no parameter is named " + name + ", there are " + names(parameters));
                }
            }
        }
        slots.putAll(found);
        return ofParameters;
    }

    private static void requireDistinct(List<Parameter> parameters) {
        for (int i = 0; i < parameters.size(); i++) {
            for (int j = 0; j < i; j++) {
                boolean isSame = parameters.get(i).value() == parameters.get(j).value();
                if (isSame || parameters.get(i).name().equals(parameters.get(j).name())) {
                    throw new IllegalArgumentException(
                            isSame
                                    ? parameters.get(i).name()
                                            + " is listed twice: an optimizer changes a parameter once a step"
                                    : "two parameters are named "
                                            + parameters.get(i).name()
                                            + ": give each a name of its own, its state is kept by it");
                }
            }
        }
    }

    /** A new slot, or what is known of the parameter under another name. */
    private Slot slot(Parameter parameter, @Nullable Slot known) {
        double rateFactor = 1;
        double decay = settings.weightDecay();
        boolean isMember = false;
        for (ParameterGroup group : settings.groups()) {
            if (group.has(parameter)) {
                if (isMember) {
                    throw new IllegalArgumentException(
                            parameter.name() + " is in two groups: make them exclude each other");
                }
                isMember = true;
                rateFactor = group.rateFactor();
                decay = group.weightDecay(decay);
            }
        }
        Tensor[] state = new Tensor[stateNames().size()];
        for (int i = 0; i < state.length; i++) {
            state[i] = known == null
                    ? Slot.fullLike(parameter.value(), parameter.value().shape(), initial())
                    : known.state[i];
        }
        Slot slot = new Slot(parameter, rateFactor, decay, state);
        slot.steps = known == null ? 0 : known.steps;
        return slot;
    }

    private static String names(List<Parameter> parameters) {
        return String.join(", ", parameters.stream().map(Parameter::name).toList());
    }

    // ---------------------------------------------------------------------------------------------------------- state

    @Override
    public final Map<String, Tensor> state(List<Parameter> parameters) {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put(LEARNING_RATE, number(learningRate));
        for (Slot slot : slots(parameters)) {
            for (int i = 0; i < slot.state.length; i++) {
                state.put(name(slot, stateNames().get(i)), slot.state[i].persistentCopy());
            }
            if (countsSteps()) {
                state.put(name(slot, STEP), number((double) slot.steps));
            }
        }
        return state;
    }

    @Override
    public final void restore(List<Parameter> parameters, Map<String, Tensor> state) {
        Slot[] all = slots(parameters);
        Map<String, Tensor> expected = state(parameters);
        List<String> wrong = new ArrayList<>();
        expected.forEach((name, tensor) -> compare(name, tensor, state.get(name), wrong));
        state.keySet().stream()
                .filter(name -> !expected.containsKey(name))
                .forEach(name -> wrong.add(name + " is too many"));
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("restore: the state does not fit "
                    + getClass().getSimpleName() + " on " + (parameters.isEmpty() ? "no parameters" : names(parameters))
                    + ": " + String.join("; ", wrong));
        }
        learningRate = required(state, LEARNING_RATE).item();
        for (Slot slot : all) {
            for (int i = 0; i < slot.state.length; i++) {
                Tensor content =
                        required(state, name(slot, stateNames().get(i))).to(slot.backend());
                slot.backend().copy(content.storage(), 0, slot.state(i), 0, slot.size());
            }
            slot.steps =
                    countsSteps() ? (long) required(state, name(slot, STEP)).item() : 0;
        }
    }

    private static Tensor required(Map<String, Tensor> state, String name) {
        return Objects.requireNonNull(state.get(name), name);
    }

    private static void compare(String name, Tensor expected, @Nullable Tensor given, List<String> wrong) {
        if (given == null) {
            wrong.add(name + " is missing");
        } else if (!given.shape().equals(expected.shape()) || given.dtype() != expected.dtype()) {
            wrong.add(name + ": expected " + expected.dtype() + " " + expected.shape() + ", got " + given.dtype() + " "
                    + given.shape());
        } else if (name.equals(LEARNING_RATE) && !(given.item() >= 0 && given.item() < Double.POSITIVE_INFINITY)) {
            wrong.add(name + ": expected a finite number, 0 or more, got " + given.item());
        } else if (name.endsWith("." + STEP) && !(given.item() >= 0 && given.item() == Math.rint(given.item()))) {
            wrong.add(name + ": expected a whole number, 0 or more, got " + given.item());
        }
    }

    private static String name(Slot slot, String ofState) {
        return slot.parameter.name() + "." + ofState;
    }

    private static Tensor number(double value) {
        return NUMBERS.scalar(value).persistentCopy();
    }
}
