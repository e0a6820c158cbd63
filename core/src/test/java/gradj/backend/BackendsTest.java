package gradj.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.TestProviders.AnswersNull;
import gradj.backend.TestProviders.Best;
import gradj.backend.TestProviders.Closable;
import gradj.backend.TestProviders.CountsQuestions;
import gradj.backend.TestProviders.ThrowsInConstructor;
import gradj.backend.TestProviders.ThrowsInCreate;
import gradj.backend.TestProviders.ThrowsWhenAsked;
import gradj.backend.TestProviders.Unavailable;
import gradj.spi.Availability;
import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendsTest {
    private static final String PROPERTY = "gradj.backend";

    @TempDir
    private Path folder;

    private String before;

    @BeforeEach
    void clearProperty() {
        Backends.close(); // and what other tests found
        before = System.clearProperty(PROPERTY);
    }

    @AfterEach
    void restoreProperty() {
        Backends.close();
        if (before == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }

    @Test
    void givesTheBackendAskedFor() {
        assertEquals("reference", Backends.get("reference").name());
        assertEquals("java", Backends.get("java").name());
        assertSame(Backends.get("java"), Backends.get("java"));
    }

    @Test
    void thePropertyChoosesAndAnArgumentOverrulesIt() {
        System.setProperty(PROPERTY, "reference");
        assertEquals("reference", Backends.get().name());
        assertEquals("reference", Backends.float32().backend().name());
        assertEquals(DType.FLOAT32, Backends.float32().dtype());
        assertEquals(DType.FLOAT64, Backends.float64().dtype());
        assertEquals("java", Backends.get("java").name());
    }

    @Test
    void anUnknownNameListsWhatThereIs() {
        BackendUnavailableException thrown =
                assertThrowsExactly(BackendUnavailableException.class, () -> Backends.get("nosuch"));
        assertEquals(
                "there is no backend nosuch; backends here: java (available), reference (available)",
                thrown.getMessage());
        assertEquals("nosuch", thrown.name());
        assertEquals(
                List.of("java", "reference"),
                thrown.candidates().stream().map(Candidate::name).toList());
        System.setProperty(PROPERTY, "nosuch");
        assertThrowsExactly(BackendUnavailableException.class, Backends::get);
    }

    private ProviderFolder announce(String... classNames) {
        return new ProviderFolder(folder, classNames);
    }

    private ProviderFolder announce(Class<?> provider) {
        return announce(provider.getName());
    }

    @Test
    void theHighestPriorityThatIsAvailableIsTheDefault() throws IOException {
        try (ProviderFolder providers = announce(Unavailable.class.getName(), Best.class.getName())) {
            assertSame(Backends.get("best"), Backends.get());
            assertEquals(
                    List.of("unavailable", "best", "java", "reference"),
                    Backends.candidates().stream().map(Candidate::name).toList());
        }
        Backends.close();
        assertEquals("java", Backends.get().name());
    }

    @Test
    void aClosedBackendIsNotHandedOutAgain() throws IOException {
        try (ProviderFolder providers = announce(Closable.class)) {
            TensorBackend first = Backends.get("closable");
            assertSame(first, Backends.get("closable"));
            assertSame(first, Backends.get());
            first.close();
            TensorBackend second = Backends.float32().backend();
            assertNotSame(first, second);
            assertSame(second, Backends.get("closable"));
            assertEquals(3, Backends.float64().vector(1, 2).sum().item());
            assertEquals(2, second.allocate(DType.FLOAT32, 2).size());
            second.close();
            assertTrue(Backends.report().get(0).device().isPresent());
            assertNotSame(second, Backends.get("closable"));
        }
    }

    @Test
    void aBackendThatNeedsNoClosingStaysTheSame() {
        TensorBackend java = Backends.get("java");
        java.close();
        assertSame(java, Backends.get("java"));
        assertEquals(3, new Tensors(java, DType.FLOAT32).vector(1, 2).sum().item());
    }

    /** However many ask at once for one that is closed: one new one is made, and all get it. */
    @Test
    void threadsThatRaceGetTheSameNewBackend() throws IOException {
        try (ProviderFolder providers = announce(Closable.class)) {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            Backends.get("closable").close();
            int before = Closable.CREATED.get();
            List<CompletableFuture<TensorBackend>> asked = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> closableBy(loader)))
                    .limit(50)
                    .toList();
            assertEquals(
                    1,
                    asked.stream()
                            .map(one -> System.identityHashCode(one.join()))
                            .distinct()
                            .count());
            assertEquals(before + 1, Closable.CREATED.get());
        }
    }

    private static TensorBackend closableBy(ClassLoader loader) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            return Backends.get("closable");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void theAnnouncementNamesBetterBackendsThatCannotRun() {
        TensorBackend java = Backends.get("java");
        String plain = "backend java on CPU, by priority; -Dgradj.backend=NAME chooses another";
        assertEquals(plain, Backends.announcement(java, List.of()));
        Candidate one = new Candidate("fast", "1", 300, Availability.no("libfast.so\n is missing", "install it"));
        Candidate two = new Candidate("faster", "1", 400, Availability.no("no device", "buy one"));
        assertEquals(
                plain + "; fast is here and comes first, but cannot run: libfast.so is missing (install it)"
                        + "; faster is here and comes first, but cannot run: no device (buy one)",
                Backends.announcement(java, List.of(one, two)));
    }

    @Test
    void whatIsAskedForAndCannotRunIsAnErrorWithItsMend() throws IOException {
        try (ProviderFolder providers = announce(Unavailable.class)) {
            BackendUnavailableException thrown =
                    assertThrowsExactly(BackendUnavailableException.class, () -> Backends.get("unavailable"));
            assertEquals(
                    "backend unavailable cannot run here; backends here: "
                            + "unavailable (not available: libfast.so is missing (apt-get install libfast)), "
                            + "java (available), reference (available)",
                    thrown.getMessage());
        }
    }

    @Test
    void aBackendThatFailsToStartIsAnErrorWithItsCause() throws IOException {
        try (ProviderFolder providers = announce(ThrowsInCreate.class)) {
            BackendUnavailableException thrown =
                    assertThrowsExactly(BackendUnavailableException.class, () -> Backends.get("promising"));
            assertTrue(
                    thrown.getMessage()
                            .startsWith(
                                    "backend promising failed to start: java.lang.UnsatisfiedLinkError: libpromise.so"),
                    thrown.getMessage());
            assertEquals(UnsatisfiedLinkError.class, thrown.getCause().getClass());
            assertEquals("java", Backends.get("java").name());
            assertEquals("java", Backends.get().name(), "an implicit choice goes on to the next");
        }
    }

    @Test
    void oneBrokenProviderNeverHidesTheOthers() throws IOException {
        ProviderFolder.compileWithMissingParent(folder, "Orphan");
        Map<String, String> broken = Map.of(
                ThrowsInConstructor.class.getName(),
                "no constructor",
                ThrowsWhenAsked.class.getName(),
                "com/example/Native",
                AnswersNull.class.getName(),
                "is null",
                BackendsTest.class.getName(),
                "not a subtype",
                "gradj.NoSuchProvider",
                "gradj.NoSuchProvider not found",
                "Orphan",
                "Missing");
        for (Map.Entry<String, String> entry : broken.entrySet()) {
            try (ProviderFolder providers = announce(entry.getKey(), Best.class.getName())) {
                Backends.askAll();
                List<Candidate> candidates = Backends.candidates();
                List<String> names = candidates.stream().map(Candidate::name).toList();
                assertTrue(names.containsAll(List.of("java", "reference")), entry.getKey() + ": " + names);
                assertSame(Backends.get("best"), Backends.get(), entry.getKey());
                List<Availability> refused = candidates.stream()
                        .map(Candidate::availability)
                        .filter(availability -> !availability.isAvailable())
                        .toList();
                assertEquals(1, refused.size(), entry.getKey() + ": " + candidates);
                assertTrue(refused.get(0).reason().contains(entry.getValue()), entry.getKey() + ": " + refused);
                assertEquals(false, refused.get(0).remedy().isBlank());
            }
            Backends.close();
        }
    }

    @Test
    void aGarbledAnnouncementHidesNoOther() throws IOException {
        try (ProviderFolder providers = announce("not a class name!")) {
            assertEquals("java", Backends.get().name());
            assertEquals(3, Backends.candidates().size());
        }
    }

    @Test
    void severalBrokenProvidersAreAllListed() throws IOException {
        String[] broken = {"a.B", ThrowsWhenAsked.class.getName(), "a.C", ThrowsInConstructor.class.getName()};
        List<String> announced = new ArrayList<>(List.of(broken));
        announced.add(Best.class.getName());
        try (ProviderFolder providers = announce(announced.toArray(String[]::new))) {
            assertSame(Backends.get("best"), Backends.get());
            assertEquals(3 + broken.length, Backends.candidates().size());
        }
    }

    @Test
    void anImplicitChoiceAsksNobodyBehindTheChosen() throws IOException {
        CountsQuestions.questions = 0;
        try (ProviderFolder providers = announce(CountsQuestions.class.getName())) {
            assertEquals("java", Backends.get().name());
            assertEquals("reference", Backends.get("reference").name());
            assertEquals(0, CountsQuestions.questions);
            BackendUnavailableException thrown =
                    assertThrowsExactly(BackendUnavailableException.class, () -> Backends.get("nosuch"));
            assertEquals(
                    "there is no backend nosuch; backends here: java (available), counts (not asked), reference (available)",
                    thrown.getMessage());
            assertEquals(Availability.notAsked(), Backends.candidates().get(1).availability());
            assertTrue(Backends.report().get(1).device().isEmpty());
            assertEquals(0, CountsQuestions.questions);
            Backends.askAll();
            Backends.askAll();
            assertEquals(Availability.yes(), Backends.candidates().get(1).availability());
            assertTrue(Backends.report().get(1).device().isPresent());
            assertEquals(1, CountsQuestions.questions);
        }
    }

    @Test
    void theReportTellsDeviceAndDtypesOrWhyNot() throws IOException {
        try (ProviderFolder providers = announce(ThrowsInCreate.class.getName(), Unavailable.class.getName())) {
            Backends.askAll();
            Map<String, BackendReport> reports = Backends.report().stream()
                    .collect(Collectors.toMap(report -> report.candidate().name(), report -> report));
            assertEquals(
                    List.of(DType.FLOAT32, DType.FLOAT64), reports.get("java").dtypes());
            assertEquals("CPU", reports.get("java").device().orElseThrow().description());
            assertEquals(
                    "libfast.so is missing",
                    reports.get("unavailable").candidate().availability().reason());
            Availability promising = reports.get("promising").candidate().availability();
            assertEquals("it failed to start: java.lang.UnsatisfiedLinkError: libpromise.so", promising.reason());
            assertTrue(reports.get("promising").device().isEmpty());
        }
    }

    /** Prints the chosen backend: started as a process of its own, because an environment cannot be changed inside. */
    public static final class PrintChoice {
        private PrintChoice() {}

        public static void main(String[] arguments) {
            System.out.println(Backends.get().name());
        }
    }

    @Test
    void theEnvironmentChoosesAndThePropertyOverrulesIt() throws IOException {
        Map<String, String> asked = Map.of("GRADJ_BACKEND", "reference");
        assertEquals("java", ChildJvm.run(PrintChoice.class, Map.of("GRADJ_BACKEND", "")));
        assertEquals("reference", ChildJvm.run(PrintChoice.class, asked));
        assertEquals("java", ChildJvm.run(PrintChoice.class, asked, "-Dgradj.backend=java"));
    }

    /** The service file and the module descriptor announce the same providers. */
    @Test
    void bothAnnouncementsAgree() throws IOException {
        String module = Files.readString(Path.of("src/main/java/module-info.java"));
        List<String> lines = Files.readAllLines(
                Path.of("src/main/resources/META-INF/services/" + TensorBackendProvider.class.getName()));
        for (String line : lines) {
            assertTrue(module.contains(line.replace('$', '.')), line);
        }
        assertEquals(2, lines.size());
    }
}
