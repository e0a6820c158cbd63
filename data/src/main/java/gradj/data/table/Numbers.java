package gradj.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers in blocks of one length, the last one shorter. A block whose numbers are all floats exactly is kept as floats, any
 * other as doubles: half the memory, and no bit is lost.
 */
final class Numbers {
    /** Some of them, one behind another. */
    sealed interface Block {
        double get(int place);

        /** Copies these values, as floats if each is one. */
        static Block of(double[] values, int from, int count) {
            float[] floats = new float[count];
            for (int i = 0; i < count; i++) {
                double value = values[from + i];
                float rounded = (float) value;
                floats[i] = rounded;
                if (rounded != value && !Double.isNaN(value)) {
                    return new Doubles(Arrays.copyOfRange(values, from, from + count));
                }
            }
            return new Floats(floats, 0, count);
        }
    }

    private record Floats(float[] values, int from, int count) implements Block {
        @Override
        public double get(int place) {
            return values[from + place];
        }
    }

    private record Doubles(double[] values) implements Block {
        @Override
        public double get(int place) {
            return values[place];
        }
    }

    private final int log2Length;
    private final Block[] blocks;
    private final int size;

    /** @param log2Length how many there are in a block, but the last one, as a power of two */
    Numbers(int log2Length, Block[] blocks, int size) {
        this.log2Length = log2Length;
        this.blocks = blocks;
        this.size = size;
    }

    /** Those that stand in these arrays, from this place on in each, a block in each; only the last, shorter one is copied. */
    static Numbers of(List<float[]> arrays, int from, int log2Length, int size) {
        Block[] blocks = new Block[arrays.size()];
        for (int i = 0; i < blocks.length; i++) {
            int count = Math.min(1 << log2Length, size - (i << log2Length));
            float[] values = arrays.get(i);
            blocks[i] = count == 1 << log2Length
                    ? new Floats(values, from, count)
                    : new Floats(Arrays.copyOfRange(values, from, from + count), 0, count);
        }
        return new Numbers(log2Length, blocks, size);
    }

    static Numbers of(double... values) {
        Builder numbers = new Builder();
        for (double value : values) {
            numbers.add(value);
        }
        return numbers.build();
    }

    int size() {
        return size;
    }

    double get(int i) {
        return blocks[i >>> log2Length].get(i & ((1 << log2Length) - 1));
    }

    double[] toArray() {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = get(i);
        }
        return values;
    }

    /** Those at these places. */
    Numbers at(int... places) {
        Builder chosen = new Builder();
        for (int place : places) {
            chosen.add(get(place));
        }
        return chosen.build();
    }

    /** How many there are in 4 bytes each, the others being in 8. */
    int floats() {
        int floats = 0;
        for (int i = 0; i < blocks.length; i++) {
            floats += blocks[i] instanceof Floats block ? block.count() : 0;
        }
        return floats;
    }

    /** Collects numbers, one after another. */
    static final class Builder {
        private static final int LOG2_LENGTH = 12;

        private final List<Block> blocks = new ArrayList<>();
        private double[] last = new double[16];
        private int inLast;

        void add(double value) {
            if (inLast == last.length) {
                last = Arrays.copyOf(last, 2 * inLast);
            }
            last[inLast++] = value;
            if (inLast == 1 << LOG2_LENGTH) {
                blocks.add(Block.of(last, 0, inLast));
                inLast = 0;
            }
        }

        /** All that were added; no more may be. */
        Numbers build() {
            int size = (blocks.size() << LOG2_LENGTH) + inLast;
            if (inLast > 0) {
                blocks.add(Block.of(last, 0, inLast));
            }
            return new Numbers(LOG2_LENGTH, blocks.toArray(Block[]::new), size);
        }
    }
}
