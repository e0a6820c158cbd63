package gradj.cli;

import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBarConsumer;

/** The last line of a terminal, redrawn in place by a progress bar; other lines go above it. */
final class RedrawnLine implements ProgressBarConsumer {
    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter err;
    private boolean isClosed;

    RedrawnLine(PrintWriter err) {
        this.err = err;
    }

    @Override
    public int getMaxRenderedLength() {
        return Terminal.columns();
    }

    /** Draws the bar anew; called by the progress bar's own thread. */
    @Override
    public synchronized void accept(String bar) {
        if (!isClosed) {
            err.print("\r" + bar);
            err.flush();
        }
    }

    /** Takes the bar away, prints, and leaves it to the next redraw to bring the bar back. */
    synchronized void printAbove(PrintWriter out, String line) {
        clear();
        out.println(line);
        out.flush();
    }

    @Override
    public synchronized void clear() {
        err.print(ERASE);
        err.flush();
    }

    @Override
    public synchronized void close() {
        if (!isClosed) {
            clear();
            isClosed = true;
        }
    }
}
