package gradj.hosts.app;

import gradj.backend.Backends;
import java.util.concurrent.Callable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle that offers a lesson as a service. */
public final class LessonBundle implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        Callable<String> lesson = Lesson::learn;
        context.registerService(Callable.class, lesson, null);
    }

    @Override
    public void stop(BundleContext context) {
        Backends.close();
    }
}
