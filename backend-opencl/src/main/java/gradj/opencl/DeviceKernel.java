package gradj.opencl;

import com.aparapi.Kernel;
import com.aparapi.device.Device;
import com.aparapi.device.OpenCLDevice;
import gradj.spi.BinaryOp;
import gradj.spi.Reduction;
import gradj.spi.UnaryOp;

/**
 * What the kernels of both dtypes share: the numbers that a launch hands to the device, and their names. {@link FloatKernel}
 * says what each operation does with them.
 *
 * <p>Aparapi translates one Java class into one OpenCL kernel, and an array lives on the device only as long as the same
 * kernel uses it. So one class holds every operation, {@link #op} chooses, and tensors are offsets into one array. Only
 * {@code int}, {@code float} and {@code double} fields are safe to hand over.
 */
abstract class DeviceKernel extends Kernel {
    /** Items in a work group, of every launch: what any GPU takes, and a power of two for the trees. */
    static final int GROUP = 256;

    /** The side of the tile of C that one group computes: 4 x 4 elements an item, or one. */
    static final int LARGE_TILE = 64;

    static final int SMALL_TILE = 16;

    /** How far a tile reaches along the inner dimension at a time. */
    static final int DEPTH = 16;

    /** One element between the rows of a tile keeps items that read along a column out of each other's memory bank. */
    static final int LARGE_STRIDE = LARGE_TILE + 1;

    static final int SMALL_STRIDE = SMALL_TILE + 1;

    /** Elements that pass through the small staging array, behind the canary. */
    static final int SMALL_STAGING = 63;

    /** Elements that pass through the large one: 256 KB of float32 hide the launch that moves them on a CPU's device. */
    static final int LARGE_STAGING = 1 << 16;

    /** Row numbers of one launch of {@link #GATHER_ROWS}. */
    static final int TABLE = 2048;

    /** What lies in the first element of the arena, on the device only, as long as the device's memory is what it was. */
    static final double CANARY = 12345.5;

    // What a launch does.
    static final int UPLOAD = 1;
    static final int UPLOAD_SMALL = 2;
    static final int DOWNLOAD = 3;
    static final int DOWNLOAD_SMALL = 4;
    static final int FILL = 5;
    static final int COPY = 6;
    static final int GATHER_ROWS = 7;
    static final int AXPY = 8;
    static final int ELEMENTWISE_UNARY = 9;
    static final int ELEMENTWISE_BINARY = 10;
    static final int SELECT = 11;
    static final int TRANSPOSE = 12;
    static final int REDUCE_BY_ITEMS = 13;
    static final int SUM_BY_GROUPS = 14;
    static final int LARGEST_BY_GROUPS = 15;
    static final int DOT_LARGE_TILES = 16;
    static final int DOT_SMALL_TILES = 17;
    static final int DOT_BY_GROUPS = 18;
    static final int SOFTMAX_SHORT_ROWS = 19;
    static final int SOFTMAX_LONG_ROWS = 20;
    static final int LOSS_OF_PARTS = 21;

    /** They are numbered from 1 to this. */
    static final int OPERATIONS = 21;

    // Kinds of element-wise operations and reductions, and what follows a product.
    static final int NEGATE = 0;
    static final int RECIPROCAL = 1;
    static final int EXP = 2;
    static final int LOG = 3;
    static final int SQUARE = 4;
    static final int RELU = 5;
    static final int SIGMOID = 6;
    static final int SQRT = 7;
    static final int ADD = 0;
    static final int SUBTRACT = 1;
    static final int MULTIPLY = 2;
    static final int DIVIDE = 3;
    static final int RELU_BACKWARD = 4;
    static final int SIGMOID_BACKWARD = 5;
    static final int CROSS_ENTROPY_BACKWARD = 6;
    static final int SUM = 0;
    static final int MAX = 1;
    static final int ARGMAX = 2;
    static final int PLAIN = 0;
    static final int THEN_RELU = 1;

    // How an operand of an element-wise operation is read.
    static final int WHOLE = 0;
    static final int REPEATED = 1;
    static final int CONSTANT = 2;

    /** An operand or output that is left out. */
    static final int NONE = -1;

    int op;
    int kind;

    /** Offsets of inputs in the arena. */
    int a;

    int b;
    int c;

    /** Offsets of outputs in the arena. */
    int y;

    int z;

    /** Sizes. */
    int m;

    int n;
    int k;

    /** Steps in memory from a row of op(A), and of op(B), to the next, and along a row. */
    int aRow;

    int aColumn;
    int bRow;
    int bColumn;

    /** {@link #WHOLE}, {@link #REPEATED} or {@link #CONSTANT}. */
    int aForm;

    int bForm;

    /** Pieces that each long reduction is cut into, and their length. */
    int pieces;

    int pieceLength;

    private final OpenCLDevice device;

    DeviceKernel(OpenCLDevice device) {
        this.device = device;
        setExplicit(true); // nothing is transferred that is not asked for
    }

    /** Aparapi's way to another device, or to Java, after a failure: closed. */
    @Override
    public final boolean isAllowDevice(Device other) {
        return other == device;
    }

    /** Every way to Aparapi's own computing in Java, which gives wrong results without a word, begins with a clone. */
    @Override
    public final Kernel clone() {
        throw new IllegalStateException("the OpenCL device failed; computing in Java instead is refused");
    }

    /** The factors of the next launch, rounded to the dtype. */
    abstract void factors(double first, double second);

    /** The array, of the dtype, that elements pass through on their way from and to the arena, behind a canary. */
    abstract Object staging(boolean small);

    /** Lets the next launch find the staging array's present content on the device. */
    abstract void putStaging(boolean small);

    /** Fetches the staging array from the device; whether the canary came along. */
    abstract boolean getStaging(boolean small);

    /** Row numbers, or offsets and sizes: what {@link #GATHER_ROWS} and {@link #AXPY} read. */
    abstract int[] table();

    static int kind(UnaryOp op) {
        return switch (op) {
            case NEGATE -> NEGATE;
            case RECIPROCAL -> RECIPROCAL;
            case EXP -> EXP;
            case LOG -> LOG;
            case SQUARE -> SQUARE;
            case RELU -> RELU;
            case SIGMOID -> SIGMOID;
        };
    }

    static int kind(BinaryOp op) {
        return switch (op) {
            case ADD -> ADD;
            case SUBTRACT -> SUBTRACT;
            case MULTIPLY -> MULTIPLY;
            case DIVIDE -> DIVIDE;
        };
    }

    static int kind(Reduction reduction) {
        return switch (reduction) {
            case SUM -> SUM;
            case MAX -> MAX;
            case ARGMAX -> ARGMAX;
        };
    }
}
