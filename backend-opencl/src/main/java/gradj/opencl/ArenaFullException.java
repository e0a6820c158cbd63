package gradj.opencl;

import gradj.spi.BackendException;
import gradj.spi.DType;
import java.util.Locale;

/** A tensor does not fit into the arena any more; the tensors that are there stay as they are. */
public final class ArenaFullException extends BackendException {
    private static final long serialVersionUID = 1L;

    private final long bytesAsked;
    private final long bytesFree;
    private final long bytesTogether;
    private final long bytesOfArena;

    /** {@code why} adds to the message what is known besides; empty as a rule. */
    ArenaFullException(
            DType dtype, long bytesAsked, long bytesFree, long bytesTogether, long bytesOfArena, String why) {
        super(String.format(
                Locale.ROOT,
                "the %s arena of backend opencl is full: %s asked for, %s of %s free, %s of it in one piece%s;"
                        + " %s, or close TensorScopes earlier",
                dtype,
                size(bytesAsked),
                size(bytesFree),
                size(bytesOfArena),
                size(bytesTogether),
                why,
                remedy(Math.max(2 * bytesOfArena, bytesOfArena + bytesAsked))));
        this.bytesAsked = bytesAsked;
        this.bytesFree = bytesFree;
        this.bytesTogether = bytesTogether;
        this.bytesOfArena = bytesOfArena;
    }

    private static String remedy(long wanted) {
        return wanted > ArenaSize.LARGEST_ARRAY
                ? "make the net or the batch smaller (2047 MB is the largest there is)"
                : String.format(
                        Locale.ROOT, "enlarge it with -D%s=%dm", ArenaSize.PROPERTY, wanted / ArenaSize.MEGABYTE + 1);
    }

    private static String size(long bytes) {
        return bytes >= 10 * ArenaSize.MEGABYTE ? bytes / ArenaSize.MEGABYTE + " MB" : bytes + " bytes";
    }

    /** What the tensor needs. */
    public long bytesAsked() {
        return bytesAsked;
    }

    /** What is free, in however many pieces. */
    public long bytesFree() {
        return bytesFree;
    }

    /** The largest piece that is free. */
    public long bytesTogether() {
        return bytesTogether;
    }

    /** The size of the arena. */
    public long bytesOfArena() {
        return bytesOfArena;
    }
}
