package gradj.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Standard output that remembers when it could not be written, which {@code System.out} and its kind keep to themselves. */
final class StandardOutput extends OutputStream {
    private static final Path LINUX_STDOUT = Path.of("/proc/self/fd/1");

    private final OutputStream out;
    private final boolean isPipe;
    private @Nullable IOException problem;

    /** Writes to {@code out}; of a pipe a failure means that its reader has gone. */
    StandardOutput(OutputStream out, boolean isPipe) {
        this.out = out;
        this.isPipe = isPipe;
    }

    /** This process's own. */
    static StandardOutput ofProcess() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out), isPipe());
    }

    private static boolean isPipe() {
        try {
            return Files.readSymbolicLink(LINUX_STDOUT).toString().startsWith("pipe:");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return false;
        }
    }

    /** Writes text here, in the encoding that {@code System.out} has, each line at once. */
    PrintWriter writer() {
        // The second is JDK 17's; where neither is set, 17 takes its default, which there is the system's.
        Charset charset = Stream.of("stdout.encoding", "sun.stdout.encoding")
                .map(System::getProperty)
                .filter(name -> name != null && Charset.isSupported(name))
                .findFirst()
                .map(Charset::forName)
                .orElseGet(Charset::defaultCharset);
        return new PrintWriter(this, true, charset);
    }

    /** Why something could not be written; null while all was. */
    @Nullable
    IOException problem() {
        return problem;
    }

    /** Whether it was a pipe whose reader has gone, as {@code head} goes when it has seen enough. */
    boolean isUnread() {
        // Elsewhere than on Linux, the message tells.
        return problem != null && (isPipe || "Broken pipe".equals(problem.getMessage()));
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (problem != null) {
            throw problem; // nothing behind a gap
        }
        try {
            out.write(bytes, offset, length);
        } catch (IOException failed) {
            problem = failed;
            throw failed;
        }
    }
}
