package gradj.hosts.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** Felix, an OSGi framework: each bundle has a loader of its own. Several are installed in the order of their names. */
final class FelixServer implements Server {
    private final Felix felix;
    private final List<Path> jars;

    /** @param folder of the bundles */
    FelixServer(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
        Path cache = Files.createTempDirectory(folder.getParent(), "felix");
        felix = new Felix(Map.of("org.osgi.framework.storage", cache.toString()));
        felix.start();
    }

    @Override
    public Application deploy() throws Exception {
        List<Bundle> bundles = new java.util.ArrayList<>();
        for (Path jar : jars) {
            bundles.add(felix.getBundleContext().installBundle(jar.toUri().toString()));
        }
        for (Bundle bundle : bundles) {
            if (bundle.getHeaders().get("Fragment-Host") == null) {
                bundle.start();
            }
        }
        ServiceReference<?> service = felix.getBundleContext().getServiceReference(Callable.class.getName());
        ClassLoader loader = service.getBundle().adapt(BundleWiring.class).getClassLoader();
        return new Application() {
            @Override
            public String learn() throws Exception {
                return ((Callable<?>) felix.getBundleContext().getService(service))
                        .call()
                        .toString();
            }

            @Override
            public ClassLoader loader() {
                return loader;
            }

            @Override
            public void undeploy() throws Exception {
                felix.getBundleContext().ungetService(service);
                for (Bundle bundle : bundles) {
                    bundle.uninstall();
                }
                CountDownLatch refreshed = new CountDownLatch(1);
                felix.adapt(FrameworkWiring.class).refreshBundles(bundles, event -> refreshed.countDown());
                refreshed.await();
            }
        };
    }

    @Override
    public void close() throws Exception {
        felix.stop();
        felix.waitForStop(0);
    }
}
