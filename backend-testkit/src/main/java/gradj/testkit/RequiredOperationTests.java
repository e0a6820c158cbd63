package gradj.testkit;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;

/** Rules 17 to 35: the required operations. */
abstract class RequiredOperationTests extends MemoryAndCallTests {
    // ------------------------------------------------------------------------------------------------------ products

    @TestFactory
    @Order(17)
    @DisplayName("R17 dot gives A B within its error bound")
    Stream<DynamicTest> r17() {
        return perDtype(RequiredRules::dot);
    }

    @TestFactory
    @Order(18)
    @DisplayName("R18 a transposed operand of dot is read by columns")
    Stream<DynamicTest> r18() {
        return perDtype(RequiredRules::dotTransposed);
    }

    @TestFactory
    @Order(19)
    @DisplayName("R19 dot scales by alpha and adds beta C")
    Stream<DynamicTest> r19() {
        return perDtype(subject -> {
            RequiredRules.dotScalesAndAccumulates(subject);
            RequiredRules.dotScalesAndAccumulatesTransposed(subject);
        });
    }

    @TestFactory
    @Order(20)
    @DisplayName("R20 dot with beta = 0 overwrites whatever C held")
    Stream<DynamicTest> r20() {
        return perDtype(RequiredRules::betaZeroOverwrites);
    }

    @TestFactory
    @Order(21)
    @DisplayName("R21 dot with k = 0 leaves beta C")
    Stream<DynamicTest> r21() {
        return perDtype(RequiredRules::noTerms);
    }

    @TestFactory
    @Order(22)
    @DisplayName("R22 NaN and infinity spread through dot")
    Stream<DynamicTest> r22() {
        return perDtype(SpecialValues::dot);
    }

    @TestFactory
    @Order(23)
    @DisplayName("R23 transpose moves every element exactly")
    Stream<DynamicTest> r23() {
        return perDtype(RequiredRules::transpose);
    }

    // ---------------------------------------------------------------------------------------------------- reductions

    @TestFactory
    @Order(24)
    @DisplayName("R24 a sum along any axis lies within its error bound")
    Stream<DynamicTest> r24() {
        return perDtype(RequiredRules::sum);
    }

    @TestFactory
    @Order(25)
    @DisplayName("R25 a maximum along any axis is one of the elements, the largest")
    Stream<DynamicTest> r25() {
        return perDtype(RequiredRules::max);
    }

    @TestFactory
    @Order(26)
    @DisplayName("R26 argmax along any axis gives the first of the largest")
    Stream<DynamicTest> r26() {
        return perDtype(RequiredRules::argmax);
    }

    @TestFactory
    @Order(27)
    @DisplayName("R27 NaN and infinity in reductions")
    Stream<DynamicTest> r27() {
        return perDtype(SpecialValues::reductions);
    }

    // -------------------------------------------------------------------------------------------- element by element

    @TestFactory
    @Order(28)
    @DisplayName("R28 unary operations lie within their ulps")
    Stream<DynamicTest> r28() {
        return perDtype(RequiredRules::unary);
    }

    @TestFactory
    @Order(29)
    @DisplayName("R29 unary operations of NaN, infinity and zeros")
    Stream<DynamicTest> r29() {
        return perDtype(SpecialValues::unary);
    }

    @TestFactory
    @Order(30)
    @DisplayName("R30 sigmoid far from zero neither overflows nor vanishes")
    Stream<DynamicTest> r30() {
        return perDtype(SpecialValues::sigmoidFarFromZero);
    }

    @TestFactory
    @Order(31)
    @DisplayName("R31 binary operations are rounded as IEEE says")
    Stream<DynamicTest> r31() {
        return perDtype(RequiredRules::binary);
    }

    @TestFactory
    @Order(32)
    @DisplayName("R32 an operand of n elements is repeated along outer and inner")
    Stream<DynamicTest> r32() {
        return perDtype(RequiredRules::broadcasts);
    }

    @TestFactory
    @Order(33)
    @DisplayName("R33 binary operations of NaN, infinity and zeros")
    Stream<DynamicTest> r33() {
        return perDtype(SpecialValues::binary);
    }

    @TestFactory
    @Order(34)
    @DisplayName("R34 select takes A where the condition is above 0, else B")
    Stream<DynamicTest> r34() {
        return perDtype(RequiredRules::select);
    }

    @TestFactory
    @Order(35)
    @DisplayName("R35 a NaN condition of select chooses B")
    Stream<DynamicTest> r35() {
        return perDtype(RequiredRules::selectWithNaNCondition);
    }
}
