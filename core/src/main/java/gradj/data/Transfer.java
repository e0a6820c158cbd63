package gradj.data;

import gradj.data.MnistDownload.Patience;
import gradj.data.MnistDownload.Wanted;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One try to bring a gzipped file from a mirror, which ends by its deadline whatever the other side does: connecting, headers
 * and content together, however slowly they trickle in.
 */
final class Transfer implements Callable<Long> {
    /*
     * A thread of its own, because an HttpURLConnection knows of no deadline: its timeouts begin anew with each byte, also of
     * the headers, which it reads where nobody can look on. The caller waits to the deadline and no longer; what then remains
     * of the thread ends with its connection, with the next bytes, or when none come.
     */

    /** The largest of the four is 9.9 MB compressed. */
    private static final long MAX_COMPRESSED = 20_000_000;

    private final URI from;
    private final Wanted file;
    private final Path part;
    private final Patience patience;
    private final long deadline;
    private final AtomicLong arrived = new AtomicLong();

    /** Until its headers are there. */
    private volatile @Nullable HttpURLConnection connecting;

    private Transfer(URI from, Wanted file, Path part, Patience patience) {
        this.from = from;
        this.file = file;
        this.part = part;
        this.patience = patience;
        this.deadline = System.nanoTime() + patience.file().toNanos();
    }

    /**
     * Writes the uncompressed file into {@code part}, forced to the disk.
     *
     * @throws IOException if it did not come whole and right within {@code patience}
     */
    static void run(URI from, Wanted file, Path part, Patience patience) throws IOException {
        Transfer transfer = new Transfer(from, file, part, patience);
        FutureTask<Long> task = new FutureTask<>(transfer);
        Thread thread = new Thread(task, "gradj download");
        thread.setDaemon(true);
        thread.start();
        try {
            task.get(transfer.left(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            transfer.disconnect();
            throw transfer.late();
        } catch (InterruptedException interrupt) {
            transfer.disconnect();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException problem) {
                throw problem;
            }
            throw new IOException(String.valueOf(failure.getCause()), failure);
        }
    }

    /** The number of bytes. */
    @Override
    public Long call() throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel);
                InputStream body = open();
                InputStream in = new GzipInput(new Limited(body))) {
            file.copy(new Counted(in), out);
            channel.force(true);
        }
        return arrived.get();
    }

    private InputStream open() throws IOException {
        URLConnection opened = from.toURL().openConnection();
        int silence = (int) Math.max(1, Math.min(patience.silence().toMillis(), TimeUnit.NANOSECONDS.toMillis(left())));
        opened.setConnectTimeout(silence);
        opened.setReadTimeout(silence);
        opened.setUseCaches(false);
        if (opened instanceof HttpURLConnection http) {
            connecting = http;
            int status = http.getResponseCode();
            connecting = null;
            if (status != HttpURLConnection.HTTP_OK) {
                http.disconnect();
                throw new IOException(status < 0 ? "its answer is not HTTP" : "HTTP status " + status);
            }
        }
        return opened.getInputStream();
    }

    /** Wakes the thread if it waits for headers. Where it reads content, this would wait for it. */
    private void disconnect() {
        HttpURLConnection opened = connecting;
        if (opened != null) {
            opened.disconnect();
        }
    }

    private long left() {
        return deadline - System.nanoTime();
    }

    private IOException late() {
        return new IOException("it takes too long, " + arrived.get() + " of " + file.bytes() + " bytes came in "
                + patience.file().toMillis() / 1000.0 + " s");
    }

    /** The uncompressed bytes as they come. */
    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = super.read(target, offset, length);
            arrived.addAndGet(Math.max(0, n));
            return n;
        }
    }

    /** The compressed bytes: no more than the largest of the files could have, and none after the deadline. */
    private final class Limited extends FilterInputStream {
        private long more = MAX_COMPRESSED;

        Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = super.read(target, offset, length);
            more -= Math.max(0, n);
            if (more < 0) {
                throw new IOException("expected at most " + MAX_COMPRESSED + " compressed bytes, got more");
            }
            if (left() < 0) {
                throw late();
            }
            return n;
        }
    }
}
