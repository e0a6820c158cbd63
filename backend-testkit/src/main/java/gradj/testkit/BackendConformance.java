package gradj.testkit;

import static org.junit.jupiter.api.Assertions.assertNotSame;

import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The contract of a backend, rule by rule: extend this class, return the backend, and every rule of
 * {@code docs/backend-contract.md} is a test that carries its number.
 *
 * <pre>{@code
 * class MyBackendTest extends BackendConformance {
 *     private static final TensorBackend BACKEND = new MyBackend();
 *
 *     protected TensorBackend backend() {
 *         return BACKEND;
 *     }
 * }
 * }</pre>
 *
 * A rule is checked in each dtype; one that the backend does not support is skipped, and the report says so.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public abstract class BackendConformance extends RequiredOperationTests {
    /** The backend under test; asked once for each rule, and may give the same one each time. */
    @Override
    protected abstract TensorBackend backend();

    /** The provider that announces the backend. Without one, the rules about providers are skipped. */
    @Override
    protected Optional<TensorBackendProvider> provider() {
        return Optional.empty();
    }

    /**
     * A new backend of the same kind, whose operations use this many threads if it knows threads: the bits must not
     * depend on them. The kit closes it. Without one, the rules about thread counts and closing are skipped.
     */
    @Override
    protected Optional<TensorBackend> newBackend(int threads) {
        return Optional.empty();
    }

    private static List<OperationCase> smooth() {
        return OperationCases.all().stream().filter(GradientRules::isSmooth).toList();
    }

    // ------------------------------------------------------------------------------------------- optional operations

    @TestFactory
    @Order(36)
    @DisplayName("R36 every optional operation equals its default composition")
    Stream<DynamicTest> r36() {
        return perDtype(subject -> {
            OptionalRules.areRight(subject);
            OptionalRules.equalTheirDefaults(subject);
        });
    }

    @TestFactory
    @Order(37)
    @DisplayName("R37 copy and gatherRows move exactly the elements asked for")
    Stream<DynamicTest> r37() {
        return perDtype(OptionalRules::copyAndGatherMoveExactly);
    }

    @TestFactory
    @Order(38)
    @DisplayName("R38 axpy adds alpha X to Y in place")
    Stream<DynamicTest> r38() {
        return perDtype(OptionalRules::axpyAddsAlphaTimesX);
    }

    @TestFactory
    @Order(39)
    @DisplayName("R39 softmax of huge scores does not overflow")
    Stream<DynamicTest> r39() {
        return perDtype(SpecialValues::softmaxIsStable);
    }

    @TestFactory
    @Order(40)
    @DisplayName("R40 cross entropy is finite where a naive one is not")
    Stream<DynamicTest> r40() {
        return perDtype(SpecialValues::crossEntropyIsFinite);
    }

    @TestFactory
    @Order(41)
    @DisplayName("R41 NaN and infinity in optional operations")
    Stream<DynamicTest> r41() {
        return perDtype(SpecialValues::optional);
    }

    // --------------------------------------------------------------------------------------- tensors on this backend

    @TestFactory
    @Order(42)
    @DisplayName("R42 every operation gives what its definition says")
    Stream<DynamicTest> r42() {
        return perOperation(List.of(DType.values()), OperationCases.all(), OperationRules::givesWhatTheDefinitionSays);
    }

    @TestFactory
    @Order(43)
    @DisplayName("R43 every gradient agrees with numerical differentiation")
    Stream<DynamicTest> r43() {
        return perOperation(List.of(DType.FLOAT64), smooth(), GradientRules::agreesWithCentralDifferences);
    }

    @TestFactory
    @Order(44)
    @DisplayName("R44 every gradient agrees with the reference backend")
    Stream<DynamicTest> r44() {
        return perOperation(List.of(DType.values()), smooth(), GradientRules::agreesWithTheReference);
    }

    @TestFactory
    @Order(45)
    @DisplayName("R45 operations leave inputs, outputs and gradients alone")
    Stream<DynamicTest> r45() {
        return perOperation(
                List.of(DType.values()), OperationCases.all(), GradientRules::leavesUpstreamGradientAndInputsAlone);
    }

    @TestFactory
    @Order(46)
    @DisplayName("R46 what does not fit is refused in the same words")
    Stream<DynamicTest> r46() {
        return perDtype(subject -> {
            RefusalRules.saysWhatDoesNotFit(subject);
            RefusalRules.everyOperationRefuses(subject);
        });
    }

    @TestFactory
    @Order(47)
    @DisplayName("R47 the gradient of a two-layer net agrees with the reference backend")
    Stream<DynamicTest> r47() {
        return perDtype(NetRules::gradientAgreesWithTheReference);
    }

    @TestFactory
    @Order(48)
    @DisplayName("R48 tensors end with their scope, kept ones live on")
    Stream<DynamicTest> r48() {
        return perDtype(NetRules::scopesEndTheirTensors);
    }

    // ---------------------------------------------------------------------------------------------- identity and end

    @Test
    @Order(49)
    @DisplayName("R49 name and device are said in words")
    void r49() {
        IdentityRules.nameAndDevice(backend());
    }

    @Test
    @Order(50)
    @DisplayName("R50 a dtype is supported or refused, always the same")
    void r50() {
        IdentityRules.supportsADtype(backend());
    }

    @Test
    @Order(51)
    @DisplayName("R51 a provider answers at once and never throws")
    void r51() {
        IdentityRules.providerAnswers(requiredProvider());
    }

    @Test
    @Order(52)
    @DisplayName("R52 the provider leads to the backend")
    void r52() {
        IdentityRules.providerLeadsToTheBackend(requiredProvider(), backend());
    }

    @Test
    @Order(53)
    @DisplayName("R53 a closed backend takes nothing else with it")
    void r53() {
        TensorBackend fresh = requiredNewBackend(1);
        assertNotSame(backend(), fresh, "newBackend gives the backend under test");
        IdentityRules.closes(fresh, backend());
    }

    // --------------------------------------------------------------------------------- large sizes, small numbers

    @TestFactory
    @Order(54)
    @DisplayName("R54 large sizes are sizes like others")
    Stream<DynamicTest> r54() {
        return Stream.of(
                        perDtype(LargeRules::areRight),
                        perDtype(", the bits", subject -> LargeRules.giveTheSameBits(subject, this::newBackend)),
                        Stream.of(inDtype(
                                DType.FLOAT32,
                                ", more elements than a float counts",
                                LargeRules::goBeyondWhatAFloatCounts)))
                .flatMap(tests -> tests);
    }

    @TestFactory
    @Order(55)
    @DisplayName("R55 subnormal numbers are numbers like others")
    Stream<DynamicTest> r55() {
        return perDtype(SubnormalRules::countAsWhatTheyAre);
    }

    // --------------------------------------------------------------------------------- optional: steps of optimizers

    @TestFactory
    @Order(56)
    @DisplayName("R56 sqrt keeps its ulps from the smallest to the largest number")
    Stream<DynamicTest> r56() {
        return perDtype(OptionalRules::sqrtIsRight);
    }

    @TestFactory
    @Order(57)
    @DisplayName("R57 clamp keeps what lies between its limits, and NaN")
    Stream<DynamicTest> r57() {
        return perDtype(OptionalRules::clampKeepsWhatLiesBetween);
    }

    @TestFactory
    @Order(58)
    @DisplayName("R58 axpby scales both operands, and with beta = 0 overwrites")
    Stream<DynamicTest> r58() {
        return perDtype(OptionalRules::axpbyScalesBoth);
    }

    @TestFactory
    @Order(59)
    @DisplayName("R59 rmsStep and adamStep change each element of state and parameter by its own gradient")
    Stream<DynamicTest> r59() {
        return perDtype(OptionalRules::stepsChangeStateAndParameter);
    }

    // ------------------------------------------------------------------------------------------ optional: beforehand

    @TestFactory
    @Order(60)
    @DisplayName("R60 prepare changes no result")
    Stream<DynamicTest> r60() {
        return perDtype(CallRules::preparingChangesNoResult);
    }

    // ---------------------------------------------------------------------------------------------- optional: images

    @TestFactory
    @Order(61)
    @DisplayName("R61 gatherGreys divides each grey value by 255")
    Stream<DynamicTest> r61() {
        return perDtype(OptionalRules::greysAreDividedBy255);
    }
}
