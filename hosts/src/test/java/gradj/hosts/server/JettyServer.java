package gradj.hosts.server;

import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/** Jetty with its own class loader of a web application. */
final class JettyServer implements Server {
    private final ExecutorService pool = Deployments.pool();
    private final org.eclipse.jetty.server.Server jetty = new org.eclipse.jetty.server.Server();
    private final ContextHandlerCollection contexts = new ContextHandlerCollection(true);
    private final Path application;

    JettyServer(Path application) throws Exception {
        this.application = application;
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        jetty.setHandler(contexts);
        jetty.start();
    }

    @Override
    public Application deploy() throws Exception {
        WebAppContext context = new WebAppContext(application.toString(), "/app");
        context.setThrowUnavailableOnStartupException(true);
        context.getServletContext().setAttribute("pool", pool);
        contexts.addHandler(context);
        context.start();
        ClassLoader loader = context.getClassLoader();
        return new Application() {
            @Override
            public String learn() throws Exception {
                return WebServer.ask(((NetworkConnector) jetty.getConnectors()[0]).getLocalPort());
            }

            @Override
            public ClassLoader loader() {
                return loader;
            }

            @Override
            public void undeploy() throws Exception {
                context.stop();
                contexts.removeHandler(context);
                context.destroy();
            }
        };
    }

    @Override
    public void close() throws Exception {
        jetty.stop();
        pool.shutdown();
    }
}
