package gradj.io;

import gradj.spi.DType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;

/**
 * Elements of a file from and to numbers, a piece at a time. The buffers are little-endian, as the format is.
 *
 * <p>Real numbers are rounded to the nearest; whole numbers must fit exactly, for a rounded index or counter is another one.
 */
final class Elements {
    /**
     * Elements of a piece: 1 MB of float32. A save of 400 MB in pieces of 128 kB takes 8 % longer, for what each call of the
     * system costs.
     */
    static final int PIECE = 1 << 18;

    private Elements() {}

    /** target[0 ... count] = the buffer's first elements. */
    static void get(ByteBuffer source, StoredDType dtype, float[] target, int count) {
        if (dtype == StoredDType.F32) {
            source.asFloatBuffer().get(target, 0, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            target[i] = dtype == StoredDType.F16
                    ? HalfPrecision.fromF16(source.getShort(2 * i))
                    : dtype == StoredDType.BF16
                            ? HalfPrecision.fromBF16(source.getShort(2 * i))
                            : (float) real(source, dtype, i, DType.FLOAT32);
        }
    }

    /** target[0 ... count] = the buffer's first elements. */
    static void get(ByteBuffer source, StoredDType dtype, double[] target, int count) {
        if (dtype == StoredDType.F64) {
            source.asDoubleBuffer().get(target, 0, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            target[i] = real(source, dtype, i, DType.FLOAT64);
        }
    }

    private static double real(ByteBuffer source, StoredDType dtype, int i, DType target) {
        return switch (dtype) {
            case F64 -> source.getDouble(8 * i);
            case F32 -> source.getFloat(4 * i);
            case F16 -> HalfPrecision.fromF16(source.getShort(2 * i));
            case BF16 -> HalfPrecision.fromBF16(source.getShort(2 * i));
            default -> exact(whole(source, dtype, i), dtype, target);
        };
    }

    /** An element of an integer type; of a U64 its 64 bits. */
    static long whole(ByteBuffer source, StoredDType dtype, int i) {
        return switch (dtype) {
            case BOOL -> source.get(i) == 0 ? 0 : 1;
            case U8 -> source.get(i) & 0xFF;
            case I8 -> source.get(i);
            case I16 -> source.getShort(2 * i);
            case U16 -> source.getShort(2 * i) & 0xFFFF;
            case I32 -> source.getInt(4 * i);
            case U32 -> source.getInt(4 * i) & 0xFFFF_FFFFL;
            case I64, U64 -> source.getLong(8 * i);
            case F16, BF16, F32, F64 -> throw new IllegalArgumentException(dtype + " is no integer type");
        };
    }

    private static double exact(long whole, StoredDType dtype, DType target) {
        boolean unsigned = dtype == StoredDType.U64;
        long magnitude = unsigned || whole >= 0 ? whole : -whole;
        int significant =
                Math.max(0, 64 - Long.numberOfLeadingZeros(magnitude) - Long.numberOfTrailingZeros(magnitude));
        if (significant > (target == DType.FLOAT32 ? 24 : 53)) {
            String number = unsigned ? Long.toUnsignedString(whole) : Long.toString(whole);
            throw new ArithmeticException("holds " + number + ", which " + target
                    + " cannot hold exactly: read it with longs(name)"
                    + (target == DType.FLOAT32 && significant <= 53 ? " or as float64" : ""));
        }
        return unsigned && whole < 0 ? (whole >>> 1) * 2.0 : whole;
    }

    /** The buffer's first elements = source[0 ... count]. */
    static void put(float[] source, int count, StoredDType dtype, ByteBuffer target) {
        if (dtype == StoredDType.F32) {
            target.asFloatBuffer().put(source, 0, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            put(source[i], dtype, target, i);
        }
    }

    /** The buffer's first elements = source[0 ... count]. */
    static void put(double[] source, int count, StoredDType dtype, ByteBuffer target) {
        if (dtype == StoredDType.F64) {
            target.asDoubleBuffer().put(source, 0, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            put(source[i], dtype, target, i);
        }
    }

    private static void put(double value, StoredDType dtype, ByteBuffer target, int i) {
        switch (dtype) {
            case F64 -> target.putDouble(8 * i, value);
            case F32 -> target.putFloat(4 * i, (float) value);
            case F16 -> target.putShort(2 * i, HalfPrecision.toF16(HalfPrecision.toOdd(value)));
            case BF16 -> target.putShort(2 * i, HalfPrecision.toBF16(HalfPrecision.toOdd(value)));
            default -> put(whole(value, dtype), dtype, target, i);
        }
    }

    /** One element of an integer type; of a U64 its 64 bits. */
    static void put(long whole, StoredDType dtype, ByteBuffer target, int i) {
        switch (dtype) {
            case BOOL, U8, I8 -> target.put(i, (byte) whole);
            case I16, U16 -> target.putShort(2 * i, (short) whole);
            case I32, U32 -> target.putInt(4 * i, (int) whole);
            case I64, U64 -> target.putLong(8 * i, whole);
            case F16, BF16, F32, F64 -> throw new IllegalArgumentException(dtype + " is no integer type");
        }
    }

    private static long whole(double value, StoredDType dtype) {
        if (value != Math.rint(value) || value < dtype.least() || value >= dtype.limit()) {
            throw outOfRange(Double.toString(value), dtype);
        }
        return value >= 0x1p63 ? (long) (value / 2) << 1 : (long) value;
    }

    /** Refuses what an integer type cannot hold. */
    static void requireInRange(long whole, StoredDType dtype) {
        boolean fits = dtype == StoredDType.I64
                || dtype == StoredDType.U64
                || (whole >= (long) dtype.least() && whole < (long) dtype.limit());
        if (!fits) {
            throw outOfRange(Long.toString(whole), dtype);
        }
    }

    private static ArithmeticException outOfRange(String value, StoredDType dtype) {
        return new ArithmeticException("holds " + value + ", " + dtype + " holds whole numbers from "
                + new BigDecimal(dtype.least()).toPlainString() + " to below "
                + new BigDecimal(dtype.limit()).toPlainString() + ": store it as another dtype");
    }
}
