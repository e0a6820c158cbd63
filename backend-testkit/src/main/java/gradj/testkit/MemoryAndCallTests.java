package gradj.testkit;

import gradj.spi.TensorBackend;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;

/** Rules 1 to 16: memory, and what holds for every call. */
abstract class MemoryAndCallTests extends RuleTests {
    // -------------------------------------------------------------------------------------------------------- memory

    @TestFactory
    @Order(1)
    @DisplayName("R1 allocate gives a storage of exactly the dtype and size asked for")
    Stream<DynamicTest> r1() {
        return perDtype(MemoryRules::allocateGivesWhatWasAsked);
    }

    @TestFactory
    @Order(2)
    @DisplayName("R2 storages in use are distinct")
    Stream<DynamicTest> r2() {
        return perDtype(MemoryRules::liveStoragesAreDistinct);
    }

    @TestFactory
    @Order(3)
    @DisplayName("R3 a released storage is handed out to one caller only")
    Stream<DynamicTest> r3() {
        return perDtype(MemoryRules::releasedStorageIsHandedOutOnce);
    }

    @TestFactory
    @Order(4)
    @DisplayName("R4 released memory is reused or freed")
    Stream<DynamicTest> r4() {
        return perDtype(MemoryRules::releasedMemoryIsReusedOrFreed);
    }

    @TestFactory
    @Order(5)
    @DisplayName("R5 what is written is read back to the bit")
    Stream<DynamicTest> r5() {
        return perDtype(MemoryRules::whatIsWrittenIsReadBack);
    }

    @TestFactory
    @Order(6)
    @DisplayName("R6 write and read move exactly the elements asked for")
    Stream<DynamicTest> r6() {
        return perDtype(MemoryRules::piecesGoWhereTheyBelong);
    }

    // ---------------------------------------------------------------------------------------------------- every call

    @TestFactory
    @Order(7)
    @DisplayName("R7 every element of an output is written, its former content not read")
    Stream<DynamicTest> r7() {
        return perDtype(CallRules::everyOutputElementIsWritten);
    }

    @TestFactory
    @Order(8)
    @DisplayName("R8 nothing outside the output is written")
    Stream<DynamicTest> r8() {
        return perDtype(CallRules::nothingOutsideIsWritten);
    }

    @TestFactory
    @Order(9)
    @DisplayName("R9 inputs are unchanged")
    Stream<DynamicTest> r9() {
        return perDtype(CallRules::inputsAreUnchanged);
    }

    @TestFactory
    @Order(10)
    @DisplayName("R10 sizes 0 and 1 are sizes like others")
    Stream<DynamicTest> r10() {
        return perDtype(CallRules::sizesZeroAndOne);
    }

    @TestFactory
    @Order(11)
    @DisplayName("R11 one storage may be two inputs")
    Stream<DynamicTest> r11() {
        return perDtype(CallRules::oneStorageMayBeTwoInputs);
    }

    @TestFactory
    @Order(12)
    @DisplayName("R12 calls take effect in the order they are made")
    Stream<DynamicTest> r12() {
        return perDtype(CallRules::callsTakeEffectInOrder);
    }

    @TestFactory
    @Order(13)
    @DisplayName("R13 the same call gives the same bits again")
    Stream<DynamicTest> r13() {
        return perDtype(CallRules::givesTheSameBitsAgain);
    }

    @TestFactory
    @Order(14)
    @DisplayName("R14 any number of threads gives the same bits")
    Stream<DynamicTest> r14() {
        return Stream.of(1, 2, 3)
                .flatMap(threads -> perDtype(subject -> {
                    try (TensorBackend other = requiredNewBackend(threads)) {
                        ThreadRules.sameBitsAs(subject, other, threads);
                    }
                }));
    }

    @TestFactory
    @Order(15)
    @DisplayName("R15 concurrent callers do not disturb each other")
    Stream<DynamicTest> r15() {
        return perDtype(ThreadRules::concurrentCallersDoNotDisturb);
    }

    @TestFactory
    @Order(16)
    @DisplayName("R16 a storage may be used in another thread than it was made in")
    Stream<DynamicTest> r16() {
        return perDtype(ThreadRules::storagesMayChangeThreads);
    }
}
