package gradj.data.image;

/**
 * A line of values made longer or shorter: each new one is the mean of the part of the old line that it stands for, but of
 * the length of one old value at least, which is linear interpolation; beyond its ends the line goes on as it ends.
 */
final class Resampling {
    private final int[] first;
    private final float[][] parts;
    private final int last;

    Resampling(int length, int newLength) {
        double scale = (double) length / newLength;
        double reach = Math.max(scale, 1) / 2;
        first = new int[newLength];
        parts = new float[newLength][];
        last = length - 1;
        for (int i = 0; i < newLength; i++) {
            double from = (i + 0.5) * scale - reach;
            double to = (i + 0.5) * scale + reach;
            first[i] = (int) Math.floor(from);
            parts[i] = new float[(int) Math.ceil(to) - first[i]];
            for (int j = 0; j < parts[i].length; j++) {
                int source = first[i] + j;
                parts[i][j] = (float) ((Math.min(to, source + 1) - Math.max(from, source)) / (to - from));
            }
        }
    }

    /** Reads a line that begins at {@code offset} and has its values {@code step} places apart; writes in the same way. */
    void apply(float[] source, int offset, int step, float[] target, int targetOffset, int targetStep) {
        for (int i = 0; i < parts.length; i++) {
            float[] part = parts[i];
            float sum = 0;
            for (int j = 0; j < part.length; j++) {
                int inside = Math.max(0, Math.min(last, first[i] + j));
                sum += part[j] * source[offset + inside * step];
            }
            target[targetOffset + i * targetStep] = sum;
        }
    }
}
