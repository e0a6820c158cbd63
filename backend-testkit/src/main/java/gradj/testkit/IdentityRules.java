package gradj.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.spi.Availability;
import gradj.spi.DType;
import gradj.spi.DeviceInfo;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import gradj.tensor.Tensors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.opentest4j.AssertionFailedError;

/** What a backend and its provider say of themselves, and their end. */
final class IdentityRules {
    /** A hundred answers; each would be instant. */
    private static final Duration CHEAP = Duration.ofSeconds(2);

    private IdentityRules() {}

    static void nameAndDevice(TensorBackend backend) {
        assertName("name()", backend.name());
        assertEquals(backend.name(), backend.name(), "name() gives another name the second time");
        DeviceInfo device = backend.device();
        assertNotNull(device, backend.name() + ": device() is null");
        assertFalse(device.description().isBlank(), backend.name() + ": device().description() is empty");
        assertTrue(device.threads() >= 0, backend.name() + ": device().threads() is " + device.threads());
        assertNotNull(device.simd(), backend.name() + ": device().simd() is null");
    }

    private static void assertName(String what, String name) {
        assertTrue(
                name.matches("[a-z][a-z0-9-]{0,30}"),
                what + ": expected a short name in lower case, letters, digits and hyphens, got \"" + name + "\"");
    }

    static void supportsADtype(TensorBackend backend) {
        List<DType> supported =
                Arrays.stream(DType.values()).filter(backend::supports).toList();
        assertFalse(supported.isEmpty(), backend.name() + ": supports neither float32 nor float64");
        for (DType dtype : DType.values()) {
            assertEquals(
                    supported.contains(dtype),
                    backend.supports(dtype),
                    backend.name() + ": supports(" + dtype + ") changed its answer");
            if (!supported.contains(dtype)) {
                IllegalArgumentException refused =
                        assertThrows(IllegalArgumentException.class, () -> new Tensors(backend, dtype));
                assertEquals("backend " + backend.name() + " does not support " + dtype, refused.getMessage());
            }
        }
    }

    static void providerAnswers(TensorBackendProvider provider) {
        String type = provider.getClass().getName();
        // The quickest of some rounds: what else the machine does makes one slow, not all.
        Duration taken = askAHundredTimes(provider, type);
        for (int more = 0; more < 4 && taken.compareTo(CHEAP) >= 0; more++) {
            taken = askAHundredTimes(provider, type);
        }
        assertTrue(
                taken.compareTo(CHEAP) < 0,
                type + ": 100 times name, priority and availability took " + taken.toMillis()
                        + " ms, expected less than " + CHEAP.toMillis());
    }

    private static Duration askAHundredTimes(TensorBackendProvider provider, String type) {
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            String name = answer(type + ".name()", provider::name);
            assertName(type + ".name()", name);
            assertEquals(name, answer(type + ".name()", provider::name), type + ": the name changed");
            int priority = answer(type + ".priority()", provider::priority);
            assertEquals(priority, answer(type + ".priority()", provider::priority), type + ": the priority changed");
            assertAvailability(type, answer(type + ".availability()", provider::availability));
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void assertAvailability(String type, Availability availability) {
        for (String words : List.of(availability.reason(), availability.remedy())) {
            assertEquals(
                    availability.isAvailable(),
                    words.isBlank(),
                    type + ".availability(): reason and remedy are given exactly when the backend cannot run, got "
                            + availability);
            assertFalse(words.contains("\n"), type + ".availability(): reason and remedy are one line each");
        }
    }

    private static <T> T answer(String question, Supplier<T> provider) {
        try {
            T answer = provider.get();
            assertNotNull(answer, question + " gave null");
            return answer;
        } catch (RuntimeException | LinkageError thrown) {
            throw new AssertionFailedError(question + " threw " + thrown + ": it must never throw", thrown);
        }
    }

    static void providerLeadsToTheBackend(TensorBackendProvider provider, TensorBackend backend) {
        assertEquals(backend.name(), provider.name(), "the provider's name and the backend's");
        assertTrue(
                provider.availability().isAvailable(),
                provider.name() + " runs here, but its provider says: " + provider.availability());
        List<String> found = new ArrayList<>();
        for (TensorBackendProvider other : ServiceLoader.load(TensorBackendProvider.class)) {
            if (other.getClass() == provider.getClass()) {
                return;
            }
            found.add(other.getClass().getName());
        }
        throw new AssertionFailedError(
                "ServiceLoader does not find " + provider.getClass().getName()
                        + ": name it in META-INF/services/" + TensorBackendProvider.class.getName()
                        + " or in module-info; found were " + found);
    }

    /** Closes a backend of its own, twice; the one under test goes on computing. */
    static void closes(TensorBackend fresh, TensorBackend backend) {
        DType dtype = backend.supports(DType.FLOAT32) ? DType.FLOAT32 : DType.FLOAT64;
        Subject subject = new Subject(backend, dtype);
        Storage storage = subject.storage(1, 2, 3);
        Subject own = new Subject(fresh, dtype);
        own.release(own.storage(4, 5, 6));
        Storage neverReleased = own.storage(7, 8);
        assertEquals(2, neverReleased.size());
        fresh.close();
        fresh.close();
        Close.assertSame(
                new double[] {1, 2, 3},
                subject.read(storage),
                subject + ": a storage after another backend of this kind was closed");
        Close.assertRight(subject, new Calls(dtype, 5).products(false, false, 1, 0));
        subject.release(storage);
    }
}
