package gradj.backend;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/** Where a class comes from, and of which version. */
final class Origin {
    private Origin() {}

    /** Its jar or folder, and its class loader. */
    static String of(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        String place = source == null || source.getLocation() == null
                ? "of an unknown place"
                : String.valueOf(source.getLocation());
        return place + " (" + loader(type.getClassLoader()) + ")";
    }

    private static String loader(@Nullable ClassLoader loader) {
        if (loader == null) {
            return "the bootstrap loader";
        }
        String name = loader.getName();
        return name == null ? loader.getClass().getName() : "loader " + name;
    }

    /**
     * The version of the module that the class came from: the text of {@code META-INF/gradj/PACKAGE.version}, which every
     * backend of gradj brings and which is the same in a fat jar; else its module's or its jar's; else {@code unknown}.
     */
    static String versionOf(Class<?> type) {
        try (InputStream text = type.getResourceAsStream("/META-INF/gradj/" + type.getPackageName() + ".version")) {
            if (text != null) {
                return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
            }
        } catch (IOException unreadable) {
            // The jar may know.
        }
        @Nullable ModuleDescriptor module = type.getModule().getDescriptor();
        if (module != null && module.rawVersion().isPresent()) {
            return module.rawVersion().get();
        }
        String ofJar = type.getPackage().getImplementationVersion();
        return ofJar == null ? "unknown" : ofJar;
    }
}
