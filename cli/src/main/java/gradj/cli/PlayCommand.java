package gradj.cli;

import gradj.backend.Backends;
import gradj.data.Split;
import gradj.play.PlayServer;
import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradj play}: serves a page to play with, until it is interrupted. */
@Command(
        name = "play",
        description = {
            "Open a page to play with: graphs whose gradients follow when you drag a value, nets that learn",
            "before your eyes, digits that you draw. All is computed here; nothing goes over the network."
        },
        footer = {"", "Ctrl-C ends it."},
        sortOptions = false,
        sortSynopsis = false)
final class PlayCommand implements Callable<Integer> {
    private static final int LAST_PORT = 65_535;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "digits|mnist|FOLDER",
            description = {
                "The digits to learn (default: ${DEFAULT-VALUE}): drawn by gradj itself; MNIST, downloaded",
                "once; or four IDX files in a FOLDER."
            })
    private String data = "digits";

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "What computes; `gradj backends` lists them (default: the fastest that is available).")
    private @Nullable String backend;

    @Option(names = "--port", paramLabel = "N", description = "Where to listen (default: any free port).")
    private int port;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            description = {
                "Serve on this address of the machine in place of 127.0.0.1: whoever reaches it and knows the",
                "page's address may use the page, unencrypted."
            })
    private String address = "127.0.0.1";

    @Option(names = "--no-browser", description = "Print the page's address, and open no browser.")
    private boolean hasNoBrowser;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (port < 0 || port > LAST_PORT) {
            throw new InputException("--port: expected 0 to " + LAST_PORT + ", got " + port);
        }
        RunOptions.requireThreads();
        LogLines.toStderr();
        TensorBackend chosen = backend == null ? Backends.get() : Backends.get(backend);
        Tensors tensors = RunOptions.requireDType(chosen, DType.FLOAT32);
        chosen.prepare(DType.FLOAT32);
        Split images = data.equals("digits") ? null : new DataSource(data, null, 1).load();
        try (PlayServer server = start(tensors, images)) {
            out.println("gradj play: " + server.url());
            out.println("Ctrl-C ends it");
            out.flush();
            if (!hasNoBrowser) {
                open(server.url());
            }
            Thread.currentThread().join(); // until a signal ends Java
        }
        return Main.FINE;
    }

    private PlayServer start(Tensors tensors, @Nullable Split images) {
        try {
            return PlayServer.start(new InetSocketAddress(InetAddress.getByName(address), port), tensors, images);
        } catch (UnknownHostException e) {
            throw new InputException(
                    "--address " + address + ": expected an address of this machine, found none so called");
        } catch (IOException e) {
            throw new InputException("cannot listen on " + address + (port == 0 ? "" : ", port " + port) + ": "
                    + e.getMessage() + ": choose another --port or --address");
        }
    }

    /** By what the system has for it; where it has nothing, the address is printed already. */
    private static void open(URI url) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        List<String> command = system.contains("mac")
                ? List.of("open", url.toString())
                : system.contains("win")
                        ? List.of("rundll32", "url.dll,FileProtocolHandler", url.toString())
                        : List.of("xdg-open", url.toString());
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException none) {
            // no desktop: whoever reads the address opens it
        }
    }
}
