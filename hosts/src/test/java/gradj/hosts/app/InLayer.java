package gradj.hosts.app;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Puts an application into a layer of modules beside the JDK's, as servers and tools of plug-ins do. */
public final class InLayer {
    private InLayer() {}

    /**
     * Prints what was learned there.
     *
     * @param args module path, one loader or many, the class of the module {@code lesson} that learns
     */
    public static void main(String[] args) throws ReflectiveOperationException {
        Path[] modules =
                Stream.of(args[0].split(File.pathSeparator)).map(Path::of).toArray(Path[]::new);
        ModuleLayer boot = ModuleLayer.boot();
        Configuration resolved =
                boot.configuration().resolveAndBind(ModuleFinder.of(modules), ModuleFinder.of(), Set.of("lesson"));
        ClassLoader parent = ClassLoader.getSystemClassLoader();
        ModuleLayer.Controller controller = args[1].equals("one")
                ? ModuleLayer.defineModulesWithOneLoader(resolved, List.of(boot), parent)
                : ModuleLayer.defineModulesWithManyLoaders(resolved, List.of(boot), parent);
        Module lesson = controller.layer().findModule("lesson").orElseThrow();
        controller.addExports(lesson, "gradj.hosts.app", InLayer.class.getModule());
        System.out.println(Class.forName(lesson, args[2]).getMethod("learn").invoke(null));
    }
}
