package gradj.hosts.server;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** Tomcat with its own class loader of a web application. */
final class TomcatServer implements Server {
    private final ExecutorService pool = Deployments.pool();
    private final Tomcat tomcat = new Tomcat();
    private final Path application;

    /** @param shared what lies in the server's shared folder: one loader above those of the web applications */
    TomcatServer(Path application, List<String> shared) throws Exception {
        this.application = application;
        List<URL> urls = new ArrayList<>();
        for (String jar : shared) {
            urls.add(Path.of(jar).toUri().toURL());
        }
        tomcat.setBaseDir(
                Files.createTempDirectory(application.getParent(), "tomcat").toString());
        tomcat.setHostname("localhost");
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.setAddDefaultWebXmlToWebapp(false);
        ClassLoader own = Deployments.class.getClassLoader();
        tomcat.getHost().setParentClassLoader(new URLClassLoader(urls.toArray(URL[]::new), own));
        tomcat.start();
    }

    @Override
    public Application deploy() {
        Context context = tomcat.addWebapp("/app", application.toString());
        context.getServletContext().setAttribute("pool", pool);
        if (!context.getState().isAvailable()) {
            throw new IllegalStateException("Tomcat started no web application");
        }
        return new Application() {
            @Override
            public String learn() throws Exception {
                return WebServer.ask(tomcat.getConnector().getLocalPort());
            }

            @Override
            public ClassLoader loader() {
                return context.getLoader().getClassLoader();
            }

            @Override
            public void undeploy() throws Exception {
                tomcat.getHost().removeChild(context);
            }
        };
    }

    @Override
    public void close() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        pool.shutdown();
    }
}
