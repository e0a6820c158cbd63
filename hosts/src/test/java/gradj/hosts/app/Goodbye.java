package gradj.hosts.app;

import gradj.backend.Backends;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/** All that a web application does to be let go. */
public final class Goodbye implements ServletContextListener {
    @Override
    public void contextDestroyed(ServletContextEvent event) {
        Backends.close();
    }
}
