package gradj;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import gradj.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The order of the packages, and that nothing but the JDK's base is needed. */
class ArchitectureTest {
    /** Lowest first: each may use those before it. */
    private static final List<String> ORDER = List.of(
            "gradj.spi",
            "gradj.tensor",
            "gradj.backend.array",
            "gradj.backend",
            "gradj.op",
            "gradj.gradcheck",
            "gradj.nn",
            "gradj.optim",
            "gradj.data",
            "gradj.graph",
            "gradj.graph.picture",
            "gradj.io",
            "gradj.train");

    /** The folder or jar that {@link Tensor} comes from, without the tests. */
    private static final JavaClasses CORE = new ClassFileImporter()
            .importUrl(Tensor.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void everyPackageHasItsPlaceInTheOrder() {
        TreeSet<String> found =
                CORE.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
        found.removeAll(ORDER);
        assertEquals(new TreeSet<>(), found);
    }

    @Test
    void packagesUseOnlyThoseBelow() {
        for (int i = 0; i < ORDER.size(); i++) {
            List<String> allowed = new ArrayList<>(ORDER.subList(0, i + 1));
            allowed.add("org.jspecify.annotations");
            classes()
                    .that()
                    .resideInAPackage(ORDER.get(i))
                    .should()
                    .onlyDependOnClassesThat(isInOneOf(allowed).or(isInJavaBase()))
                    .allowEmptyShould(true)
                    .because("the order is " + ORDER)
                    .check(CORE);
        }
    }

    @Test
    void thereAreNoCircles() {
        slices().matching("gradj.(*)..").should().beFreeOfCycles().check(CORE);
    }

    private static DescribedPredicate<JavaClass> isInOneOf(List<String> packages) {
        return DescribedPredicate.describe(
                "are in " + packages,
                type -> packages.contains(type.getBaseComponentType().getPackageName()));
    }

    private static DescribedPredicate<JavaClass> isInJavaBase() {
        ModuleLayer layer = ModuleLayer.boot();
        TreeSet<String> packages =
                new TreeSet<>(layer.findModule("java.base").orElseThrow().getPackages());
        packages.removeIf(name -> !name.startsWith("java.") && !name.startsWith("javax."));
        packages.add(""); // primitive types
        return DescribedPredicate.describe(
                "are in java.base",
                type -> packages.contains(type.getBaseComponentType().getPackageName()));
    }

    @Test
    void nothingStaticCanBeReplaced() {
        noFields()
                .that()
                .areStatic()
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .should()
                .notBeFinal()
                .check(CORE);
    }

    @Test
    void nothingStaticAndPublicIsAnArrayOrCollection() {
        noFields()
                .that()
                .areStatic()
                .and()
                .arePublic()
                .should()
                .haveRawType(DescribedPredicate.describe(
                        "array or collection",
                        type -> type.isArray()
                                || type.isAssignableTo(java.util.Collection.class)
                                || type.isAssignableTo(java.util.Map.class)))
                .check(CORE);
    }

    @Test
    void everyPackageIsNullMarked() {
        for (JavaPackage gradjPackage : CORE.getPackage("gradj").getSubpackages()) {
            assertTrue(
                    gradjPackage.isAnnotatedWith("org.jspecify.annotations.NullMarked"),
                    gradjPackage.getName() + ": package-info with @NullMarked");
        }
    }

    /** A public type says in its first sentence what it is: its Javadoc ends right above it or its annotations. */
    @Test
    void everyPublicTypeHasJavadoc() throws IOException {
        Pattern documented = Pattern.compile("\\*/\\s*(@\\w+(\\([^)]*\\))?\\s*(//[^\\n]*)?\\s*)*"
                + "public (final |abstract |sealed |non-sealed )*(class|interface|record|enum|@interface) ");
        List<Path> sources;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/gradj"))) {
            sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        }
        assertTrue(sources.size() > 50, "run in the module's folder");
        for (Path source : sources) {
            String text = Files.readString(source);
            if (Pattern.compile("(?m)^public ").matcher(text).find()) {
                assertTrue(documented.matcher(text).find(), source + ": no Javadoc on the public type");
            }
        }
    }
}
