package gradj.vector;

import gradj.spi.Availability;
import java.lang.module.ModuleFinder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;

/**
 * Whether this JVM computes fast with the Vector API. Without the compiler C2, or where an operation has no instruction,
 * each vector is an object on the heap: everything still comes out right, but 50 to 5000 times as slow as it should.
 */
final class VectorSupport {
    private static final String MODULE = "jdk.incubator.vector";

    private static final String WITHOUT_THE_OPTION = "start Java without that option";

    private static final int NARROWEST_BITS = 128;

    private static final Availability HERE = availability(
            ModuleLayer.boot().findModule(MODULE).isPresent(),
            System.getProperty("java.vm.name", ""),
            System.getProperty("java.vm.info", ""));

    private VectorSupport() {}

    /** What this JVM says; found out once, in microseconds. */
    static Availability availability() {
        return HERE;
    }

    /** The same of a JVM that calls itself so. */
    static Availability availability(boolean hasModule, String vmName, String vmInfo) {
        if (!hasModule) {
            return ModuleFinder.ofSystem().find(MODULE).isPresent()
                    ? Availability.no(
                            "the module " + MODULE + " is not loaded",
                            "start Java with --add-modules " + MODULE + ": in front of -cp or -jar, in an @file, or in"
                                    + " JDK_JAVA_OPTIONS; or require gradj.vector in your module, or link it into an"
                                    + " image by jlink")
                    : Availability.no("this Java comes without the module " + MODULE, "use a whole JDK, 17 or newer");
        }
        // The microseconds are those of y += a x over 1024 floats, which take 0.06 as they should (512 bits).
        if (vmInfo.contains("interpreted mode")) { // 400 to 1300 us
            return Availability.no("this Java does not compile (-Xint)", WITHOUT_THE_OPTION);
        }
        if (vmInfo.contains("emulated-client")) { // 6.5 us
            return Availability.no("the compiler C2 is switched off (-XX:TieredStopAtLevel=1)", WITHOUT_THE_OPTION);
        }
        if (!vmName.contains("Server VM")) {
            return Availability.no(
                    "only the compiler C2 makes SIMD instructions of the Vector API, and " + vmName + " has none",
                    "use a JDK with the HotSpot Server VM");
        }
        if (Width.bits() < NARROWEST_BITS) { // 64 bits: 0.15 us; fewer: 13 us
            return Availability.no(
                    "this Java has no vectors of " + NARROWEST_BITS + " bits or more",
                    "start Java without -XX:MaxVectorSize; an old processor has none");
        }
        if (!MultiplyAdd.isOneInstruction()) { // 4 to 7 us
            return Availability.no(
                    "this processor has no fused multiply-add, or Java does not use it",
                    "start Java without -XX:UseAVX and -XX:-UseFMA; an old processor has none");
        }
        return Availability.yes();
    }

    /** In a class of its own: linked only where the module is there. */
    static final class Width {
        private Width() {}

        /** The width of the vectors that this JVM prefers. */
        static int bits() {
            return VectorShape.preferredShape().vectorBitSize();
        }

        /** In words: {@code 512 bits, 16 floats}. */
        static String inWords() {
            return bits() + " bits, " + FloatVector.SPECIES_PREFERRED.length() + " floats";
        }
    }

    /** Java's {@code Math.fma} is always right; without an instruction it is computed with BigDecimal. */
    private static final class MultiplyAdd {
        private static final int ROUNDS = 16;
        private static final int CALLS = 16;

        /** An instruction takes 0.03 us in the interpreter, less when compiled; BigDecimal 1 us when compiled, else 20. */
        private static final long MOST_NANOS = 400;

        private MultiplyAdd() {}

        /** The quickest of some rounds: what else the machine does makes one slow, not all. */
        static boolean isOneInstruction() {
            double x = 0.1;
            long best = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                for (int call = 0; call < CALLS; call++) {
                    x = Math.fma(x, 0.7, 0.1);
                }
                best = Math.min(best, System.nanoTime() - start);
            }
            return x > 0 && best <= MOST_NANOS * CALLS;
        }
    }
}
