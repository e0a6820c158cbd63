package gradj.hosts.server;

/** Something that takes applications in and lets them go while its process goes on. */
interface Server extends AutoCloseable {
    Application deploy() throws Exception;

    /** An application that runs. */
    interface Application {
        /** What it learned, on threads that outlive it. */
        String learn() throws Exception;

        /** The loader of its classes, which should go with it. */
        ClassLoader loader();

        void undeploy() throws Exception;
    }
}
